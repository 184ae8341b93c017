"""Which files a customer table consists of. Reach for it to turn a path into files, and into a hash.

A folder must not hold customers that would be passed over: Parquet in sub-folders or CSV beside the parts
is refused instead of being left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from screening.customers.parquet_in import PARQUET_MAGIC
from screening.errors import InputError

__all__ = ["content_hash", "find_parts", "is_parquet"]

_CSV_ENDINGS = {".csv", ".tsv", ".txt"}
_CHUNK = 1 << 20


def find_parts(path: Path) -> list[Path]:
    """The one file, or a folder's Parquet parts sorted by name (hidden and _marker files left out).

    Raises InputError where there is nothing, an empty file, or a file of another kind.
    """
    if not path.exists():
        raise InputError(f"{path}: no such file or folder of customers. Check the path.")
    parts = _folder_parts(path) if path.is_dir() else [path]
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
    for entry in sorted(folder.rglob("*")):
        if any(piece.startswith((".", "_")) for piece in entry.relative_to(folder).parts):
            continue
        ending = entry.suffix.lower()
        if not entry.is_file() or ending not in {".parquet", *_CSV_ENDINGS - {".txt"}}:
            continue
        if ending != ".parquet":
            raise InputError(
                f"{entry}: a folder of customers may hold Parquet parts only, and this file would be left "
                "out. Screen it by itself, or move it away."
            )
        if entry.parent != folder:
            raise InputError(
                f"{entry}: Parquet parts in a sub-folder would be left out. "
                "Put all parts directly into one folder, or screen each folder by itself."
            )
        parts.append(entry)
    if not parts:
        raise InputError(f"{folder}: the folder holds no .parquet file. Give the folder with the parts.")
    return parts


def _check(path: Path) -> None:
    try:
        empty = path.stat().st_size == 0
        known = is_parquet(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from error
    if empty:
        raise InputError(f"{path}: the file is empty (0 bytes). Export the customers again.")
    if not known and path.suffix.lower() not in _CSV_ENDINGS:
        raise InputError(
            f"{path}: neither Parquet nor CSV, as far as its name and first bytes tell. "
            "Give a .parquet file, a folder of them, or a .csv file (unpacked)."
        )
