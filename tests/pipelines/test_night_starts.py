"""What a night asks before it begins: its day, in whose time zone, and the ledger of the night before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from screening.model.errors import InputError
from screening.runs.night.start import night_day
from screening.settings import load_settings

MOMENT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


def nightly(zone: str):
    return load_settings(None, nightly={"time_zone": zone}).nightly


@pytest.mark.parametrize(
    ("zone", "day"),
    [("UTC", date(2026, 3, 1)), ("America/New_York", date(2026, 2, 28)), ("Asia/Tokyo", date(2026, 3, 1))],
)
def test_today_is_that_of_the_time_zone(zone, day):
    assert night_day(None, MOMENT, nightly(zone)) == day
    assert night_day(day.isoformat(), MOMENT, nightly(zone)) == day
    tomorrow = day + timedelta(days=1)
    with pytest.raises(InputError, match=f"day {tomorrow}: is in the future; today is {day} in {zone}"):
        night_day(tomorrow.isoformat(), MOMENT, nightly(zone))


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "America", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_refused(zone):
    with pytest.raises(InputError, match=r"nightly\.time_zone.*is no time zone"):
        nightly(zone)


def test_a_day_in_the_future_leaves_the_ledger_open_for_todays_night(office, sanctions, monkeypatch):
    monkeypatch.chdir(office.folder)
    result = sanctions("nightly", "--config", "own.yaml", "--day", "2132-12-01")
    assert result.exit_code == 2
    assert "day 2132-12-01: is in the future" in result.stderr
    assert office.nights_recorded == 1
    assert office.night("2026-01-03").folder.exists()


def test_a_lost_ledger_is_refused_and_none_is_made_in_its_place(office):
    ledger = office.folder / "ledger.db"
    kept = ledger.rename(office.folder / "kept.db")
    with pytest.raises(InputError, match="there is no ledger") as raised:
        office.night("2026-01-03")
    assert "Restore the ledger" in str(raised.value)
    assert not ledger.exists()
    assert len(office.runs) == 1
    kept.rename(ledger)
    assert set(office.night("2026-01-03").statuses.values()) == {"open"}


def test_a_new_ledger_is_refused_until_the_state_is_moved_away_as_well(office):
    office.config("sqlite:///ledger.db", "sqlite:///new.db")
    Path("new.db").touch()
    with pytest.raises(InputError, match="does not know the night of 2026-01-02") as raised:
        office.night("2026-01-03")
    assert "move the folder state away" in str(raised.value)
    assert len(office.runs) == 1
    Path("state").rename("state.before")
    night = office.night("2026-01-03")
    assert set(night.statuses.values()) == {"new"}
    assert night.run["night"]["why"] == "the first night"
