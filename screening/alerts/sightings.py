"""Tonight's hits made ready to be compared with the ledger. Reach for it before a night is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screening.alerts.facts import Facts, facts_json, fingerprint, sha256
from screening.alerts.plain_text import plain_text, plain_value
from screening.alerts.records import Night, Sighting
from screening.model.errors import InputError
from screening.settings.alerts import ReopenOn

__all__ = ["Prepared", "Side", "prepare", "sightings_sha256"]

# The ledger knows these better than the run that screened.
_OF_THE_LEDGER = ("status", "first_seen")


@dataclass(frozen=True, slots=True)
class Side:
    """One side's facts: the hash of all of them, their JSON, and the fingerprint of those that count."""

    key: str
    content: str
    fingerprint: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Prepared:
    sighting: Sighting
    hit: str
    hit_sha256: str
    customer: Side
    party: Side


def prepare(night: Night, sightings: Iterable[Sighting], reopen_on: ReopenOn) -> list[Prepared]:
    """Hashes and fingerprints of all sightings, ordered by alert_id.

    Raises InputError for a record id that no database can hold; ValueError for an alert_id that is not that
    of its pair or comes twice, and for a list that the night was not screened with.
    """
    from screening.model.alert_ids import alert_id

    # Many hits share a party, and often its facts.
    sides: dict[tuple[int, bool], Side] = {}

    def side(facts: Facts, fields: Sequence[str], is_party: bool) -> Side:
        known = sides.get((id(facts), is_party))
        if known is None:
            plain = plain_value(facts)
            content = facts_json(plain)
            known = Side(sha256(content), content, fingerprint(plain, fields), plain)
            sides[id(facts), is_party] = known
        return known

    prepared: dict[str, Prepared] = {}
    for seen in sightings:
        if seen.alert_id != alert_id(seen.record_id, seen.list_id, seen.entity_id):
            raise ValueError(f"{seen.alert_id}: not the alert_id of {seen.record_id} and {seen.entity_id}")
        if seen.alert_id in prepared:
            raise ValueError(f"{seen.alert_id}: seen twice in one night")
        if seen.list_id not in night.watchlist_versions:
            raise ValueError(f"{seen.list_id}: a hit on a list that the night names no version of")
        if plain_text(seen.record_id) != seen.record_id:
            raise InputError(
                f"record_id {seen.record_id!a}: holds a character that no database keeps (NUL, or half of "
                "one). Take it out of the table of customers."
            )
        hit = {name: plain_value(value) for name, value in seen.hit.items() if name not in _OF_THE_LEDGER}
        text = json.dumps(hit, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        prepared[seen.alert_id] = Prepared(
            sighting=seen,
            hit=text,
            hit_sha256=sha256(text),
            customer=side(seen.customer, reopen_on.customer, False),
            party=side(seen.party, reopen_on.party, True),
        )
    return [prepared[key] for key in sorted(prepared)]


def sightings_sha256(prepared: Iterable[Prepared]) -> str:
    """What a run saw, in one hash, by which a repeated run is known to be the same."""
    lines = (
        f"{each.sighting.alert_id} {each.hit_sha256} {each.customer.key} {each.party.key}"
        for each in prepared
    )
    return sha256("\n".join(lines))
