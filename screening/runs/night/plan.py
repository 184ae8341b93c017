"""What tonight must screen, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute

from screening.runs.night.parties import PartyChanges, changed_parties, party_table, restricted
from screening.runs.night.state import LastNight
from screening.runs.scoring_fingerprint import scoring_fingerprint
from screening.settings import Settings
from screening.storage.addresses import Place
from screening.watchlists import Watchlist

__all__ = ["NightPlan", "plan_night"]


@dataclass(frozen=True)
class NightPlan:
    """Tonight's work, decided before a customer is read.

    full: whether everything is screened; why: in words. last: the night gone on from; None where none is.
    parties: list_id, entity_id, fingerprint of all listed parties. changed: the lists, cut down to parties
    that are new or changed since (of a full night, the whole lists). changes: of the parties, against `last`.
    inputs: hash of lists, customers, owners, scoring fingerprint and day. run_key: the same, after the same
    night. done: the folder of the run that was published from the same inputs, where that is the last one.
    """

    day: date
    full: bool
    why: str
    scoring_fingerprint: str
    run_key: str
    last: LastNight | None
    lists: Sequence[Watchlist]
    parties: pa.Table
    changed: Sequence[Watchlist]
    changes: PartyChanges
    inputs: str
    done: Place | None

    @property
    def changed_count(self) -> int:
        """How many parties are screened for all customers."""
        return sum(watchlist.entity_count for watchlist in self.changed)


def plan_night(
    last: LastNight | None,
    lists: Sequence[Watchlist],
    settings: Settings,
    customers_sha256: str,
    day: date,
    full: bool = False,
    ownership_sha256: str = "",
) -> NightPlan:
    """Decide what tonight screens.

    last: the night before. customers_sha256: hash of tonight's customer table. day: tonight's date; a full
    screening is due on the day of the month that `nightly.full_on_day` names, and after a month without one.
    full: ask for one. ownership_sha256: hash of what tonight knows of owners.
    """
    fingerprint = scoring_fingerprint(settings)
    parties = party_table(lists)
    why = _why_full(last, fingerprint, day, settings.nightly.full_on_day, full)
    changes = changed_parties(last.parties if last else parties.slice(0, 0), parties)
    versions = [watchlist.version for watchlist in lists]
    said = (day.isoformat(), fingerprint, customers_sha256, ownership_sha256, *versions)
    inputs = hashlib.sha256("\n".join(said).encode()).hexdigest()
    after = last.run_key if last else ""
    published = settings.place(last.folder) if last and last.inputs == inputs and not full else None
    done = published if published is not None and published.exists() else None
    return NightPlan(
        day=day,
        full=bool(why),
        why=why or "screening what changed",
        scoring_fingerprint=fingerprint,
        run_key=hashlib.sha256(f"{inputs}\n{after}\n{full}".encode()).hexdigest()[:16],
        last=last,
        lists=lists,
        parties=parties,
        changed=list(lists) if why else restricted(lists, changes.added_or_changed),
        changes=changes,
        inputs=inputs,
        done=done,
    )


def _why_full(
    last: LastNight | None, fingerprint: str, day: date, full_on_day: int | None, full: bool
) -> str:
    """Why everything is screened tonight; empty where what changed is enough."""
    if full:
        return "a full screening was asked for"
    if last is None:
        return "the first night"
    if last.scoring_fingerprint != fingerprint:
        return "settings or code that scores depend on changed"
    if full_on_day is None:
        return ""
    due = date(day.year, day.month, full_on_day)
    if day < due:
        due = date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, full_on_day)
    return f"the full screening of {due.isoformat()} is due" if last.last_full < due else ""
