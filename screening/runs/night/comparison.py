"""Tonight against last night, in figures, and the gate that judges them before the night is recorded.

Alerts are those that wait for a person or were found to be true matches: what must not go by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute

from screening.alerts.records import Identity
from screening.matching.prepared_cache import read_customers
from screening.model.alert_ids import alert_id
from screening.model.gates import AlertsLost, NightComparison
from screening.runs.gates import passed
from screening.runs.night.incremental import NightScreening
from screening.runs.night.state import StateFolder

if TYPE_CHECKING:
    from screening.quality import GateResult
    from screening.settings import Settings

__all__ = ["compare_with_last", "gate_night"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

# Who somebody is whatever the record is called. A name and the days that a birth date allows.
_PERSON = ("name", "birth_earliest", "birth_latest")


def gate_night(
    night: NightScreening, state: StateFolder, hits: pa.Table, settings: Settings, accept_change: bool
) -> GateResult:
    """Raises GateFailure where tonight is too far from last night, unless a person accepts that."""
    from screening.alerts import Ledger
    from screening.model.alert_states import UNDECIDED
    from screening.quality import night_gate

    with Ledger.open(settings.alerts.ledger, settings.alerts) as ledger:
        alerts = ledger.pairs_in_hits([*UNDECIDED, "true match"], before=night.plan.run_key)
    result = night_gate(compare_with_last(night, hits, alerts, state), settings.gates.night)
    if accept_change and not result.passed:
        result = replace(result, accepted=True)
    return passed(result)


def compare_with_last(
    night: NightScreening, hits: pa.Table, alerts: Iterable[Identity], state: StateFolder
) -> NightComparison:
    """How tonight differs from last night, or, of a first night, from the alerts that the ledger holds.

    night: with all its customers read. hits: tonight's. alerts: the pairs of those alerts.
    """
    last = night.plan.last
    before = last.table if last else None
    tonight = night.table
    return NightComparison(
        run_key=last.run_key if last else None,
        rows_before=last.customers.num_rows if last else 0,
        rows=night.live.num_rows,
        ids_gone=night.missing.num_rows,
        renumbered=_renumbered(night, state),
        filled={
            name: (rows, tonight.filled.get(name, 0))
            for name, rows in (before.filled if before else {}).items()
        },
        columns_gone=tuple(name for name in before.columns if name not in tonight.columns) if before else (),
        columns_before=len(before.columns) if before else 0,
        alerts=_alerts(night, hits, alerts),
    )


def _alerts(night: NightScreening, hits: pa.Table, alerts: Iterable[Identity]) -> AlertsLost:
    """Alerts of lists that are not screened with tonight, and of customers that nothing is known of, stay."""
    lists = {watchlist.list_id for watchlist in night.plan.lists}
    listed = set(zip(*(night.plan.parties[name].to_pylist() for name in _PARTY), strict=True))
    columns = (hits[name].to_pylist() for name in ("record_id", "listings"))
    found = {
        (record_id, listing["list_id"], listing["entity_id"])
        for record_id, listings in zip(*columns, strict=True)
        for listing in listings
    }
    # An alert may go on by another entry than its own.
    going_on = set(hits["alert_id"].to_pylist())
    total = customers = parties = below = 0
    for alert in alerts:
        if alert.list_id not in lists:
            continue
        total += 1
        party = (alert.list_id, alert.entity_id)
        own_id = alert_id(alert.record_id, *party)
        if (alert.record_id, *party) in found or own_id in going_on or night.is_unscreened(alert.record_id):
            continue
        if alert.record_id not in night.live_ids:
            customers += 1
        elif party not in listed:
            parties += 1
        else:
            below += 1
    return AlertsLost(total, customers, parties, below)


_PARTY = ("list_id", "entity_id")


def _renumbered(night: NightScreening, state: StateFolder) -> int:
    """How many customers stand under an id tonight that was not theirs: somebody of the same name and birth
    date stood under another last night, and stands there no more."""
    last = night.plan.last
    if last is None:
        return 0
    old = _people(_not_in(last.customers, night.live), state)
    new = _people(_not_in(night.live, last.customers), state)
    # Who is the same person under the same id changed in something else.
    stayed = pc.is_in(new["key"], value_set=old["key"])
    left = old.filter(pc.invert(pc.is_in(old["key"], value_set=new["key"])))
    moved = pc.is_in(new.filter(pc.invert(stayed))["person"], value_set=left["person"])
    return int(pc.sum(moved).as_py() or 0)


def _not_in(customers: pa.Table, others: pa.Table) -> pa.Table:
    """The customers that the others have not, or not as they are here."""
    place = pc.index_in(customers["record_id"], value_set=others["record_id"].combine_chunks())
    same = pc.equal(others["fingerprint"].take(place), customers["fingerprint"])
    return customers.filter(pc.invert(pc.fill_null(same, False)))


def _people(customers: pa.Table, state: StateFolder) -> pa.Table:
    """person, and key (the same with the record id), of each of the customers."""
    found: list[pa.Table] = []
    for key in customers["batch"].unique().to_pylist():
        rows = customers.filter(pc.equal(customers["batch"], key))["row"].combine_chunks()
        batch = read_customers(state.batches / str(key)).select(["record_id", *_PERSON]).take(rows)
        days = [pc.coalesce(batch[name].cast(pa.int32()).cast(pa.string()), "") for name in _PERSON[1:]]
        person = pc.binary_join_element_wise(pc.utf8_lower(batch["name"]), *days, "\x1f")
        found.append(
            pa.table(
                {
                    "person": person,
                    "key": pc.binary_join_element_wise(batch["record_id"], person, "\x1f"),
                }
            )
        )
    empty = pa.schema([("person", pa.string()), ("key", pa.string())]).empty_table()
    return pa.concat_tables([empty, *found]).combine_chunks()
