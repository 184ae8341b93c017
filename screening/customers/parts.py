"""Which files a customer table consists of.

A folder must not hold customers that would be passed over: whatever is neither Parquet nor hidden, and every
subfolder, is refused instead of being left out. Nothing is opened that may wait for ever, as a pipe does.
"""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from screening.customers.parquet_in import PARQUET_MAGIC
from screening.model.errors import InputError

__all__ = ["content_hash", "find_parts", "is_parquet", "reading"]

_CSV_ENDINGS = {".csv", ".tsv", ".txt"}
_CHUNK = 1 << 20


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turns what the system says of a file that cannot be read, or is gone, into an InputError."""
    try:
        yield
    except FileNotFoundError as error:
        gone = error.filename or path
        raise InputError(f"{gone}: the file is gone. Run again when it is back, and whole.") from error
    except OSError as error:
        raise InputError(
            f"{error.filename or path}: cannot be read ({error.strerror or error}). "
            "Check its permissions and its disk."
        ) from error


def find_parts(path: Path) -> list[Path]:
    """The one file, or a folder's Parquet parts sorted by name (hidden and _marker files left out).

    Raises InputError where there is nothing, an empty file, or a file of another kind.
    """
    try:
        kind = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise InputError(f"{path}: no such file or folder of customers. Check the path.") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    with reading(path):
        parts = _folder_parts(path) if stat.S_ISDIR(kind) else [path]
        for part in parts:
            _check(part)
    return parts


def is_parquet(path: Path) -> bool:
    """Whether the file begins as Parquet does, or claims to be Parquet by its name."""
    with path.open("rb") as file:
        return file.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC or path.suffix.lower() == ".parquet"


def content_hash(path: Path, parts: Sequence[Path]) -> str:
    """SHA-256 of the file's bytes; for a folder, of each part's name, size and bytes in order."""
    digest = hashlib.sha256()
    for part in parts:
        if path.is_dir():
            digest.update(f"{part.name}\0{part.stat().st_size}\0".encode())
        with part.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _folder_parts(folder: Path) -> list[Path]:
    parts = []
    for entry in sorted(folder.iterdir()):
        # Spark and others mark a folder with _SUCCESS, _metadata and the like.
        if entry.name.startswith((".", "_")):
            continue
        if entry.is_symlink() and not entry.exists():
            raise InputError(
                f"{entry}: a link to a file that is not there. Put the part back, or remove the link."
            )
        if entry.is_dir():
            raise InputError(
                f"{entry}: a subfolder in a folder of customers would be left out. Put all parts directly "
                "into one folder, or screen each folder by itself."
            )
        if entry.is_file() and entry.stat().st_size and not is_parquet(entry):
            raise InputError(
                f"{entry}: a folder of customers may hold Parquet parts only, and this file would be left "
                "out. Screen it by itself, or move it away."
            )
        parts.append(entry)
    if not parts:
        raise InputError(f"{folder}: the folder holds no Parquet file. Give the folder with the parts.")
    return parts


def _check(path: Path) -> None:
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise InputError(
            f"{path}: a pipe or a device, which cannot be read twice. "
            "Write the customers to a file and give that."
        )
    if status.st_size == 0:
        raise InputError(f"{path}: the file is empty (0 bytes). Export the customers again.")
    if not is_parquet(path) and path.suffix.lower() not in _CSV_ENDINGS:
        raise InputError(
            f"{path}: neither Parquet nor CSV, as far as its name and first bytes tell. "
            "Give a .parquet file, a folder of them, or a .csv file (unpacked)."
        )
