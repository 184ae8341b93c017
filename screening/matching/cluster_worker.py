"""What runs on the workers of a cluster. Start them so that their tables are loaded before any work comes:

    dask worker tcp://SCHEDULER:8786 --nthreads 1 --nworkers 8 --preload screening.matching.cluster_worker

A worker has the screener from whoever has it, once, and keeps it for all its tasks. One process screens one
batch at a time, however many threads it has.
"""

from __future__ import annotations

import gc
import hashlib
import platform
import threading
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import screening
from screening.config_files import CONFIG_DIR
from screening.matching.packed import pack, unpack

if TYPE_CHECKING:
    from screening.matching.screener import Screener
    from screening.storage.file_marks import FileMark

__all__ = ["Differs", "Handed", "Unseen", "difference", "hold", "identity", "load_tables", "screen_packed"]

# Of these a score or a byte of the hits may depend, or whether the machines understand each other.
_PACKAGES = (
    "sanctions-screening",
    "distributed",
    "numpy",
    "pandas",
    "pyarrow",
    "pydantic",
    "rapidfuzz",
    "rigour",
    "scipy",
)
_PACKAGE = Path(screening.__file__).parent

# A night has two screeners at a time, one of all parties and one of those that changed.
_MOST_KEPT = 2
_taken_up: dict[str, Screener] = {}
_one_at_a_time = threading.Lock()


class Unseen(Exception):  # noqa: N818 - nothing is wrong: the rows are sent instead
    """This machine does not see a file that the work lies in, or not the same one."""


class Differs(Exception):  # noqa: N818 - told as an InputError by whoever handed the work out
    """This machine has another version of something than the one that handed the work out.

    Its arguments: this worker's address, and of what, name → (here, there)."""


@dataclass(frozen=True)
class Handed:
    """What each task of a screening tells the worker. key: of the screener. identity: of the machine that
    hands the work out. marks: files that must be seen here as they are seen there."""

    key: str
    identity: dict[str, str]
    marks: tuple[FileMark, ...] = ()


@cache
def identity() -> dict[str, str]:
    """Versions of Python, of packages, and of this program's own code and tables on this machine."""
    found = {"Python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    digest = hashlib.sha256()
    # Of a checkout, configs/ is a link to elsewhere.
    for folder, endings in ((_PACKAGE, (".py",)), (CONFIG_DIR.resolve(), (".yaml", ".tsv", ".csv"))):
        for file in sorted(folder.rglob("*")):
            if file.suffix in endings and file.is_file():
                digest.update(f"{file.relative_to(folder).as_posix()}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return found | {"the program's code": digest.hexdigest()[:12]}


def difference(theirs: dict[str, str]) -> dict[str, tuple[str, str]]:
    """What another machine's identity has otherwise than this one's: name → (theirs, ours)."""
    ours = identity()
    return {
        name: (theirs.get(name, "none"), ours.get(name, "none"))
        for name in dict.fromkeys([*ours, *theirs])
        if theirs.get(name) != ours.get(name)
    }


def hold(screener: bytes) -> bytes:
    """A task whose result is the screener: workers get it from one another, and it is made again if lost."""
    return screener


def screen_packed(screener: bytes, handed: Handed, item: bytes, as_of: date) -> bytes:
    """Screen one packed item of work and return what comes of it, packed.

    Raises Differs or Unseen where that cannot be done here, and what screening raises.
    """
    if any(not mark.is_here() for mark in handed.marks):
        raise Unseen
    with _one_at_a_time:
        return pack(unpack(item).screen(_screener(screener, handed), as_of))


def _screener(content: bytes, handed: Handed) -> Screener:
    screener = _taken_up.get(handed.key)
    if screener is None:
        if found := difference(handed.identity):
            from distributed import get_worker

            turned = {name: (ours, theirs) for name, (theirs, ours) in found.items()}
            raise Differs(get_worker().address, turned)
        if len(_taken_up) >= _MOST_KEPT:
            # Workers outlive many runs, and what is frozen is never looked at again.
            gc.unfreeze()
            del _taken_up[next(iter(_taken_up))]
            gc.collect()
        screener = _taken_up[handed.key] = unpack(content)
        # The lists stay; to look through them for garbage again and again takes a tenth of it.
        gc.freeze()
    return screener


def load_tables(names: bool = True) -> None:
    """Load what every batch needs, so that none waits for it. names: rigour's tables too."""
    from screening.matching.workers import load_arrays, load_names

    load_arrays()
    if names:
        load_names()


def dask_setup(_worker: Any) -> None:
    """Called by `--preload`, before the worker is there for anybody."""
    load_tables()
