"""`sanctions review`: alerts out to reviewers, and their dispositions back in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import config_option
from pipelines.cli.progress import log_line, shown_progress
from pipelines.cli.terminal import say
from screening.model.alert_states import STATES, UNDECIDED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from screening.alerts import Alert, Event, Ledger
    from screening.model.alert_states import State
    from screening.spreadsheets.review_import import Review

__all__ = ["review"]


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
    type=click.Choice(STATES),
    help="Only alerts in this state. May be given more than once. Without it, all that wait for a person: "
    "new, open, below threshold and escalated.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Only alerts that something happened to on this day or later: raised, reopened, changed, decided.",
)
@click.option(
    "--min-score", type=click.FloatRange(0, 100), metavar="N", help="Only alerts from this score on."
)
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="CODE",
    help="Only alerts of parties under this program, such as SDGT. May be given more than once.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file that is there.")
@config_option
def export(
    out: str | None,
    states: tuple[State, ...],
    since: datetime | None,
    min_score: float | None,
    programs: tuple[str, ...],
    overwrite: bool,
    config: str | None,
) -> None:
    """Write the alerts that wait for a decision as a workbook or a CSV file for a spreadsheet.

    Fill in `decision` (true match, false positive, escalate, or open to take a decision back) and `comment`
    (why), and give the file to 'sanctions review apply'. A comment without a decision is kept as a note.
    Leave alert_id, revision and exported_row as they are.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    path = Path(out or f"review-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.csv")
    with shown_progress():
        log_line("reading alerts from the ledger")
        from screening.spreadsheets.review_export import Choice, write_review

        with _ledger(config) as ledger:
            found = ledger.alerts(states or UNDECIDED)
        choice = Choice(since.date() if since else None, min_score, frozenset(programs))
        found = [alert for alert in found if choice.takes(alert)]
        write_review(found, path, overwrite=overwrite)
    say(f"{_alerts(len(found))} in {path}")


@review.command(epilog='Example: sanctions review apply review.xlsx --reviewer "Ann Lee"')
@click.argument("file", metavar="FILE")
@click.option("--reviewer", required=True, metavar="NAME", help="Who decided; kept with each decision.")
@click.option(
    "--partial",
    is_flag=True,
    help="The last rows of the export are left out on purpose: the file was not cut short.",
)
@config_option
def apply(file: str, reviewer: str, partial: bool, config: str | None) -> None:
    """Record the decisions of a filled-in file; all of them, or none where a row cannot be used.

    FILE is an export, or the hits.xlsx or hits.csv of a night, as a spreadsheet saved it. Rows without a
    decision are skipped; their comments are kept as notes. A decided alert may be decided otherwise. Rows
    whose alert changed since the export are reported and left alone. The same file again changes nothing.
    """
    from datetime import UTC, datetime
    from pathlib import Path

    from screening.model.errors import InputError

    if not reviewer.strip():
        raise InputError("--reviewer: the name is blank. Say who decided.")
    with shown_progress():
        log_line(f"reading {file} and the ledger of alerts")
        from screening.alerts import NewDisposition
        from screening.spreadsheets.review_import import apply_review

        with _ledger(config) as ledger:
            at = datetime.now(UTC)
            done = apply_review(ledger, Path(file), reviewer, at, login=_login(), partial=partial)
    for row in done.of_result("left alone"):
        what = row.asked.disposition if isinstance(row.asked, NewDisposition) else "a note"
        say(
            f"Left alone: row {row.row}, alert {row.asked.alert_id} ({what}): {row.outcome.note}.",
            err=True,
        )
    if done.exported is not None and done.came < done.exported:
        say(f"{done.came:,} of {done.exported:,} exported rows came back.", err=True)
    say(_summary(done))


@review.command(epilog="Example: sanctions review history A0123456789abcdef")
@click.argument("alert_id", required=False)
@click.option("--record", metavar="RECORD_ID", help="Instead: all alerts of this customer.")
@config_option
def history(alert_id: str | None, record: str | None, config: str | None) -> None:
    """Show everything that happened to one alert: when, by which run or person, and why."""
    if (alert_id is None) == (record is None):
        raise click.UsageError("Give either an ALERT_ID or --record RECORD_ID.")
    with shown_progress():
        log_line("reading the ledger of alerts")
        with _ledger(config) as ledger:
            found = [ledger.alert(alert_id)] if alert_id else ledger.alerts_of_record(record or "")
            histories = ["\n".join(_history(ledger, alert)) for alert in found]
    say("\n\n".join(histories))


@review.command(epilog="Example: sanctions review status")
@config_option
def status(config: str | None) -> None:
    """Show how many alerts stand where, which waits longest, and how many wait for a second person."""
    from datetime import UTC, datetime

    with shown_progress():
        log_line("reading the ledger of alerts")
        with _ledger(config) as ledger:
            found = ledger.counts()
    counts = found.counts
    say(f"{_alerts(found.waiting)} to decide")
    for state in UNDECIDED:
        say(f"  {counts[state]:>7,} {state}")
    if found.oldest is not None:
        alert_id, record_id, since = found.oldest
        days = (datetime.now(UTC).date() - since).days
        say(f"The oldest waits since {since} ({days:,} days): alert {alert_id}, record {record_id}.")
    say(f"{found.proposed:,} of them decided by one person and to be agreed to by another")
    others = [state for state in STATES if state not in UNDECIDED]
    say("; ".join(f"{counts[state]:,} {state}" for state in others))


@review.command(epilog="Example: sanctions review rekey new-ids.csv")
@click.argument("mapping", metavar="MAPPING")
@click.option(
    "--reviewer", metavar="NAME", help="Who says so; kept with each alert. The login name unless given."
)
@config_option
def rekey(mapping: str, reviewer: str | None, config: str | None) -> None:
    """Carry alerts and decisions to new record ids, after customers were numbered anew.

    MAPPING is a CSV file or workbook with the columns old_record_id and new_record_id, a row for each
    customer; ids may also trade places. All alerts are carried, or none where a row cannot be used. Do it
    before the first night with the new ids.
    """
    from pathlib import Path

    with shown_progress():
        log_line(f"reading {mapping} and the ledger of alerts")
        from screening.alerts import Ledger
        from screening.runs.night import StateFolder
        from screening.settings import load_settings
        from screening.spreadsheets.review_import import read_mapping

        source = Path(mapping)
        pairs = read_mapping(source)
        settings = load_settings(Path(config) if config else None)
        last = StateFolder(settings.nightly.state_dir).last_night()
        customers = set(map(str, last.customers["record_id"].to_pylist())) if last else None
        with Ledger.open(settings.alerts.ledger, settings.alerts, create=False) as ledger:
            done = ledger.rekey(pairs, source, reviewer or _login(), login=_login(), customers=customers)
    say(
        f"{_alerts(done.alerts)} of {done.records:,} customers carried to new record ids, "
        f"{done.waiting:,} of them to decide"
    )
    if done.without:
        say(f"{done.without:,} customers of the mapping have no alert.", err=True)
    if done.left:
        say(f"{done.left:,} customers with alerts are not in the mapping and keep their ids.", err=True)


def _history(ledger: Ledger, alert: Alert) -> Iterator[str]:
    yield (
        f"{alert.alert_id}: record {alert.record_id}, {alert.list_id} {alert.entity_id}. Now {alert.state}; "
        f"first seen {alert.first_seen}, last seen {alert.last_seen}."
    )
    if earlier := ledger.earlier_events(alert.alert_id):
        yield "Before it was carried to this record id:"
        for event in earlier:
            yield f"{_event(event)} [as record {event.record_id}, alert {event.alert_id}]"
        yield "Under this record id:"
    events = ledger.history(alert.alert_id)
    yield from map(_event, events)
    went_to = events[-1].linked_alert_id if alert.state == "rekeyed" else None
    if went_to:
        then = ledger.alert(went_to)
        yield f"Goes on as alert {went_to}, record {then.record_id}, now {then.state}."


def _event(event: Event) -> str:
    from screening.wording.changes import reason_words

    who = event.reviewer or f"run {event.run_key}"
    if event.login and event.login != event.reviewer:
        who += f" (login {event.login})"
    return (
        f"{event.revision:>3}  {event.at:%Y-%m-%d %H:%M:%S} UTC  {event.kind} by {who}: "
        f"{event.from_state or 'nothing'} to {event.to_state}. {reason_words(event.reason)} "
        f"[{event.watchlist_version}]"
    )


def _login() -> str:
    """Who is logged in; "" where the system does not say."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


def _ledger(config: str | None) -> Ledger:
    from pathlib import Path

    from screening.alerts import Ledger
    from screening.settings import load_settings

    settings = load_settings(Path(config) if config else None).alerts
    return Ledger.open(settings.ledger, settings, create=False)


def _summary(done: Review) -> str:
    from collections import Counter

    from screening.alerts import NewDisposition

    decided = Counter(
        row.asked.disposition for row in done.of_result("decided") if isinstance(row.asked, NewDisposition)
    )
    kinds = ", ".join(f"{count:,} {disposition}" for disposition, count in sorted(decided.items()))
    parts = [f"{decided.total():,} decided" + (f" ({kinds})" if kinds else "")]
    if proposed := done.of_result("proposed"):
        parts.append(f"{len(proposed):,} proposed, to be agreed to by somebody else")
    if noted := done.of_result("noted"):
        parts.append(f"{len(noted):,} noted")
    if already := done.of_result("already so"):
        parts.append(f"{len(already):,} already so")
    if left := done.of_result("left alone"):
        parts.append(f"{len(left):,} left alone")
    return f"{'; '.join(parts)}; {done.undecided:,} without a decision"


def _alerts(number: int) -> str:
    return f"{number:,} alert" + ("" if number == 1 else "s")
