"""A night against the one before, as the tables its gate looks at. Reach for it only from the night gate.

The comparison itself is made where nights are known (`screening.runs.night.comparison`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screening.settings.gates import NightGateSettings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AlertsLost", "NightComparison", "night_tables"]


@dataclass(frozen=True)
class AlertsLost:
    """Of `total` alerts that wait for a person or are true matches, how many would lose their hit: because
    the customer is gone, because the party is listed no more, or because the pair is no hit any more."""

    total: int
    customer_gone: int
    party_gone: int
    no_hit: int

    @property
    def lost(self) -> int:
        return self.customer_gone + self.party_gone + self.no_hit


@dataclass(frozen=True)
class NightComparison:
    """run_key: of the night before; None where there is none.

    rows_before, rows: customers screened then and now. ids_gone: of those then, missing now.
    renumbered: customers of the same name and birth date under another id than before.
    filled: column → rows with a value then and now. columns_gone: of our columns, those that the table had
    then (columns_before of them) and has no more.
    """

    run_key: str | None
    rows_before: int
    rows: int
    ids_gone: int
    renumbered: int
    filled: Mapping[str, tuple[int, int]]
    columns_gone: tuple[str, ...]
    columns_before: int
    alerts: AlertsLost


def night_tables(night: NightComparison, limits: NightGateSettings) -> dict[str, pd.DataFrame]:
    """Tables to validate, by name; of a first night only `alerts`.

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
