"""Whether files that lie in a folder are one whole publication.

Looks at the folder and at the end of each file, not at what is in it: that is for the reader of the format,
and what it finds wrong is wrong with the publication, not with its delivery.
"""

from __future__ import annotations

from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.publishers.ofac.csv_files import by_lower_name, find_csv_files
from screening.watchlists.read import source_files

__all__ = ["incomplete_because", "members", "publication"]

# What browsers and transfer programs call a file until it is whole.
_UNFINISHED = {".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", ".download", ".upload"}
_END_BYTES = 4096


def members(folder: Path) -> list[Path]:
    """The files in a folder that belong to a list, by name: OFAC's CSV files, XML files, and unfinished ones.

    Raises OSError for a folder that cannot be read.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file()
        and not path.name.startswith(".")
        and path.suffix.lower() in {".csv", ".xml", *_UNFINISHED}
    )


def incomplete_because(folder: Path) -> str | None:
    """Why the files in a folder are not one whole publication; None where they are.

    Raises OSError for a file that cannot be read.
    """
    files = members(folder)
    unfinished = [file.name for file in files if file.suffix.lower() in _UNFINISHED]
    if unfinished:
        return f"{', '.join(unfinished)} is still being transferred"
    xml = [file.name for file in files if file.suffix.lower() == ".xml"]
    try:
        csv_set = find_csv_files(folder)
    except InputError:
        return "holds files of two lists; put each list into a drop folder of its own"
    if csv_set is None:
        if len(xml) != 1:
            return f"holds {', '.join(xml)}; one drop is one list" if xml else "holds no list"
    elif xml:
        return f"holds CSV files and {', '.join(xml)}; one drop is one list"
    else:
        missing = [name for name in csv_set.required if name not in by_lower_name(folder)]
        if missing:
            return f"{', '.join(missing)} is missing"
    whole = source_files(publication(folder))
    return next((f"{file.name} {fault}" for file in whole if (fault := _bad_end(file))), None)


def publication(folder: Path) -> Path:
    """The list in a folder that holds a whole one, as `read_watchlist` takes it: the folder of OFAC's CSV
    files, or the XML file."""
    if find_csv_files(folder) is not None:
        return folder
    return next(file for file in members(folder) if file.suffix.lower() == ".xml")


def _bad_end(file: Path) -> str | None:
    with file.open("rb") as content:
        size = content.seek(0, 2)
        content.seek(max(0, size - _END_BYTES))
        end = content.read()
    if not size:
        return "is empty"
    if file.suffix.lower() == ".csv":
        # The byte that once closed text files may stand behind the last line.
        is_whole = end.rstrip(b"\x1a").endswith(b"\n") or not end.strip(b"\x1a")
    else:
        # Zero bytes are those of UTF-16.
        is_whole = end.replace(b"\x00", b"").rstrip().endswith(b">")
    return None if is_whole else "ends in the middle"
