"""The command line where the script `sanctions` is not on the path: python -m pipelines.cli."""

from pipelines.cli.entry import main

main(prog_name="sanctions")
