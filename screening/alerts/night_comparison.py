"""Tonight beside the ledger: tonight's hits made ready, what the night says of pairs that are no hit any
more, and how facts differ from those of before.

All of it is slow, and is done before the ledger is locked, as reviewers must not wait for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from screening.alerts.alerts_of_parties import entries_of
from screening.alerts.database import plain_text, plain_value
from screening.alerts.facts import (
    Facts,
    changes_of,
    facts_json,
    fingerprint,
    load_facts,
    not_known_of,
    sha256,
)
from screening.alerts.facts_by_list import by_list, facts_on_lists, party_changes
from screening.alerts.records import AlertHit, Night
from screening.model.alert_ids import alert_id
from screening.model.changes import Change, Side
from screening.model.errors import InputError
from screening.settings.alerts import ReopenOn

__all__ = [
    "Absence",
    "Absences",
    "FactChanges",
    "PreparedFacts",
    "PreparedHit",
    "hits_sha256",
    "prepare_hits",
    "was_no_hit",
]

# The ledger knows these better than the run that screened.
_OF_THE_LEDGER = ("status", "first_seen")


@dataclass(frozen=True, slots=True)
class PreparedFacts:
    """One side's facts: the hash of all of them, their JSON, and the fingerprint of those that count."""

    key: str
    content: str
    fingerprint: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class PreparedHit:
    """A hit of tonight. row: its row of the hit table as JSON, without what the ledger knows better."""

    hit: AlertHit
    row: str
    row_sha256: str
    customer: PreparedFacts
    party: PreparedFacts


def prepare_hits(night: Night, hits: Iterable[AlertHit], reopen_on: ReopenOn) -> list[PreparedHit]:
    """Hashes and fingerprints of all hits, ordered by alert_id.

    Raises InputError for a record id that no database can hold; ValueError for an alert_id that is not that
    of its pair or comes twice, and for a list that the night was not screened with.
    """
    # Many hits share a party, and often its facts.
    known: dict[tuple[int, Side], PreparedFacts] = {}

    def facts_of(facts: Facts, fields: Sequence[str], side: Side) -> PreparedFacts:
        found = known.get((id(facts), side))
        if found is None:
            plain = plain_value(facts)
            content = facts_json(plain)
            found = PreparedFacts(sha256(content), content, fingerprint(plain, fields), plain)
            known[id(facts), side] = found
        return found

    prepared: dict[str, PreparedHit] = {}
    for hit in hits:
        _check(hit, night)
        if hit.alert_id in prepared:
            raise ValueError(f"{hit.alert_id}: seen twice in one night")
        row = {name: plain_value(value) for name, value in hit.hit.items() if name not in _OF_THE_LEDGER}
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        prepared[hit.alert_id] = PreparedHit(
            hit=hit,
            row=text,
            row_sha256=sha256(text),
            customer=facts_of(hit.customer, reopen_on.customer, "customer"),
            party=facts_of(hit.party, reopen_on.party, "party"),
        )
    return [prepared[key] for key in sorted(prepared)]


def _check(hit: AlertHit, night: Night) -> None:
    kind = hit.hit.get("alert_kind", "name")
    if hit.alert_id != alert_id(hit.record_id, hit.list_id, hit.entity_id, kind):
        raise ValueError(f"{hit.alert_id}: not the alert_id of {hit.record_id} and {hit.entity_id}")
    list_id, _ = hit.entries[0]
    if list_id not in night.watchlist_versions:
        raise ValueError(f"{list_id}: a hit on a list that the night names no version of")
    if plain_text(hit.record_id) != hit.record_id:
        raise InputError(
            f"record_id {hit.record_id!a}: holds a character that no database keeps (NUL, or half of "
            "one). Take it out of the table of customers."
        )


def hits_sha256(prepared: Iterable[PreparedHit]) -> str:
    """What a run saw, in one hash, by which a repeated run is known to be the same."""
    lines = (
        f"{each.hit.alert_id} {each.row_sha256} {each.customer.key} {each.party.key}" for each in prepared
    )
    return sha256("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a pair is no hit. rejected: the customer's row could not be screened, so that nothing is known.
    delisted: the lists that the party was taken off, where it is on none any more. customer, party: tonight's
    facts, None where not known or not asked for."""

    rejected: bool
    has_customer: bool
    delisted: Sequence[str]
    customer: Facts | None
    party: Facts | None


class Absences:
    """Asks the night about pairs that are no hit any more, in bulk, and remembers the answers."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self._known: dict[str, Absence] = {}

    def ask(self, rows: Iterable[sa.RowMapping]) -> None:
        """Ask of all these alerts at once."""
        night = self._night
        rows = [row for row in rows if row["alert_id"] not in self._known]
        here = {row["record_id"]: night.has_customer(row["record_id"]) for row in rows}
        changed = {row["record_id"] for row in rows if here[row["record_id"]] and not was_no_hit(row)}
        facts = night.customer_facts(changed) if changed else {}
        for row in rows:
            self._known[row["alert_id"]] = Absence(
                rejected=night.was_rejected(row["record_id"]),
                has_customer=here[row["record_id"]],
                delisted=self._delisted(row),
                customer=plain_value(facts.get(row["record_id"])),
                party=None if was_no_hit(row) else plain_value(self._party_facts(row)),
            )

    def _delisted(self, row: sa.RowMapping) -> Sequence[str]:
        """Of a list that was not screened with, nobody knows."""
        night, entries = self._night, entries_of(row)
        if any(entry[0] not in night.watchlist_versions or night.is_listed(*entry) for entry in entries):
            return ()
        return list(dict.fromkeys(list_id for list_id, _ in entries))

    def _party_facts(self, row: sa.RowMapping) -> Facts | None:
        facts = [(entry[0], self._night.party_facts(*entry)) for entry in entries_of(row)]
        known = [(list_id, said) for list_id, said in facts if said is not None]
        return facts_on_lists(row["list_id"], known) if known else None

    def __getitem__(self, row: sa.RowMapping) -> Absence:
        if row["alert_id"] not in self._known:
            self.ask([row])
        return self._known[row["alert_id"]]


def was_no_hit(row: sa.RowMapping) -> bool:
    """Whether the alert was no hit before either: what changed was recorded when it fell."""
    return not row["in_hits"]


class FactChanges:
    """Compares tonight's facts with those of the ledger, and gives only changes that count for reopening.

    Facts that are the same have the same hash, and most are; only what differs is read from the ledger, and
    each pair of facts is compared once.
    """

    def __init__(self, reopen_on: ReopenOn) -> None:
        self._fields: dict[Side, Sequence[str]] = {"customer": reopen_on.customer, "party": reopen_on.party}
        self._facts: dict[str, Facts] = {}
        self._found: dict[tuple[object, ...], tuple[Change, ...]] = {}

    def read(
        self,
        connection: sa.Connection,
        seen: Iterable[tuple[PreparedHit, sa.RowMapping]],
        missing: Iterable[sa.RowMapping],
        joined: Iterable[sa.RowMapping] = (),
    ) -> None:
        """Read the facts of the ledger that are asked for below; what was read before is not read again, as
        facts never change."""
        needed = {row[name] for row in missing for name in ("customer_facts", "party_facts")}
        needed |= {row["decided_party"] for row in joined if row["decided_party"] is not None}
        for each, row in seen:
            for side, names in (
                (each.customer, ("customer_facts", "decided_customer")),
                (each.party, ("party_facts", "decided_party")),
            ):
                needed.update(row[name] for name in names if row[name] not in (None, side.key))
        self._facts.update(load_facts(connection, needed - self._facts.keys()))

    def since_last_seen(self, row: sa.RowMapping, each: PreparedHit) -> tuple[Change, ...]:
        return self._of_customer(row["customer_facts"], each) + self._of_party(row, "party_facts", each)

    def since_disposition(
        self, row: sa.RowMapping, each: PreparedHit, joined: Sequence[sa.RowMapping] = ()
    ) -> tuple[Change, ...]:
        """Since the disposition in force; nothing where there is none. joined: alerts that go on as this one,
        whose dispositions hold for the lists that they were made for.

        Of a fact that the disposition was kept without, since the pair was last seen."""
        found = self._of_customer(row["decided_customer"], each) + self._of_party(
            row, "decided_party", each, joined, with_gone=False
        )
        if (decided := row["decided_customer"]) not in (None, each.customer.key):
            not_known = not_known_of("customer", self._facts[decided])
            since = self._of_customer(row["customer_facts"], each) if not_known else ()
            found += tuple(change for change in since if change.field in not_known)
        if (decided := row["decided_party"]) not in (None, each.party.key):
            not_known = not_known_of("party", self._facts[decided])
            since = self._of_party(row, "party_facts", each) if not_known else ()
            found += tuple(change for change in since if change.field in not_known)
        return found

    def of_missing(
        self, row: sa.RowMapping, customer: Facts | None, party: Facts | None
    ) -> tuple[Change, ...]:
        """Since a pair was last seen that is no hit tonight; None for a side that nothing is known of."""
        found: tuple[Change, ...] = ()
        sides: tuple[tuple[Side, Facts | None], ...] = (("customer", customer), ("party", party))
        for side, facts in sides:
            if facts is not None:
                before = self._facts[row[f"{side}_facts"]]
                if side == "party":
                    found += party_changes(before, facts, self._fields[side], row["list_id"])
                else:
                    found += changes_of(side, before, facts, self._fields[side])
        return found

    def _of_customer(self, before: str | None, each: PreparedHit) -> tuple[Change, ...]:
        now = each.customer
        if before is None or before == now.key:
            return ()
        key = ("customer", before, now.key)
        if key not in self._found:
            fields = self._fields["customer"]
            self._found[key] = changes_of("customer", self._facts[before], now.facts, fields)
        return self._found[key]

    def _of_party(
        self,
        row: sa.RowMapping,
        column: str,
        each: PreparedHit,
        joined: Sequence[sa.RowMapping] = (),
        *,
        with_gone: bool = True,
    ) -> tuple[Change, ...]:
        before, now = row[column], each.party
        if before is None or before == now.key:
            return ()
        also = [(other["decided_party"], other["list_id"]) for other in joined]
        key = ("party", before, now.key, row["list_id"], *also, with_gone)
        if key not in self._found:
            self._found[key] = party_changes(
                self._facts[before],
                now.facts,
                self._fields["party"],
                row["list_id"],
                also=[by_list(self._facts[facts], list_id) for facts, list_id in also],
                with_gone=with_gone,
            )
        return self._found[key]
