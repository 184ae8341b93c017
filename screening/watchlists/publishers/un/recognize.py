"""The UN's publication: one XML file, known by its root element."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screening.watchlists.publishers.publication import Publication, xml_root
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["UN"]

_ROOT = "CONSOLIDATED_LIST"


def _recognize(path: Path) -> Publication | None:
    """See `Recognize`."""
    root = xml_root(path)
    if root is None or root.localname != _ROOT:
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.un.counts import count_un
    from screening.watchlists.publishers.un.reader import read_un

    return Publication([path], partial(read_un, path), partial(count_un, path))


UN = Publisher(
    name="UN",
    list_id="UN",
    recognize=_recognize,
    expected="the UN Security Council's consolidated list as XML (consolidated.xml)",
    programs="programs/un.yaml",
    in_one_file=True,
)
