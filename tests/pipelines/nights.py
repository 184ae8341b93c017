"""A night's figures as the nightly flow would give them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from pipelines.night_summary import ListTaken, NightAlert, NightSummary
from screening.quality import Check, GateResult

ALERT = NightAlert(
    kind="new",
    alert_id="A0000000000000001",
    record_id="c1",
    list_id="OFAC-SDN",
    entity_id="28004",
    entity_name="AL-KHAZALI, Qais",
    score=97.5,
    reason="first seen",
)
REOPENED = replace(
    ALERT, kind="reopened", alert_id="A0000000000000002", score=84.0, reason="program GLOMAG added"
)
GATE = GateResult("list OFAC-SDN", "3 parties", (Check("every party has a number", True, "", ""),))


def night(**changes) -> NightSummary:
    summary = NightSummary(
        day=date(2022, 1, 31),
        folder=Path("runs/2022-01-31"),
        full=False,
        why="screening what changed since 2022-01-30",
        lists=(ListTaken("OFAC-SDN", "OFAC-SDN 2022-01-31", "new version"),),
        parties_added=4,
        parties_removed=2,
        parties_changed=7,
        customers_new=11,
        customers_changed=22,
        customers_unchanged=5_000,
        customers_left=3,
        hits=40,
        raised=1,
        reopened=1,
        closed=5,
        suppressed=30,
        alerts=(ALERT, REOPENED),
        gates=(GATE,),
        timings={"screen_changed": 1.5},
    )
    return replace(summary, **changes)
