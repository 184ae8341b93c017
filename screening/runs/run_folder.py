"""What a run's folder holds, and the one step in which it appears."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from screening.spreadsheets.hits_workbook import rows_aside
from screening.storage.addresses import Place
from screening.storage.staged_folder import check_target, staged_folder
from screening.storage.unfinished import Contents

__all__ = ["PARTY_LINKS", "RUN", "RUN_FILES", "check_out", "staged_run"]

# What every run's folder holds.
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

# Only of a run with several lists.
PARTY_LINKS = "party_links.csv"

# A folder with anything else in it is not replaced.
RUN = Contents(
    "run",
    "run.json",
    (*RUN_FILES, PARTY_LINKS),
    folders={"gates": ".html"},
    aside=(rows_aside("hits.xlsx"),),
)


@contextmanager
def staged_run(out: Place, overwrite: bool = False) -> Iterator[Path]:
    """A folder to write a run into; see `staged_folder`, also for what is raised."""
    with staged_folder(out, RUN, overwrite) as folder:
        yield folder


def check_out(out: Place, overwrite: bool = False) -> None:
    """Raise the InputError that `staged_run` would raise now, writing nothing: ask before slow work."""
    check_target(out, RUN, overwrite)
