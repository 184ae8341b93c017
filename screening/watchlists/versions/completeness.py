"""Whether files that lie in a folder are one whole publication, whoever's it is.

Publishers say which files are a list of theirs. Beyond that only the end of each file is looked at: what is
in it is for the reader of the format, and what that finds wrong is wrong with the publication, not with its
delivery.
"""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.publishers import Publication
from screening.watchlists.read import recognize

__all__ = ["incomplete_because", "members", "publication"]

# What browsers and transfer programs call a file until it is whole.
_UNFINISHED = {".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".upload"}
_LISTS = {".csv", ".tsv", ".txt", ".xml", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet", ".zip", ".gz"}
_END_BYTES = 4096


def members(folder: Path) -> list[Path]:
    """The files in a folder that may belong to a list, by name: those of the suffixes that lists have, and
    unfinished ones.

    Raises OSError for a folder that cannot be read.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith(".") and path.suffix.lower() in _LISTS | _UNFINISHED
    )


def incomplete_because(folder: Path) -> str | None:
    """Why the files in a folder are not one whole publication; None where they are.

    Raises OSError for a file that cannot be read.
    """
    files = members(folder)
    unfinished = [file.name for file in files if file.suffix.lower() in _UNFINISHED]
    if unfinished:
        return f"{', '.join(unfinished)} is still being transferred"
    try:
        together = recognize(folder)
    except InputError as error:
        reason = str(error).removeprefix(f"{folder}: ").rstrip(".")
        is_of_two = reason.startswith("holds files of ")
        return (
            "holds files of two lists; put each list into a drop folder of its own" if is_of_two else reason
        )
    by_itself = _by_themselves(files, together)
    if together is not None:
        if by_itself:
            kind = "CSV" if all(file.suffix.lower() == ".csv" for file in together.files) else "a list's"
            return f"holds {kind} files and {_names(by_itself)}; one drop is one list"
        if together.missing:
            return f"{', '.join(together.missing)} is missing"
        whole: Sequence[Path] = together.files
    elif len(by_itself) != 1:
        return f"holds {_names(by_itself)}; one drop is one list" if by_itself else "holds no list"
    else:
        whole = by_itself
    return next((f"{file.name} {fault}" for file in whole if (fault := _bad_end(file))), None)


def publication(folder: Path) -> Path:
    """The list in a folder that holds a whole one, as `read_watchlist` takes it: the folder, or the one file
    that is a list by itself."""
    together = recognize(folder)
    return folder if together is not None else _by_themselves(members(folder), None)[0]


def _by_themselves(files: Sequence[Path], together: Publication | None) -> list[Path]:
    """The files that are a list each, and no part of the one that the folder is. Any XML file counts: of one
    that nobody knows, such as an error page, the reader says what it is."""
    belonging = set(together.files) if together is not None else set()
    return [
        file
        for file in files
        if file not in belonging and (file.suffix.lower() == ".xml" or _is_list(file, together))
    ]


def _is_list(file: Path, together: Publication | None) -> bool:
    try:
        found = recognize(file)
    except InputError:
        # Begins like a list, and then cannot be read.
        return True
    # A file of several is recognized with the others.
    return found is not None and (together is None or set(found.files) != set(together.files))


def _names(files: Sequence[Path]) -> str:
    return ", ".join(file.name for file in files)


def _bad_end(file: Path) -> str | None:
    with file.open("rb") as content:
        size = content.seek(0, 2)
        content.seek(max(0, size - _END_BYTES))
        end = content.read()
    if not size:
        return "is empty"
    return None if _is_whole(file, end) else "ends in the middle"


def _is_whole(file: Path, end: bytes) -> bool:
    kind = file.suffix.lower()
    if kind in (".csv", ".tsv"):
        # The byte that once closed text files may stand behind the last line.
        return end.rstrip(b"\x1a").endswith(b"\n") or not end.strip(b"\x1a")
    # Zero bytes are those of UTF-16.
    last = end.replace(b"\x00", b"").rstrip()[-1:]
    if kind == ".xml":
        return last == b">"
    if kind in (".json", ".jsonl", ".ndjson"):
        # A delta without a change may be blank.
        return last in (b"}", b"]", b"")
    if kind == ".parquet":
        return end.endswith(b"PAR1")
    # A zip's directory, and so a workbook's, stands at its end. Of others only their reader knows.
    return kind not in (".xlsx", ".zip") or zipfile.is_zipfile(file)
