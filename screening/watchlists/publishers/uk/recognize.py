"""The UK's publication: one XML file, known by its root element."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screening.watchlists.publishers.publication import Publication, begins_like_xml
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["UK"]


def _recognize(path: Path) -> Publication | None:
    """See `Recognize`."""
    if path.is_dir() or not begins_like_xml(path):
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.uk.counts import count_uk
    from screening.watchlists.publishers.uk.reader import ROOT, read_uk
    from screening.watchlists.publishers.xml_events import root_name

    if root_name(path).localname != ROOT:
        return None
    return Publication([path], partial(read_uk, path), partial(count_uk, path))


UK = Publisher(
    name="UK",
    list_id="UK",
    recognize=_recognize,
    expected="the UK Sanctions List as XML (UK-Sanctions-List.xml)",
    programs="programs/uk.yaml",
    in_one_file=True,
)
