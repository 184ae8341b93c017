"""A listed party as rows of a Watchlist.

`PartyWriter` writes what formats say in their own ways into the same tables with the same rules, so that a
party is the same from a publisher's CSV files and from its XML. `resolve_relations` comes last: it needs
all parties.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from screening.model.vocabulary import Measure
from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.watchlist import WatchlistBuilder

__all__ = ["PartyWriter", "main_script", "resolve_relations", "split_person_name"]

# A suffix may stand at the family name: "KNOWLES, JR., Samuel".
_FAMILY_FIRST = re.compile(
    r"(?P<family>[^,]+(?:, (?:JR|SR|II|III|IV)\.?(?=,))?), (?P<given>.+)", re.IGNORECASE
)
_VESSEL_COLUMNS = ("call_sign", "vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner")


class PartyWriter:
    """Writes parties into a builder. `start` a party first; the other calls need its entity_id."""

    def __init__(self, builder: WatchlistBuilder) -> None:
        self.builder = builder
        self._rows: dict[str, dict[str, Any]] = {}
        self._weak_aliases: dict[str, int] = {}

    def __contains__(self, entity_id: str) -> bool:
        return entity_id in self._rows

    def start(
        self,
        entity_id: str,
        entity_type: str,
        name: str,
        *,
        title: str | None = None,
        remarks: str | None = None,
        gender: str | None = None,
        **parts: str | None,
    ) -> None:
        """A party with its primary name; entity_type is one of ENTITY_TYPES. parts: as for `alias`."""
        self.builder.add(
            "entities",
            entity_id=entity_id,
            entity_type=entity_type,
            name=name,
            title=title,
            gender=gender,
            remarks=remarks,
        )
        self._rows[entity_id] = self.builder.rows("entities")[-1]
        self._name(entity_id, f"{entity_id}-primary", name, "primary", "primary", **parts)

    def alias(
        self,
        entity_id: str,
        name_id: str,
        kind: str,
        name: str,
        quality: str = "strong",
        **parts: str | None,
    ) -> None:
        """kind: aka, fka or nka; quality: strong or weak. parts: family_name and given_name of a person where
        the publisher keeps them apart, else they are those of "FAMILY, Given"; language of the name."""
        self._name(entity_id, name_id, name, kind, quality, **parts)

    def program(
        self, entity_id: str, program: str, *, authority: str | None = None, listed_on: date | None = None
    ) -> None:
        """A designation. authority, listed_on: where the list says so."""
        self.builder.add(
            "programs", entity_id=entity_id, program=program, authority=authority, listed_on=listed_on
        )

    def measure(
        self, entity_id: str, measure: Measure, text: str | None = None, *, program: str | None = None
    ) -> None:
        """What the list says is prohibited. text: its own words."""
        self.builder.add("measures", entity_id=entity_id, program=program, measure=measure, text=text)

    def reference(self, entity_id: str, publisher: str, reference: str) -> None:
        """What another list calls the party. publisher: its short name, such as "UN"."""
        self.builder.add("references", entity_id=entity_id, publisher=publisher, reference=reference)

    def address(
        self,
        entity_id: str,
        address_id: str,
        *,
        address: str | None,
        city: str | None,
        country: str | None,
        note: str | None = None,
    ) -> None:
        """An address, unless it says nothing at all: OFAC's CSV files hold a row of nulls for none."""
        if address or city or country or note:
            self.builder.add(
                "addresses",
                entity_id=entity_id,
                address_id=address_id,
                address=address,
                city=city,
                country_text=country,
                country=listed_country(country),
                note=note,
            )

    def vessel(self, entity_id: str, fields: Mapping[str, str | None]) -> None:
        """The vessel columns of the table "vessels", by their names; the flag is a country as well."""
        self.builder.add("vessels", entity_id=entity_id, **{key: fields.get(key) for key in _VESSEL_COLUMNS})
        flag = fields.get("flag")
        if flag:
            self.facts(entity_id, [facts.country("flag", flag, is_main=True)])

    def facts(self, entity_id: str, found: Iterable[Fact]) -> None:
        """What statements say of a party. What its own row already holds is not overwritten."""
        party = self._rows[entity_id]
        for fact in found:
            if fact.table == "entities":
                for column, value in fact.row.items():
                    party[column] = party[column] or value
            elif fact.table == "names":
                number = self._weak_aliases[entity_id] = self._weak_aliases.get(entity_id, 0) + 1
                self.alias(entity_id, f"{entity_id}-remark-{number}", **fact.row)
            else:
                self.builder.add(fact.table, entity_id=entity_id, **fact.row)

    def _name(
        self,
        entity_id: str,
        name_id: str,
        name: str,
        kind: str,
        quality: str,
        *,
        family_name: str | None = None,
        given_name: str | None = None,
        language: str | None = None,
    ) -> None:
        is_person = self._rows[entity_id]["entity_type"] == "person"
        family, given = family_name, given_name
        if is_person and not family and not given:
            family, given = split_person_name(name)
        self.builder.add(
            "names",
            entity_id=entity_id,
            name_id=name_id,
            name=name,
            kind=kind,
            quality=quality,
            family_name=family,
            given_name=given,
            script=main_script(name),
            language=language,
        )


def split_person_name(name: str) -> tuple[str | None, str | None]:
    """(family name, given names) of "FAMILY, Given"; (None, None) for a name that is not divided."""
    found = _FAMILY_FIRST.fullmatch(name)
    return (found["family"], found["given"]) if found else (None, None)


def main_script(name: str) -> str | None:
    """Unicode's name of the script that most letters of `name` belong to ("Latin", "Arabic", "Cyrillic",
    "Han", "Hangul", ...); the first one where two are level; None where there is no letter."""
    # Nearly every name of an OFAC list; spares the lookup of single characters.
    if name.isascii():
        return "Latin" if any(character.isalpha() for character in name) else None
    from rigour.text.scripts import codepoint_script

    scripts = Counter(codepoint_script(ord(character)) for character in name if character.isalpha())
    for shared in (None, "Common", "Inherited"):
        scripts.pop(shared, None)
    return scripts.most_common(1)[0][0] if scripts else None


def resolve_relations(builder: WatchlistBuilder) -> None:
    """Set other_entity_id of every relation that has none and whose name points to one party of the list.

    That is the only party with this primary name or, where none has it, the only one with such a strong
    alias; case does not matter, and people are found given name first too. A relation to a party's own name
    means a namesake, never itself.
    """
    primary: dict[str, set[str]] = defaultdict(set)
    strong: dict[str, set[str]] = defaultdict(set)
    for row in builder.rows("names"):
        if row["quality"] == "weak":
            continue
        bearers = primary if row["quality"] == "primary" else strong
        bearers[_key(row["name"])].add(row["entity_id"])
        if row["family_name"]:
            bearers[_key(f"{row['given_name']} {row['family_name']}")].add(row["entity_id"])
    for row in builder.rows("relations"):
        if row.get("other_entity_id"):
            continue
        key, itself = _key(row["other_name"]), {row["entity_id"]}
        found = primary.get(key, set()) - itself or strong.get(key, set()) - itself
        row["other_entity_id"] = next(iter(found)) if len(found) == 1 else None


def _key(name: str) -> str:
    # The full stop that closes a remark also closes "S.A.": a name at the end has lost its own.
    return " ".join(name.split()).casefold().rstrip(".")
