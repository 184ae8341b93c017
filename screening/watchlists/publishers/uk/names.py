"""A name of the UK's list: six parts, what kind of name it is, and how good an alias."""

from __future__ import annotations

from dataclasses import dataclass

from screening.model.vocabulary import NameQuality
from screening.watchlists.publishers.one_line import one_line
from screening.watchlists.publishers.xml_events import Element

__all__ = ["PRIMARY", "UkName", "read_name"]

PRIMARY = "primary name"
# They stand in capitals, small letters and mixed within one file.
_FORMER = ("previous name", "former name")
_KINDS = (PRIMARY, "primary name variation", "alias", *_FORMER, "")
_QUALITIES: dict[str, NameQuality] = {
    "good quality a.k.a": "strong",
    "low quality a.k.a": "weak",
    "": "strong",
}


@dataclass(frozen=True, slots=True)
class UkName:
    """given: Name1 to Name5; family: Name6, which is the whole name where there are no others.
    kind, strength: NameType and AliasStrength in small letters."""

    given: str
    family: str
    kind: str
    strength: str

    @property
    def whole(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def quality(self) -> NameQuality:
        return _QUALITIES.get(self.strength, "strong")

    @property
    def alias_kind(self) -> str:
        return "fka" if self.kind in _FORMER else "aka"

    @property
    def is_understood(self) -> bool:
        return self.kind in _KINDS and self.strength in _QUALITIES

    def parts(self, entity_type: str) -> dict[str, str | None]:
        """family_name and given_name of a person's name that is divided; nothing for any other."""
        divided = entity_type == "person" and self.given and self.family
        return {"family_name": self.family, "given_name": self.given} if divided else {}


def read_name(element: Element) -> UkName:
    """A Name element; its parts may stand in any order."""
    said = {child.name: one_line(child.node.text) for child in element.children("*")}
    given = " ".join(part for number in range(1, 6) if (part := said.get(f"Name{number}")))
    return UkName(
        given=given,
        family=said.get("Name6", ""),
        kind=said.get("NameType", "").lower(),
        strength=said.get("AliasStrength", "").lower().rstrip("."),
    )
