"""Fields of a party's XML that its reader does not know: new in the publisher's schema, or misspelled.

A reader looks for the fields that it knows, and would not notice another. These are told, with what they
hold, so that they count as not understood; an empty one says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from lxml import etree

from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.publishers.xml_events import Element

__all__ = ["unknown_fields"]


def unknown_fields(party: Element, known: Mapping[str, Collection[str]]) -> Iterator[Fact]:
    """A fact of unparsed remarks for each filled element or attribute that is not known.

    known: name of an element → its children by name and its attributes as "@name". The children of an
    element that is not known are told with it, as one.
    """
    waiting = [party.node]
    while waiting:
        node = waiting.pop()
        name = _local_name(node)
        expected = known.get(name, ())
        for attribute, value in _attributes(node):
            if f"@{attribute}" not in expected and value:
                yield facts.unparsed(f"{name}@{attribute}: {value}")
        for child in node:
            child_name = _local_name(child)
            if child_name in expected:
                waiting.append(child)
                continue
            inside = [str(text).strip() for text in child.itertext()]
            said = [*inside, *(value for each in child.iter() for _, value in _attributes(each))]
            if text := " ".join(each for each in said if each):
                yield facts.unparsed(f"{name}/{child_name}: {text}")


def _local_name(node: etree._Element) -> str:
    # Many times quicker than etree.QName, for every element of a list.
    return str(node.tag).rpartition("}")[2]


def _attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        yield str(name), str(value).strip()
