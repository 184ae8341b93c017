"""The UN's publication: one XML file, known by its root element."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screening.watchlists.publishers.publication import Publication, begins_like_xml
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["UN"]


def _recognize(path: Path) -> Publication | None:
    """See `Recognize`."""
    if path.is_dir() or not begins_like_xml(path):
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.un.counts import count_un
    from screening.watchlists.publishers.un.reader import ROOT, read_un
    from screening.watchlists.publishers.xml_events import root_name

    if root_name(path).localname != ROOT:
        return None
    return Publication([path], partial(read_un, path), partial(count_un, path))


UN = Publisher(
    name="UN",
    list_id="UN",
    recognize=_recognize,
    expected="the UN Security Council's consolidated list as XML (consolidated.xml)",
    programs="programs/un.yaml",
    in_one_file=True,
)
