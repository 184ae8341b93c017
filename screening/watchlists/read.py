"""Any list file or folder as a Watchlist. What it is is seen from what it holds, not from its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists.publishers import PUBLISHERS, Publication
from screening.watchlists.publishers.publication import begins_like_xml, source_sha256
from screening.watchlists.watchlist import Watchlist

__all__ = ["read_watchlist", "recognize", "source_files"]

_EXPECTED = f"Expected {', or '.join(publisher.expected for publisher in PUBLISHERS)}."


def read_watchlist(path: Path | str, list_id: str | None = None) -> Watchlist:
    """The list at `path`: a publisher's file, or the folder of its files (see `publishers`).

    list_id: what the list is called in hits; unless given, its publisher's name for it, such as "OFAC-SDN".
    Raises InputError that says what is wrong where: no such path, nothing known, a file missing, cut or
    broken, no party at all.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder. {_EXPECTED}")
    publication = recognize(path)
    if publication is None:
        raise InputError(f"{path}: {_what_it_is(path)}. {_EXPECTED}")
    watchlist = publication.read(list_id)
    if watchlist.entity_count == 0:
        raise InputError(
            f"{path}: the list holds no party. Nothing can be screened against it; fetch it again."
        )
    counts = publication.count() if publication.count else None
    return replace(watchlist, source_sha256=source_sha256(publication.files), published_counts=counts)


def recognize(path: Path) -> Publication | None:
    """The publication at a path, None where no publisher's is known. Raises InputError as `Recognize`."""
    return next((found for known in PUBLISHERS if (found := known.recognize(path)) is not None), None)


def source_files(path: Path) -> Sequence[Path]:
    """The files that are read for the list at `path`, by name; the path itself where no list is known."""
    publication = recognize(path)
    return [path] if publication is None else publication.files


def _what_it_is(path: Path) -> str:
    """Of a path that no publisher knows."""
    if path.is_dir():
        return "holds no list that is known here"
    if not path.stat().st_size:
        return "the file is empty"
    if not begins_like_xml(path):
        return "is no list that is known here"
    from screening.watchlists.publishers.xml_events import read_elements, root_name

    root = root_name(path)
    if root.localname != "Error":
        return f"its root element is {root.text}, which no reader knows"
    # What a publisher's storage answers in place of a file that it does not give out.
    said = ": ".join((part.node.text or "").strip() for part in read_elements(path, ("Code", "Message")))
    return (
        "is an error page of an object store, saved in place of the list "
        f"({said[:300] or 'it says no more'}). Fetch the file again from its publisher"
    )
