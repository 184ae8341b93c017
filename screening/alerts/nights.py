"""One night into the ledger, once: when it is refused, when it is known already, and what it did.

What it writes is in `night_work`, what it decides in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from screening.alerts.database import Database
from screening.alerts.event_log import events_of_runs, statuses_at
from screening.alerts.night_comparison import hits_sha256, prepare_hits
from screening.alerts.night_work import NightWork
from screening.alerts.records import AlertHit, Night, NightOutcome
from screening.alerts.tables import nights
from screening.model.errors import InputError
from screening.settings.alerts import AlertSettings

__all__ = ["record_night"]


def record_night(
    database: Database, settings: AlertSettings, night: Night, hits: Iterable[AlertHit]
) -> NightOutcome:
    """Record a night in one transaction; a night recorded before changes nothing.

    All that takes long is done before that transaction begins: until then reviewers go on deciding.

    Raises InputError for a run_key that was recorded with other hits, a day before that of the last
    night, a record of another population, and a record id that no database can hold.
    """
    prepared = prepare_hits(night, hits, settings.reopen_on)
    digest = hits_sha256(prepared)
    work = NightWork(settings, night, prepared)
    with database.reading() as connection:
        is_known = _is_recorded(connection, night, digest)
        if not is_known:
            _check_day(connection, night)
    if not is_known:
        work.prepare(database)
    with database.writing() as connection:
        # Somebody else may have recorded it meanwhile.
        if not _is_recorded(connection, night, digest):
            _check_day(connection, night)
            work.run(connection, digest)
    with database.reading() as connection:
        return _outcome(connection, night, [each.hit.alert_id for each in prepared])


def _is_recorded(connection: sa.Connection, night: Night, digest: str) -> bool:
    query = sa.select(nights.c.day, nights.c.hits_sha256.label("digest"))
    known = connection.execute(query.where(nights.c.run_key == night.run_key)).one_or_none()
    if known is None:
        return False
    if known.digest != digest:
        raise InputError(
            f"run '{night.run_key}' of {known.day} is in the ledger already, with other hits. "
            "What was recorded is never changed: run again as a new run."
        )
    return True


def _outcome(connection: sa.Connection, night: Night, alert_ids: Sequence[str]) -> NightOutcome:
    """What a recorded night did; what came after it does not show."""
    recorded = connection.execute(sa.select(nights).where(nights.c.run_key == night.run_key)).one()
    runs = [*_unreported(connection, night, recorded.last_event), night.run_key]
    statuses = statuses_at(connection, alert_ids, runs, recorded.last_event)
    return NightOutcome(
        statuses=statuses,
        events=events_of_runs(connection, runs),
        suppressed=sum(status.state == "false positive" for status in statuses.values()),
        unscreened=recorded.unscreened,
    )


def _unreported(connection: sa.Connection, night: Night, last_event: int) -> list[str]:
    """The runs between the last night that was reported and this one."""
    if night.reported is None:
        return []
    reported = sa.select(nights.c.last_event).where(nights.c.run_key == night.reported).scalar_subquery()
    between = sa.and_(nights.c.last_event > reported, nights.c.last_event <= last_event)
    mine = sa.and_(nights.c.population == night.population, nights.c.run_key != night.run_key)
    query = sa.select(nights.c.run_key).where(mine, between).order_by(nights.c.last_event)
    return list(connection.scalars(query))


def _check_day(connection: sa.Connection, night: Night) -> None:
    query = sa.select(sa.func.max(nights.c.day)).where(nights.c.population == night.population)
    last = connection.scalar(query)
    if last is not None and night.day < last:
        raise InputError(
            f"run '{night.run_key}': its day {night.day} is before {last}, the last night in the ledger. "
            "Nights are recorded in their order: check the clock, or use another ledger (alerts.ledger)."
        )
