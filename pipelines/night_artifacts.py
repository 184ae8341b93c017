"""What Prefect's UI shows of a night: what changed, which alerts wait, what the gates said.

As in `pipelines.artifacts`, nothing of a customer but the record
id goes into Prefect's database.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipelines.markdown_tables import markdown_table
from screening.runs.night.summary import NightAlert, NightSummary
from screening.wording.changes import public_reason_words
from screening.wording.lists import trouble_words
from screening.wording.probability import probability_words

if TYPE_CHECKING:
    from screening.model.run_record import NightRecord
    from screening.quality import GateResult

__all__ = [
    "ALERTS_KEY",
    "GATES_KEY",
    "SUMMARY_KEY",
    "night_markdown",
    "write_night_artifacts",
]

SUMMARY_KEY = "night-summary"
ALERTS_KEY = "night-alerts"
GATES_KEY = "night-gates"
_MOST_ALERTS = 50


def write_night_artifacts(summary: NightSummary) -> None:
    """Create the three artifacts for the current flow run. They are written on a quiet night too: the UI
    shows the newest of each key, which must not be that of another night."""
    from prefect.artifacts import create_markdown_artifact, create_table_artifact

    create_markdown_artifact(
        key=SUMMARY_KEY, markdown=night_markdown(summary), description=f"The night of {summary.day}"
    )
    shown = summary.alerts[:_MOST_ALERTS]
    create_table_artifact(
        key=ALERTS_KEY,
        table=[_alert_row(alert) for alert in shown],
        description=f"The {len(shown):,} most likely of {len(summary.alerts):,} new and reopened alerts"
        if len(shown) < len(summary.alerts)
        else f"All {len(shown):,} new and reopened alerts",
    )
    create_table_artifact(
        key=GATES_KEY,
        table=_gate_rows(summary.gates),
        description="Every check of every gate that the night went through, what failed first",
    )


def night_markdown(summary: NightSummary) -> str:
    """The night on one page, in Markdown: the alerts first, as they are what the reader has to act on."""
    night = summary.night
    lines = [
        *_alert_lines(summary),
        f"{'Full' if night.full else 'Incremental'}: {night.why}. Run key `{night.run_key}`.",
        "",
        *_kept(night),
        *(f"**{words}**\n" for words in trouble_words(summary.lists)),
        f"Published in `{summary.folder.resolve()}`; read `report.html` there. "
        "To decide: `sanctions review export`.",
        "",
        "## What changed",
        "",
        *markdown_table(("", "New", "Changed", "Gone", "Unchanged"), _change_rows(night), numbers=4),
        "",
        "## Lists",
        "",
        *markdown_table(
            ("List", "State", "Screened with", "Days old", "Notes"),
            [
                (
                    each.list_id,
                    each.state,
                    each.version or "no good version",
                    "" if each.age_days is None else f"{each.age_days:,}",
                    "; ".join(each.notes),
                )
                for each in summary.lists
            ],
        ),
        "",
        "## Gates",
        "",
        *markdown_table(
            ("Gate", "Passed", "Saw"),
            [(gate.name, "yes" if gate.passed else "NO", gate.saw) for gate in summary.gates],
        ),
        *_what_to_do(summary.gates),
        "",
        "## Times",
        "",
        *markdown_table(
            ("Stage", "Seconds"),
            [(stage.replace("_", " "), f"{seconds:.2f}") for stage, seconds in summary.timings.items()],
            numbers=1,
        ),
    ]
    return "\n".join(lines)


def _kept(night: NightRecord) -> list[str]:
    if night.customers is None or not night.customers.kept:
        return []
    return [
        f"{night.customers.kept:,} of last night's customers are missing and do not count as gone: rows "
        "without an id that can be read (see `rejected.csv`) may be theirs.",
        "",
    ]


def _alert_lines(summary: NightSummary) -> list[str]:
    alerts = summary.night.alerts
    if alerts is None:
        return [f"# {summary.day}", ""]
    return [
        f"# {summary.day}: {alerts.raised:,} new alert{'' if alerts.raised == 1 else 's'}, "
        f"{alerts.reopened:,} reopened",
        "",
        f"{alerts.closed:,} closed by themselves; {alerts.suppressed:,} of {summary.hits:,} hits stay "
        "suppressed as false positives.",
        "",
    ]


def _change_rows(night: NightRecord) -> list[tuple[str, ...]]:
    customers, parties = night.customers, night.parties
    rows: list[tuple[str, ...]] = []
    if customers is not None:
        counts = (customers.new, customers.changed, customers.gone, customers.unchanged)
        rows.append(("Customers", *(f"{count:,}" for count in counts)))
    if parties is not None:
        counts_of_parties = (parties.added, parties.changed, parties.removed)
        rows.append(("Listed parties", *(f"{count:,}" for count in counts_of_parties), ""))
    return rows


def _what_to_do(gates: Sequence[GateResult]) -> list[str]:
    return [
        line
        for gate in gates
        for check in gate.failures
        for line in ("", f"{gate.name}: {check.name}: {check.saw}. Way out: {check.way_out}.")
    ]


def _alert_row(alert: NightAlert) -> dict[str, str | float]:
    return {
        "score": alert.score,
        "match probability": probability_words(alert.match_probability),
        "state": alert.kind,
        "record_id": alert.record_id,
        "list_id": alert.list_id,
        "entity_id": alert.entity_id,
        "entity_name": alert.entity_name,
        "reason": public_reason_words(alert.reason),
        "alert_id": alert.alert_id,
    }


def _gate_rows(gates: Sequence[GateResult]) -> list[dict[str, str]]:
    """Every check, what failed first: a row in the middle of sixty would be overlooked."""
    checks = [(gate.name, check) for gate in gates for check in gate.checks]
    return [
        {"gate": gate, "check": check.name, "passed": "yes" if check.passed else "NO", "saw": check.saw}
        for gate, check in sorted(checks, key=lambda each: each[1].passed)
    ]
