"""A listed party → rows of a Watchlist. Reach for it in a reader of OFAC's formats.

`PartyWriter` writes what the formats say in their own ways into the same tables with the same rules, so
that a party is the same from the CSV files and from the XML.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from screening.watchlists import facts
from screening.watchlists.country_words import listed_country
from screening.watchlists.facts import Fact
from screening.watchlists.person_names import split_person_name
from screening.watchlists.scripts import main_script
from screening.watchlists.watchlist import WatchlistBuilder

__all__ = ["PartyWriter"]

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
        self, entity_id: str, entity_type: str, name: str, *, title: str | None, remarks: str | None
    ) -> None:
        """A party with its primary name; entity_type is one of ENTITY_TYPES."""
        self.builder.add(
            "entities",
            entity_id=entity_id,
            entity_type=entity_type,
            name=name,
            title=title,
            gender=None,
            remarks=remarks,
        )
        self._rows[entity_id] = self.builder.rows("entities")[-1]
        self._name(entity_id, f"{entity_id}-primary", name, "primary", "primary")

    def alias(self, entity_id: str, name_id: str, kind: str, name: str, quality: str = "strong") -> None:
        """kind: aka, fka or nka; quality: strong or weak."""
        self._name(entity_id, name_id, name, kind, quality)

    def programs(self, entity_id: str, programs: Iterable[str]) -> None:
        for program in programs:
            self.builder.add("programs", entity_id=entity_id, program=program)

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

    def _name(self, entity_id: str, name_id: str, name: str, kind: str, quality: str) -> None:
        is_person = self._rows[entity_id]["entity_type"] == "person"
        family, given = split_person_name(name) if is_person else (None, None)
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
        )
