"""The gate between a night and the one before. Reach for it once a night is screened, before it is recorded.

A customer table may be sound in itself and still be half of what it was yesterday: what is missing from it
would count as gone, and its alerts would close. This gate never raises for that: `raise_if_failed` does, and
a person may take the night in all the same.
"""

from __future__ import annotations

from screening.quality.night_facts import NightComparison, night_tables
from screening.quality.results import GateResult
from screening.settings.gates import NightGateSettings

__all__ = ["night_gate"]

_LABELS = {"filled": "column", "columns": "column", "alerts": "reason"}


def night_gate(night: NightComparison, limits: NightGateSettings) -> GateResult:
    """Whether a night is near enough to the one before to be recorded unseen.

    Of a first night there is nothing to compare but the alerts that the ledger already holds.
    """
    from screening.quality.night_suites import night_suites
    from screening.quality.validation import validate

    suites = night_suites(limits)
    tables = night_tables(night, limits)
    found = [validate(frame, suites[table], _LABELS.get(table)) for table, frame in tables.items()]
    return GateResult.of("night", _saw(night), found)


def _saw(night: NightComparison) -> str:
    alerts = night.alerts
    lost = (
        f"{alerts.lost:,} of {alerts.total:,} alerts that are undecided or true matches would lose their hit "
        f"({alerts.customer_gone:,} customer gone, {alerts.party_gone:,} party listed no more, "
        f"{alerts.no_hit:,} no hit any more)"
    )
    if night.run_key is None:
        return f"{night.rows:,} customers and no earlier night to compare them with; {lost}"
    columns = f"{len(night.columns_gone)} of {night.columns_before} columns gone"
    return (
        f"{night.rows:,} customers ({night.rows - night.rows_before:+,}), {night.ids_gone:,} of last night's "
        f"ids gone, {night.renumbered:,} people under another id, {columns}; {lost}"
    )
