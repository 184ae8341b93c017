"""Names and features of a party as the advanced and the enhanced file state them → rows.

Both have the same content in other elements: names of which one is the primary one, in several scripts, and
labeled values, of which some are columns of a vessel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.watchlists import facts
from screening.watchlists.facts import Fact
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.ofac.features import VESSEL_FIELDS, feature_facts
from screening.watchlists.publishers.ofac.written import WrittenName

__all__ = ["StatedFeature", "StatedName", "alias_kind", "titles_of", "write_features", "write_names"]

_ALIAS_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}
_TITLE = "title"


@dataclass(frozen=True, slots=True)
class StatedName:
    """A name. number: the file's; is_first: whether it is the primary one there, in its main writing."""

    number: str
    written: WrittenName
    kind: str
    quality: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class StatedFeature:
    """A labeled value. text: None where the file gives none that can be read; comment: what it adds."""

    label: str
    text: str | None
    is_main: bool
    comment: str | None


def alias_kind(words: str | None) -> str:
    """aka, fka or nka, of the file's words for it; aka where it has none, as of the primary name in another
    script, which is an alias of its own."""
    return _ALIAS_KINDS.get((words or "").lower(), "aka")


def titles_of(features: Iterable[StatedFeature]) -> str | None:
    """The titles among the features, as the CSV files have them in one field."""
    return "; ".join(each.text for each in features if each.label.lower() == _TITLE and each.text) or None


def write_names(
    writer: PartyWriter,
    entity_id: str,
    entity_type: str,
    names: Sequence[StatedName],
    *,
    title: str | None,
    remarks: str | None,
) -> str:
    """Start the party with its names, of which there must be one; gives the primary one: the first that the
    file calls so, else the first."""
    primary = next((name for name in names if name.is_first), names[0])
    text, family, given = primary.written
    writer.start(
        entity_id, entity_type, text, title=title, remarks=remarks, family_name=family, given_name=given
    )
    for name in names:
        if name is not primary:
            alias, family, given = name.written
            writer.alias(
                entity_id, name.number, name.kind, alias, name.quality, family_name=family, given_name=given
            )
    return text


def write_features(
    writer: PartyWriter, entity_id: str, entity_type: str, features: Iterable[StatedFeature]
) -> None:
    """Write all but the titles. The first value of each vessel's column goes there; a second flag is one that
    the vessel has besides."""
    vessel: dict[str, str | None] = {}
    found: list[Fact] = []
    for each in features:
        if each.label.lower() == _TITLE:
            continue
        writer.builder.remark_segments += 1
        column = VESSEL_FIELDS.get(each.label.lower())
        if each.text is None:
            found.append(facts.unparsed(each.label))
        elif column is not None and column not in vessel:
            vessel[column] = each.text
        elif column == "flag":
            found.append(facts.country("flag", each.text, is_main=False))
        else:
            found.extend(feature_facts(each.label, each.text, is_main=each.is_main, comment=each.comment))
    if vessel or entity_type == "vessel":
        writer.vessel(entity_id, vessel)
    writer.facts(entity_id, found)
