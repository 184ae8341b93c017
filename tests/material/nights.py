"""A night's figures as the nightly flow would give them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from screening.model.changes import Cause, Change, PublicReason
from screening.model.run_record import ListState, NightAlertCounts, NightCustomers, NightParties, NightRecord
from screening.quality import Check, GateResult
from screening.runs.night.summary import NightAlert, NightSummary

ALERT = NightAlert(
    kind="new",
    alert_id="A0000000000000001",
    record_id="c1",
    list_id="OFAC-SDN",
    entity_id="28004",
    entity_name="AL-KHAZALI, Qais",
    score=97.5,
    reason=PublicReason((Cause("first seen", score=97.5),)),
)
REOPENED = replace(
    ALERT,
    kind="reopened",
    alert_id="A0000000000000002",
    score=84.0,
    reason=PublicReason(changes=(Change("party", "programs", (), ("GLOMAG",)),)),
)
GATE = GateResult("list OFAC-SDN", "3 parties", (Check("every party has a number", True, "", ""),))


LIST = ListState(
    list_id="OFAC-SDN", state="new", version="OFAC-SDN 2022-01-31", published=date(2022, 1, 31), age_days=0
)
REFUSED = LIST.model_copy(update={"state": "refused", "age_days": 9, "notes": ("nothing falls: fell",)})
COUNTS = NightAlertCounts(raised=1, reopened=1, closed=5, suppressed=30)


def night(alert_counts=COUNTS, **changes) -> NightSummary:
    summary = NightSummary(
        night=NightRecord(
            day=date(2022, 1, 31),
            run_key="00ff",
            full=False,
            why="screening what changed since 2022-01-30",
            customers=NightCustomers(new=11, changed=22, unchanged=5_000, gone=3),
            parties=NightParties(added=4, changed=7, removed=2),
            alerts=alert_counts,
        ),
        folder=Path("runs/2022-01-31"),
        lists=(LIST,),
        hits=40,
        alerts=(ALERT, REOPENED),
        gates=(GATE,),
        timings={"screen_changed": 1.5},
    )
    return replace(summary, **changes)
