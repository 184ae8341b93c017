"""What a publisher puts out: recognized by what it holds, its files known and hashed, ready to be read.

A publisher's package has a `recognize` that makes a `Publication` of a path, or nothing where the path is
none of its own. Anybody can make the hash of a publication again from its files: for a single file it is
`sha256sum FILE`, for several, sorted by name, `sha256sum FILE FILE ... | sha256sum` in their folder.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists.watchlist import Watchlist

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["Publication", "Recognize", "begins_like_xml", "folder_date", "source_sha256", "xml_root"]

_FOLDER_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?")


@dataclass(frozen=True, slots=True)
class Publication:
    """A list as its publisher made it.

    files: those that are read for it, by name. read: takes what the list is called in hits, or None for its
    usual name, and gives the list; raises InputError for what it cannot use. count: parties and names that
    the files hold, by type, counted by another way than `read` goes; None where nobody counts. missing: the
    names of files that belong to it and are not there.
    """

    files: Sequence[Path]
    read: Callable[[str | None], Watchlist]
    count: Callable[[], Sequence[PartyCount]] | None = None
    missing: Sequence[str] = ()


# What a path holds, None where it is not the publisher's. Raises InputError for a folder with files of two
# lists, and for a file that cannot be read.
Recognize = Callable[[Path], Publication | None]


def begins_like_xml(path: Path) -> bool:
    """Whether a file's first sign is that of XML. Raises InputError for a file that cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
    # Zero bytes are those of UTF-16, which an XML file may be in.
    return start.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def xml_root(path: Path) -> etree.QName | None:
    """Name of an XML file's root element; None for a folder, and for a file that does not begin like XML.

    Raises InputError for a file that cannot be read, is broken or has a document type.
    """
    if path.is_dir() or not begins_like_xml(path):
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.xml_events import root_name

    return root_name(path)


def folder_date(folder: Path) -> date | None:
    """The day that a folder called 2022-01-31 is named after, for 2022-01 the first of the month; None for
    any other name."""
    found = _FOLDER_DATE.fullmatch(folder.resolve().name)
    if found is None:
        return None
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"] or 1))
    except ValueError:
        # A folder called 2022-13 is named after something else.
        return None


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
