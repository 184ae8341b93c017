"""Whether names of people are best read in a process beside this one, told before anything slow is loaded.

A run of few customers waits for rigour's table of names and for nothing else: it loads beside all that the
run has to do before (see `names.beside`). A large table has workers of its own, which need the processors.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from screening.names.beside import start_reading_beside

__all__ = ["read_early"]

# Fewer bytes are hardly more than the customers that one process screens by itself.
_BYTES = 4_000_000


def read_early(customers: Path) -> None:
    """Start the process for a run of these customers, where they are few by the size of their file."""
    with suppress(OSError):
        if customers.is_file() and customers.stat().st_size < _BYTES:
            start_reading_beside()
