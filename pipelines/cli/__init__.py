"""The command line `sanctions`: one module a command. Reach for it to see what a user can call.

Modules import only click at their top, so that --help answers at once; the work is imported where it begins.
"""

from pipelines.cli.entry import main

__all__ = ["main"]
