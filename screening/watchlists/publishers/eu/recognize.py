"""The EU's publication: one XML file of version 1.1, known by its root element and namespace."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screening.watchlists.publishers.publication import Publication, xml_root
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["EU"]

_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"


def _recognize(path: Path) -> Publication | None:
    """See `Recognize`."""
    root = xml_root(path)
    if root is None or root.localname != "export" or root.namespace not in (None, _NAMESPACE):
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.eu.counts import count_eu
    from screening.watchlists.publishers.eu.reader import read_eu

    return Publication([path], partial(read_eu, path), partial(count_eu, path))


EU = Publisher(
    name="EU",
    list_id="EU",
    recognize=_recognize,
    expected="the EU's consolidated list of financial sanctions as XML 1.1",
    programs="programs/eu.yaml",
    in_one_file=True,
)
