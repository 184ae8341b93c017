"""The UK's publication: one XML file, known by its root element."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from screening.watchlists.publishers.publication import Publication, xml_root
from screening.watchlists.publishers.publisher import Publisher

__all__ = ["UK"]

_ROOT = "Designations"


def _recognize(path: Path) -> Publication | None:
    """See `Recognize`."""
    root = xml_root(path)
    if root is None or root.localname != _ROOT:
        return None
    # lxml is only needed here.
    from screening.watchlists.publishers.uk.counts import count_uk
    from screening.watchlists.publishers.uk.reader import read_uk

    return Publication([path], partial(read_uk, path), partial(count_uk, path))


UK = Publisher(
    name="UK",
    list_id="UK",
    recognize=_recognize,
    expected="the UK Sanctions List as XML (UK-Sanctions-List.xml)",
    programs="programs/uk.yaml",
    in_one_file=True,
)
