"""Whether names of people are best read in a process beside this one, told before anything slow is loaded.

A run of few customers waits for rigour's table of names and for nothing else: it loads beside all that the
run has to do before (see `names.beside`). A large table has workers of its own, which need the processors.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from screening.names.beside import is_loading, start_reading_beside

if TYPE_CHECKING:
    from screening.storage.addresses import StoreAddress

__all__ = ["load_meanwhile", "read_early"]

# Fewer bytes are hardly more than the customers that one process screens by itself.
_BYTES = 4_000_000
# What a run needs once its customers are screened.
_NEEDED_LATER = (
    "screening.quality.data_docs.view",
    "screening.report.page",
    "screening.spreadsheets.hits_workbook",
    "screening.model.run_record",
)


def read_early(customers: str | Path | StoreAddress) -> None:
    """Start the process for a run of these customers, where they are few by the size of their file. What lies
    in an object store is not asked for it."""
    with suppress(OSError):
        file = Path(str(customers))
        if file.is_file() and file.stat().st_size < _BYTES:
            start_reading_beside()


def load_meanwhile() -> None:
    """Load what comes later while the process is waited for; where nothing is, do nothing."""
    if is_loading():
        # Python ends after it, so it is never cut off in the middle of a module.
        threading.Thread(target=_load).start()


def _load() -> None:
    for module in _NEEDED_LATER:
        import_module(module)
