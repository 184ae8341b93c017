"""`sanctions review`: alerts out to reviewers, and their decisions back in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import config_option

if TYPE_CHECKING:
    from screening.alerts import Ledger
    from screening.alerts.review_file import Review

__all__ = ["review"]

# The states of screening.alerts.states, which is not imported for a --help.
_STATES = ["new", "open", "escalated", "true match", "false positive", "closed by change"]
_WAITING = _STATES[:3]


@click.group(epilog="Example: sanctions review export --out review.xlsx")
def review() -> None:
    """Hand alerts to reviewers and take their decisions back."""


@review.command(epilog="Example: sanctions review export --out review.xlsx")
@click.option(
    "--out",
    metavar="FILE",
    help="FILE.xlsx for a workbook, anything else for CSV. Without it, a new CSV file named by the time.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    help="Only alerts in this state. May be given more than once. Without it, all that wait for a person: "
    "new, open and escalated.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file that is there.")
@config_option
def export(out: str | None, states: tuple[str, ...], overwrite: bool, config: str | None) -> None:
    """Write the alerts that wait for a decision as a workbook or a CSV file for a spreadsheet.

    Fill in `decision` (true match, false positive, escalate, or open to take a decision back) and `comment`
    (why), and give the file to 'sanctions review apply'. Leave alert_id and revision as they are.
    """
    from datetime import UTC, datetime
    from pathlib import Path
    from typing import cast

    from screening.alerts import State
    from screening.alerts.review_export import write_review

    path = Path(out or f"review-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.csv")
    with _ledger(config) as ledger:
        found = ledger.alerts(cast("tuple[State, ...]", states or tuple(_WAITING)))
    write_review(found, path, overwrite=overwrite)
    click.echo(f"{_alerts(len(found))} in {path}")


@review.command(epilog='Example: sanctions review apply review.xlsx --reviewer "Ann Lee"')
@click.argument("file", metavar="FILE")
@click.option("--reviewer", required=True, metavar="NAME", help="Who decided; kept with each decision.")
@config_option
def apply(file: str, reviewer: str, config: str | None) -> None:
    """Record the decisions of a filled-in file; all of them, or none where a row cannot be used.

    FILE is an export, or the hits.xlsx or hits.csv of a night, as a spreadsheet saved it. Rows without a
    decision are skipped. Rows whose alert changed since the export are reported and left alone.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from screening.alerts.review_file import apply_review
    from screening.errors import InputError

    if not reviewer.strip():
        raise InputError("--reviewer: the name is blank. Say who decided.")
    with _ledger(config) as ledger:
        done = apply_review(ledger, Path(file), reviewer, datetime.now(UTC))
    for row in done.of_result("left alone"):
        click.echo(
            f"Left alone: row {row.row}, alert {row.decision.alert_id} "
            f"({row.decision.verdict}): {row.outcome.note}.",
            err=True,
        )
    if done.remarked:
        rows = ", ".join(str(number) for number in done.remarked)
        click.echo(f"Skipped for want of a decision, though there is a comment: row {rows}.", err=True)
    click.echo(_summary(done))


@review.command(epilog="Example: sanctions review history A0123456789abcdef")
@click.argument("alert_id")
@config_option
def history(alert_id: str, config: str | None) -> None:
    """Show everything that happened to one alert: when, by which run or person, and why."""
    with _ledger(config) as ledger:
        alert = ledger.alert(alert_id)
        events = ledger.history(alert_id)
    click.echo(
        f"{alert.alert_id}: record {alert.record_id}, {alert.list_id} {alert.entity_id}. Now {alert.state}; "
        f"first seen {alert.first_seen}, last seen {alert.last_seen}."
    )
    for event in events:
        who = event.reviewer or f"run {event.run_key}"
        click.echo(
            f"{event.revision:>3}  {event.at:%Y-%m-%d %H:%M:%S} UTC  {event.kind} by {who}: "
            f"{event.from_state or 'nothing'} to {event.to_state}. {event.reason} [{event.watchlist_version}]"
        )


def _ledger(config: str | None) -> Ledger:
    from pathlib import Path

    from screening.alerts import Ledger
    from screening.settings import load_settings

    settings = load_settings(Path(config) if config else None).alerts
    return Ledger.open(settings.ledger, settings, create=False)


def _summary(done: Review) -> str:
    from collections import Counter

    decided = Counter(row.decision.verdict for row in done.of_result("decided"))
    kinds = ", ".join(f"{count:,} {verdict}" for verdict, count in sorted(decided.items()))
    parts = [f"{decided.total():,} decided" + (f" ({kinds})" if kinds else "")]
    if proposed := done.of_result("proposed"):
        parts.append(f"{len(proposed):,} proposed, to be agreed to by somebody else")
    if left := done.of_result("left alone"):
        parts.append(f"{len(left):,} left alone")
    return f"{'; '.join(parts)}; {done.undecided:,} without a decision"


def _alerts(number: int) -> str:
    return f"{number:,} alert" + ("" if number == 1 else "s")
