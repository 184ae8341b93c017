"""The gate between a night and the one before, once a night is screened and before it is recorded.

A customer table may be sound in itself and still be half of what it was yesterday: what is missing from it
would count as gone, and its alerts would close. This gate never raises for that: `raise_if_failed` does, and
a person may take the night in all the same. The comparison itself is made where nights are known
(`screening.runs.night.comparison`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screening.model.gates import NightComparison
from screening.quality.expectations import TableToCheck, at_most, zero
from screening.quality.results import GateResult
from screening.settings.gates import NightGateSettings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["night_gate", "tables_to_check"]


def night_gate(night: NightComparison, limits: NightGateSettings) -> GateResult:
    """Whether a night is near enough to the one before to be recorded unseen.

    Of a first night there is nothing to compare but the alerts that the ledger already holds.
    """
    # Loads Great Expectations, which takes seconds.
    from screening.quality.validation import validate

    return GateResult.of(night, validate(tables_to_check(night, limits)))


def tables_to_check(night: NightComparison, limits: NightGateSettings) -> list[TableToCheck]:
    """What the gate looks at, and what it demands of it."""
    rows = _tables(night, limits)
    alerts = TableToCheck(
        "night.alerts",
        rows["alerts"],
        (at_most("share", "most alerts lost", limits.max_alerts_lost_share),),
        "reason",
    )
    if night.run_key is None:
        return [alerts]
    return [
        TableToCheck(
            "night.table",
            rows["table"],
            (
                zero("emptied", "table has rows"),
                at_most("fall", "most rows fewer", limits.max_rows_fall_share),
                at_most("rise", "most rows more", limits.max_rows_rise_share),
                at_most("gone", "most ids gone", limits.max_ids_gone_share),
                at_most("renumbered", "most renumbered", limits.max_renumbered_share),
            ),
        ),
        TableToCheck(
            "night.filled",
            rows["filled"],
            (at_most("fall", "most values fewer", limits.max_filled_fall),),
            "column",
        ),
        TableToCheck("night.columns", rows["columns"], (zero("gone", "no customer column gone"),), "column"),
        alerts,
    ]


def _tables(night: NightComparison, limits: NightGateSettings) -> dict[str, pd.DataFrame]:
    """Tables to look at, by name; of a first night only `alerts`.

    table: one row: fall, rise, gone, renumbered (shares of the rows before; 0 where no more than rows_allowed
        rows), emptied (0 or 1)
    filled: one row a column: column, before, after (shares of the rows with a value), fall (of that share, as
        a share of it; 0 where no more than rows_allowed rows lack a value for it)
    columns: one row a column that is gone: column, gone (1); one row without a name where none is
    alerts: one row a reason: reason, alerts, lost, share (0 where no more than alerts_allowed are lost)
    """
    import pandas as pd

    alerts = night.alerts
    reasons = {
        "customer gone": alerts.customer_gone,
        "party listed no more": alerts.party_gone,
        "no hit any more": alerts.no_hit,
        "any": alerts.lost,
    }
    tables = {
        "alerts": pd.DataFrame(
            [
                {
                    "reason": reason,
                    "alerts": alerts.total,
                    "lost": lost,
                    "share": _share(lost, alerts.total, limits.alerts_allowed),
                }
                for reason, lost in reasons.items()
            ]
        )
    }
    if night.run_key is None:
        return tables
    whole = {
        "fall": night.rows_before - night.rows,
        "rise": night.rows - night.rows_before,
        "gone": night.ids_gone,
        "renumbered": night.renumbered,
    }
    shares = {name: _share(rows, night.rows_before, limits.rows_allowed) for name, rows in whole.items()}
    filled = [_filled(name, night, limits.rows_allowed) for name in night.filled]
    gone = [{"column": name, "gone": 1} for name in night.columns_gone] or [{"column": "", "gone": 0}]
    return {
        "table": pd.DataFrame([shares | {"emptied": int(night.rows_before > 0 and night.rows == 0)}]),
        "filled": pd.DataFrame(filled, columns=["column", "before", "after", "fall"]),
        "columns": pd.DataFrame(gone),
        **tables,
    }


def _share(rows: int, of: int, allowed: int) -> float:
    return rows / of if of and rows > allowed else 0.0


def _filled(name: str, night: NightComparison, allowed: int) -> dict[str, str | float]:
    had, have = night.filled[name]
    before = had / max(night.rows_before, 1)
    # Rows that would have a value, were the share as it was.
    expected = before * night.rows
    return {
        "column": name,
        "before": before,
        "after": have / max(night.rows, 1),
        "fall": (expected - have) / expected if expected - have > allowed else 0.0,
    }
