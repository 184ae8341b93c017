"""A night that is stopped between two steps, and the run after it, end as one that was never stopped.

The nights are the library's own, without Prefect; it calls the same steps.
"""

import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from night_office import CUSTOMERS, Office
from run_inputs import ALIASES, PARTIES

from screening.runs.run_step import run_here

DAY = "2026-01-03"


class PowerCutError(Exception):
    """Nothing that a step could expect."""


@pytest.fixture(scope="module")
def before(tmp_path_factory) -> Path:
    """The folder of an office with a night behind it and a night of changes ahead."""
    folder = tmp_path_factory.mktemp("office")
    with chdir(folder):
        office = Office(folder).open()
        office.night("2026-01-02")
        office.decide("c4", "false positive", "2026-01-02")
        office.decide("c6", "false positive", "2026-01-02")
        office.customers([*CUSTOMERS[1:], {"record_id": "c7", "name": "Qais Khazali"}])
        office.list_of(DAY, PARTIES, [*ALIASES, ("28283", "3", "aka", "KHAZALI NETWORK", "-0- ")])
    return folder


@pytest.fixture
def office(before, tmp_path, monkeypatch):
    shutil.copytree(before, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


@pytest.fixture(scope="module")
def never_stopped(before, tmp_path_factory):
    """An office in which the night went well."""
    folder = Path(shutil.copytree(before, tmp_path_factory.mktemp("twin") / "office"))
    with chdir(folder):
        twin = Office(folder)
        night = twin.night(DAY)
        # Every kind of alert there is on a night.
        assert night.statuses == {
            ("c3", "28283"): "open",
            ("c4", "28283"): "open",
            ("c5", "36"): "open",
            ("c6", "28004"): "false positive",
            ("c7", "28004"): "new",
        }
        assert twin.states["c1"] == "closed by change"
    return twin


@pytest.mark.parametrize(
    ("step", "after", "recorded", "published"),
    [
        ("record alerts", True, 1, 0),
        ("publish", False, 1, 0),
        ("leave state", True, 1, 1),
    ],
)
def test_the_run_after_a_stopped_one_ends_as_if_nothing_was(
    office, never_stopped, step, after, recorded, published
):
    with pytest.raises(PowerCutError):
        office.night(DAY, run_step=power_cut(step, after))
    assert (office.nights_recorded, len(office.runs)) == (1 + recorded, 1 + published)
    office.check_whole()

    night = office.night(DAY)
    assert night.folder.name == office.runs[-1]
    assert office.runs == never_stopped.runs
    assert office.bytes_of_nights() == never_stopped.bytes_of_nights()
    assert office.pages_of_nights() == never_stopped.pages_of_nights()
    assert office.nights_recorded == 2
    office.check_whole()
    assert told(office) == told(never_stopped)


def test_a_power_cut_in_the_middle_of_writing_publishes_nothing(office, never_stopped, monkeypatch):
    def cut(*_, **__):
        raise PowerCutError

    with monkeypatch.context() as stopped:
        stopped.setattr("screening.report.write_report", cut)
        with pytest.raises(PowerCutError):
            office.night(DAY)
    assert (office.nights_recorded, len(office.runs)) == (2, 1)
    office.night(DAY)
    assert office.bytes_of_nights() == never_stopped.bytes_of_nights()


def test_what_a_stopped_night_found_is_told_by_the_one_after(office):
    with pytest.raises(PowerCutError):
        office.night(DAY, run_step=power_cut("record alerts", after=True))
    night = office.night("2026-01-04")
    assert night.statuses[("c7", "28004")] == "new"
    assert night.card["c7"]["change"] == "new"
    assert night.card["c4"]["change"] == "reopened"
    assert "the customer" in night.page.partition("Since the last run")[2]


def power_cut(name, after):
    """A way to run steps: when the step of that name is reached, the power is cut before or after it."""

    def run_step(step, function, /, *given, **named):
        if step.name != name:
            return run_here(step, function, *given, **named)
        if after:
            function(*given, **named)
        raise PowerCutError

    return run_step


def told(office):
    """Every alert with all that happened to it."""
    with chdir(office.folder):
        return {
            alert.alert_id: (
                alert,
                [(event.kind, event.to_state, event.reason) for event in office.history(record)],
            )
            for record, alert in office.alerts.items()
        }
