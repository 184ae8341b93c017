"""Which files of a publisher make up a list, and their hash. Reach for it to prove what a list was read from.

Anybody can make the hash again from the files: for a single file it is `sha256sum FILE`, for several, sorted
by name, `sha256sum FILE FILE ... | sha256sum` in their folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.publishers.ofac.csv_files import CsvFiles, by_lower_name, find_csv_files

__all__ = ["csv_set_at", "source_files", "source_sha256"]


def csv_set_at(path: Path) -> tuple[Path, CsvFiles] | None:
    """The folder and the set of OFAC's CSV files that `path` is or belongs to; None for anything else.

    Raises InputError for a folder with the files of two lists.
    """
    if path.is_dir():
        files = find_csv_files(path)
        return (path, files) if files else None
    files = find_csv_files(path.parent) if path.suffix.lower() == ".csv" else None
    if files is not None and path.name.lower() in (*files.required, files.comments):
        return path.parent, files
    return None


def source_files(path: Path) -> list[Path]:
    """The files that are read for the list at `path`, by name: the set of CSV files, or the one file."""
    csv_set = csv_set_at(path)
    if csv_set is None:
        return [path]
    folder, files = csv_set
    there = by_lower_name(folder)
    return sorted(there[name] for name in (*files.required, files.comments) if name in there)


def source_sha256(files: Sequence[Path]) -> str:
    """Hash of the content of one file, or of the names and contents of several, as described above.

    Raises InputError for a file that cannot be read.
    """
    hashes = [(_file_sha256(file), file.name) for file in files]
    if len(hashes) == 1:
        return hashes[0][0]
    return hashlib.sha256("".join(f"{digest}  {name}\n" for digest, name in hashes).encode()).hexdigest()


def _file_sha256(file: Path) -> str:
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}.") from error
