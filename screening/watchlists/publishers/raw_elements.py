"""The elements of a list's XML one by one, by another parser than readers go by: what counts are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from screening.model.errors import InputError

__all__ = ["RawElement", "raw_elements"]

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class RawElement:
    """name: without its namespace. text: that directly in it, without blanks at its ends."""

    name: str
    attributes: Mapping[str, str]
    text: str


def raw_elements(path: Path, names: Collection[str]) -> Iterator[RawElement]:
    """Every element called one of `names`, in the order in which they end.

    Raises InputError for a file that cannot be read, is not XML or has a document type.
    """
    ended: list[RawElement] = []
    open_elements: list[tuple[str, Mapping[str, str], list[str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        open_elements.append((name.rpartition(":")[2], attributes, []))

    def text(said: str) -> None:
        if open_elements:
            open_elements[-1][2].append(said)

    def end(_: str) -> None:
        name, attributes, said = open_elements.pop()
        if name in names:
            ended.append(RawElement(name, attributes, "".join(said).strip()))

    def doctype(*_: object) -> None:
        raise InputError(f"{path}: has a document type (<!DOCTYPE ...>). Publishers' lists have none.")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = text, doctype
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                parser.Parse(chunk, False)
                yield from ended
                ended.clear()
        parser.Parse(b"", True)
        yield from ended
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise InputError(
            f"{path}: not complete XML: {error}. Fetch the file again from its publisher."
        ) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}.") from error
