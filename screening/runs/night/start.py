"""What is asked before a night begins: is it a day for a night, and is this the ledger of last night?

A wrong answer found out at the end would cost the night, and a wrong ledger what was decided.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from screening.model.errors import InputError

if TYPE_CHECKING:
    from screening.runs.night import LastNight, StateFolder
    from screening.settings.alerts import AlertSettings
    from screening.settings.nights import NightlySettings

__all__ = ["check_ledger", "night_day"]


def night_day(asked: str | None, now: datetime, settings: NightlySettings) -> date:
    """The date of the night: the one asked for, else today in the office's time zone.

    Raises InputError for what is no date, and for a day in the future.
    """
    today = settings.day_of(now)
    if asked is None:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError as error:
        raise InputError(f"day '{asked}': write it as YYYY-MM-DD.") from error
    if day > today:
        raise InputError(
            f"day {day}: is in the future; today is {today} in {settings.time_zone} (nightly.time_zone). "
            "From then on the ledger would take no night before it."
        )
    return day


def check_ledger(settings: AlertSettings, state: StateFolder, last: LastNight | None) -> None:
    """Raise InputError where the ledger cannot be used, or is not the one that last night was recorded in.

    Before a first night it is made where it is missing.
    """
    from screening.alerts import Ledger

    if last is None:
        Ledger.open(settings.ledger, settings).close()
        return
    recorded = f"the night of {last.day} (run key {last.run_key}), from which {state.path} goes on"
    way_out = (
        "Restore the ledger, or name the right one. To begin anew without it, move the folder "
        f"{state.path} away as well: the next night then screens everything, and every hit is new."
    )
    try:
        with Ledger.open(settings.ledger, settings, create=False) as ledger:
            is_known = ledger.knows_night(last.run_key)
    except InputError as error:
        raise InputError(f"{error} It is to hold {recorded}. {way_out}") from error
    if not is_known:
        raise InputError(
            f"alerts.ledger: this ledger does not know {recorded}: it is new, older, or another one, and has "
            f"not what was decided since. {way_out}"
        )
