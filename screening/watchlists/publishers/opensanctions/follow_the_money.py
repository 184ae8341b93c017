"""FollowTheMoney entities as a Watchlist.

Only targets are listed. Sanctions, addresses, documents and relations are entities of their own that point to
a target, before or after it in the file. The file is read three times, as it may have gigabytes: once for the
ids of the targets and of what they point to, once for the targets and what belongs to them, and a third time
for the names of unlisted parties that they are related to. Held are only the targets and what they touch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from screening.model.date_spans import single_day
from screening.model.errors import InputError
from screening.model.vocabulary import RelationKind
from screening.watchlists import facts
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.publishers.opensanctions.entities import Entities, Entity
from screening.watchlists.publishers.opensanctions.target_facts import write_target
from screening.watchlists.publishers.opensanctions.words import (
    LINKS,
    dataset_list_id,
    measure_of,
    reference_of,
)
from screening.watchlists.watchlist import SCHEMAS, Watchlist, WatchlistBuilder

__all__ = ["read_entities"]

# Properties of a target that hold ids of related parties → (its words, what the target is to them, what they
# are to the target).
_RELATED: dict[str, tuple[str, RelationKind, RelationKind]] = {
    "parent": ("Parent company", "controlled by", "controls"),
    "owner": ("Owner", "owned by", "owner of"),
    "operator": ("Operator", "other", "other"),
}
_DOCUMENTS = ("Identification", "Passport")
# Schemata of entities that point to others.
_POINTING = frozenset({"Sanction", *_DOCUMENTS, *LINKS})


@dataclass
class _Found:
    """What the first reading finds: ids alone."""

    targets: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    datasets: set[str] = field(default_factory=set)
    last_seen: str = ""


@dataclass(frozen=True, slots=True)
class _Relation:
    """of: the target; other: id of the other party. key: what relations are put in order by."""

    of: str
    other: str
    words: str
    kind: RelationKind
    share: float | None
    key: str


@dataclass
class _Belonging:
    """What the second reading holds of entities that are no targets, by the target's id."""

    sanctions: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, Entity] = field(default_factory=dict)
    address_ids: dict[str, Sequence[str]] = field(default_factory=dict)
    relations: list[_Relation] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def read_entities(entities: Entities, list_id: str | None = None) -> Watchlist:
    """The targets of a version, in the order of their ids.

    That order is the same whether the version came as one file or as a base with delta files. Raises
    InputError as going through the entities does, and for a target that stands there twice.
    """
    found = _first_reading(entities)
    builder = WatchlistBuilder(
        list_id or dataset_list_id(found.datasets), str(entities.base), single_day(found.last_seen)
    )
    writer = PartyWriter(builder)
    belonging = _second_reading(entities, found, writer)
    for target in sorted(found.targets):
        _write_sanctions(writer, target, sorted(belonging.sanctions[target], key=lambda each: each.id))
        for document in sorted(belonging.documents[target], key=lambda each: each.id):
            builder.remark_segments += 1
            _write_document(writer, target, document)
        for address_id in belonging.address_ids.get(target, ()):
            _write_address(writer, target, address_id, belonging.addresses.get(address_id))
    _write_relations(writer, belonging, _names_of_others(entities, belonging))
    for table in SCHEMAS:
        builder.rows(table).sort(key=lambda row: row["entity_id"])
    return builder.build()


def _first_reading(entities: Entities) -> _Found:
    found = _Found()
    # What else "target" may say is told when the entity is looked at.
    for entity in entities.that(lambda line: line.get("target") not in (None, False)):
        if entity.id in found.targets:
            raise _stands_twice(entity)
        found.targets.add(entity.id)
        found.addresses.update(entity.properties.get("addressEntity", ()))
        found.datasets.update(entity.datasets)
        found.last_seen = max(found.last_seen, entity.last_seen or "")
    return found


def _stands_twice(entity: Entity) -> InputError:
    return InputError(f"{entity.where}: the entity '{entity.id}' stands there twice. Fetch the file again.")


def _second_reading(entities: Entities, found: _Found, writer: PartyWriter) -> _Belonging:
    belonging = _Belonging()

    def belongs(line: Mapping[str, Any]) -> bool:
        return line["schema"] in _POINTING or line["id"] in found.targets or line["id"] in found.addresses

    for entity in entities.that(belongs):
        given = entity.properties
        if entity.id in found.targets:
            if not entity.is_target:
                raise _stands_twice(entity)
            writer.builder.remark_segments += write_target(writer, entity)
            belonging.names[entity.id] = entity.caption or writer.builder.rows("entities")[-1]["name"]
            belonging.address_ids[entity.id] = given.get("addressEntity", ())
            for referent in entity.referents:
                writer.reference(entity.id, *reference_of(referent))
            for name, (words, of_target, of_other) in _RELATED.items():
                for other in given.get(name, ()):
                    belonging.relations.append(_Relation(entity.id, other, words, of_target, None, entity.id))
                    if other in found.targets:
                        belonging.relations.append(
                            _Relation(other, entity.id, words, of_other, None, entity.id)
                        )
        elif entity.id in found.addresses and entity.schema == "Address":
            belonging.addresses[entity.id] = entity
        elif entity.schema == "Sanction":
            for target in given.get("entity", ()):
                if target in found.targets:
                    belonging.sanctions[target].append(entity)
        elif entity.schema in _DOCUMENTS:
            for target in given.get("holder", ()):
                if target in found.targets:
                    belonging.documents[target].append(entity)
        elif entity.schema in LINKS:
            belonging.relations += _relations(entity, found.targets)
    return belonging


def _relations(entity: Entity, targets: set[str]) -> Iterator[_Relation]:
    """Both ends of a link that are targets, each with the other end."""
    link, given = LINKS[entity.schema], entity.properties
    said = "; ".join(given.get(link.words, ()))
    words = f"{entity.schema}: {said}" if said else entity.schema
    share = next((number for text in given.get("percentage", ()) if (number := _percent(text))), None)
    for first in given.get(link.first, ()):
        for second in given.get(link.second, ()):
            if first in targets:
                yield _Relation(first, second, words, link.of_first, share, entity.id)
            if second in targets:
                yield _Relation(second, first, words, link.of_second, share, entity.id)


def _percent(text: str) -> float | None:
    try:
        share = float(text.strip().rstrip("%").strip().replace(",", "."))
    except ValueError:
        return None
    return share if 0 < share <= 100 else None


def _names_of_others(entities: Entities, belonging: _Belonging) -> dict[str, str]:
    """id → caption of every party that a relation names; of those that are in no entity, nothing."""
    others = {relation.other for relation in belonging.relations} - belonging.names.keys()
    if not others:
        return belonging.names
    found = entities.that(lambda line: line["id"] in others)
    return {**belonging.names, **{entity.id: entity.caption for entity in found if entity.caption}}


def _write_sanctions(writer: PartyWriter, target: str, sanctions: Sequence[Entity]) -> None:
    for sanction in sanctions:
        given = sanction.properties
        authority = "; ".join(given.get("authority", ())) or None
        listed_on = _first_day(given)
        programs = given.get("programId") or given.get("program") or ()
        for program in programs:
            writer.program(target, program, authority=authority, listed_on=listed_on)
        only = programs[0] if len(programs) == 1 else None
        for provision in given.get("provisions", ()):
            writer.measure(target, measure_of(provision), provision, program=only)
        for reference in given.get("unscId", ()):
            writer.reference(target, "UN", reference)
        for reference in given.get("authorityId", ()):
            writer.reference(target, authority or "OPENSANCTIONS", reference)
        if not programs and authority:
            writer.facts(target, [facts.statement("Sanction", authority)])
        for key in ("reason", "status", "endDate", "summary"):
            writer.facts(target, [facts.statement(f"Sanction {key}", text) for text in given.get(key, ())])
        writer.builder.remark_segments += sum(len(values) for values in given.values())


def _first_day(given: Mapping[str, Sequence[str]]) -> date | None:
    for key in ("listingDate", "startDate"):
        for text in given.get(key, ()):
            day = single_day(text)
            if day is not None:
                return day
    return None


def _write_document(writer: PartyWriter, target: str, document: Entity) -> None:
    given = document.properties
    kind = "; ".join(given.get("type", ())) or ("Passport" if document.schema == "Passport" else "ID number")
    numbers = given.get("number") or given.get("passportNumber") or ()
    writer.facts(
        target,
        [
            facts.identifier(
                kind,
                number,
                country_text=next(iter(given.get("country", ())), None),
                issued=next(iter(given.get("startDate", ())), None),
                expires=next(iter(given.get("endDate", ())), None),
                note="; ".join(given.get("summary", ())) or None,
            )
            for number in numbers
        ],
    )


def _write_address(writer: PartyWriter, target: str, address_id: str, entity: Entity | None) -> None:
    if entity is None:
        # The file points to an address that it does not have: a row of nobody's, as the gate counts them.
        writer.builder.orphans += 1
        return
    given = entity.properties
    full = given.get("full") or [
        ", ".join(
            part
            for key in ("street", "street2", "postalCode", "city", "region")
            for part in given.get(key, ())
        )
    ]
    writer.address(
        target,
        address_id,
        address="; ".join(full) or entity.caption or None,
        city="; ".join(given.get("city", ())) or None,
        country=next(iter(given.get("country", ())), None),
        note="; ".join((*given.get("remarks", ()), *given.get("summary", ()))) or None,
    )


def _write_relations(writer: PartyWriter, belonging: _Belonging, names: dict[str, str]) -> None:
    for relation in sorted(belonging.relations, key=lambda each: (each.of, each.key, each.other)):
        other = relation.other
        writer.facts(
            relation.of,
            [
                facts.relation(
                    relation.words,
                    names.get(other, other),
                    kind=relation.kind,
                    other_entity_id=other if other in belonging.address_ids else None,
                    share=relation.share,
                )
            ],
        )
