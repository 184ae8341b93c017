"""A list's XML, element by element, in bounded memory and with nothing fetched or expanded.

A document type can define entities that read other files or grow without bound; no publisher of lists needs
one, so a file that has one is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from screening.model.errors import InputError

__all__ = ["Element", "read_elements", "read_records", "root_name"]


@dataclass(frozen=True, slots=True)
class Element:
    """An element with the names of its namespace left out."""

    node: etree._Element

    @property
    def name(self) -> str:
        return _local_name(self.node)

    @property
    def line(self) -> int:
        line = self.node.sourceline
        return line if isinstance(line, int) else 0

    def attribute(self, name: str) -> str | None:
        """Value of an attribute without spaces at its ends; None for none or blank."""
        return (self.node.get(name) or "").strip() or None

    @property
    def own_text(self) -> str | None:
        """The element's own text before any child, without spaces at its ends; None for blank."""
        return (self.node.text or "").strip() or None

    def text(self, name: str) -> str | None:
        """Text of the first child called `name`, without spaces at its ends; None for none or blank."""
        child = next(self.node.iterchildren(f"{{*}}{name}"), None)
        return (child.text or "").strip() or None if child is not None else None

    def texts(self, *names: str) -> list[str]:
        """Texts of the elements at the end of a path of names, blank ones left out."""
        found = ((element.node.text or "").strip() for element in self.children(*names))
        return [text for text in found if text]

    def children(self, *names: str) -> Iterator[Element]:
        """Elements at the end of a path of names below this one."""
        path = "/".join(f"{{*}}{name}" for name in names)
        return (Element(node) for node in self.node.iterfind(path))


def root_name(path: Path) -> etree.QName:
    """Name of the root element, after reading no more than the beginning.

    Raises InputError for a file that cannot be read, is no XML or has a document type.
    """
    for _, node in _events(path, ("start",)):
        try:
            return etree.QName(node)
        except ValueError as error:
            raise InputError(f"{path}: the name of its root element is no name: {error}.") from error
    raise InputError(f"{path}: holds no XML element.")


def read_elements(path: Path, names: Collection[str], *, sections: Collection[str] = ()) -> Iterator[Element]:
    """Every direct child of the root called one of `names`, complete; it is emptied once the next is asked
    for. sections: direct children of the root that hold no more than rows; their own children called one of
    `names` are given instead, one by one, and then the section itself, empty.

    Raises InputError as `root_name` does, and for XML that breaks off, with its line."""
    tags = [f"{{*}}{name}" for name in dict.fromkeys((*names, *sections))]
    for _, node in _events(path, ("end",), tags):
        parent = node.getparent()
        if parent is None or not _is_row(parent, sections):
            continue
        yield Element(node)
        node.clear()
        # What is before it stays in memory as empty elements otherwise.
        while (before := node.getprevious()) is not None:
            parent.remove(before)


def _local_name(node: etree._Element) -> str:
    # Not by lxml's QName, which refuses a name whose namespace has a bracket in it.
    return str(node.tag).rpartition("}")[2]


def _is_row(parent: etree._Element, sections: Collection[str]) -> bool:
    """Whether an element below `parent` is read by itself: a child of the root or of a section."""
    above = parent.getparent()
    if above is None:
        return True
    return above.getparent() is None and _local_name(parent) in sections


def read_records(path: Path, name: str) -> Iterator[Element]:
    """Every element called `name` that is in none of that name, however deep below the root, complete; it is
    emptied once the next is asked for. Raises InputError as `read_elements` does."""
    for _, node in _events(path, ("end",), [f"{{*}}{name}"]):
        if next(node.iterancestors(node.tag), None) is not None:
            continue
        yield Element(node)
        node.clear()
        parent = node.getparent()
        while parent is not None and (before := node.getprevious()) is not None:
            parent.remove(before)


def _events(
    path: Path, events: tuple[str, ...], tags: list[str] | None = None
) -> Iterator[tuple[str, etree._Element]]:
    try:
        with path.open("rb") as file:
            reader = etree.iterparse(
                file, events=events, tag=tags, load_dtd=False, no_network=True, resolve_entities=False,
                huge_tree=False, remove_comments=True, remove_pis=True,
            )  # fmt: skip
            is_first = True
            for event, node in reader:
                if is_first and node.getroottree().docinfo.doctype:
                    raise InputError(
                        f"{path}: has a document type (<!DOCTYPE ...>), which may define entities that read "
                        "other files. Publishers' lists have none: fetch the file again from its publisher."
                    )
                is_first = False
                yield event, node
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{path}: line {error.lineno}: not complete XML: {error.msg}. "
            "Fetch the file again from its publisher."
        ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
