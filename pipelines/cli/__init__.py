"""The command line `sanctions`: one module a command.

Modules import only click at their top, so that --help answers at once; the work is imported where it begins.
"""

from pipelines.cli.entry import main

__all__ = ["main"]
