"""What a run's folder holds, and the one step in which it appears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.spreadsheets.hits_workbook import rows_aside
from screening.storage.staged_folder import check_target, staged_folder
from screening.storage.unfinished import Contents

__all__ = ["RUN", "RUN_FILES", "check_out", "staged_run"]

# All a run's folder holds. A folder with anything else in it is not replaced.
RUN_FILES = (
    "hits.parquet",
    "hits.csv",
    "hits.xlsx",
    "rejected.csv",
    "warnings.csv",
    "report.html",
    "run.json",
    "gates",
)

RUN = Contents("run", "run.json", RUN_FILES, folders={"gates": ".html"}, aside=(rows_aside("hits.xlsx"),))


@contextmanager
def staged_run(out: Path, overwrite: bool = False) -> Iterator[Path]:
    """A folder to write a run into; see `staged_folder`, also for what is raised."""
    with staged_folder(out, RUN, overwrite) as folder:
        yield folder


def check_out(out: Path, overwrite: bool = False) -> None:
    """Raise the InputError that `staged_run` would raise now, writing nothing: ask before slow work."""
    check_target(out, RUN, overwrite)
