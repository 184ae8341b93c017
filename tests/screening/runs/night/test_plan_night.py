"""What a night screens, and why."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bank import Listed, settings_with, two_lists

from screening.runs.night import LastNight, NightPlan, plan_night
from screening.runs.night.customers import CUSTOMERS_SCHEMA
from screening.runs.night.parties import party_table
from screening.settings import Settings, load_settings
from screening.watchlists import Watchlist

MONDAY = date(2026, 3, 9)


@pytest.fixture(scope="module")
def lists() -> list[Watchlist]:
    return [listed.watchlist() for listed in two_lists()]


def left_by(plan: NightPlan, folder: Path = Path("published")) -> LastNight:
    """The night that was planned, once it is over."""
    return LastNight(
        run_key=plan.run_key,
        inputs=plan.inputs,
        folder=folder,
        day=plan.day,
        scoring_fingerprint=plan.scoring_fingerprint,
        last_full=plan.day if plan.full or plan.last is None else plan.last.last_full,
        list_versions={watchlist.list_id: watchlist.version for watchlist in plan.lists},
        customers=CUSTOMERS_SCHEMA.empty_table(),
        parties=plan.parties,
        hits=CUSTOMERS_SCHEMA.empty_table(),
    )


def planned(
    last: LastNight | None,
    lists: list[Watchlist],
    day: date = MONDAY,
    settings: Settings | None = None,
    customers_sha256: str = "customers",
    full: bool = False,
) -> NightPlan:
    return plan_night(last, lists, settings or settings_with(), customers_sha256, day, full)


def screened_in_full_on(day: date, lists: list[Watchlist], **changes: Any) -> LastNight:
    return replace(left_by(planned(None, lists, day)), **changes)


def on_day(full_on_day: int | None) -> Settings:
    return load_settings(None, nightly={"full_on_day": full_on_day})


def test_the_first_night_screens_everything(lists: list[Watchlist]) -> None:
    plan = planned(None, lists)
    assert (plan.full, plan.why) == (True, "the first night")
    assert plan.changed == lists
    assert plan.changes.added == plan.changed_count == party_table(lists).num_rows


def test_the_night_after_screens_what_changed(lists: list[Watchlist]) -> None:
    plan = planned(screened_in_full_on(MONDAY, lists), lists, MONDAY + timedelta(days=1))
    assert (plan.full, plan.why) == (False, "screening what changed")
    assert (plan.changed, plan.changed_count) == ([], 0)
    assert (plan.changes.added, plan.changes.changed, plan.changes.removed) == (0, 0, 0)


def test_only_parties_that_changed_are_screened_for_all(lists: list[Watchlist]) -> None:
    one, other = two_lists()
    altered: Listed = one
    altered.add_alias(one.ids[0], "A New Alias")
    other.delist(other.ids[0])
    plan = planned(screened_in_full_on(MONDAY, lists), [one.watchlist(), other.watchlist()])
    assert [watchlist.tables["entities"]["entity_id"].to_pylist() for watchlist in plan.changed] == [
        [one.ids[0]]
    ]
    assert (plan.changes.added, plan.changes.changed, plan.changes.removed) == (0, 1, 1)


def test_everything_is_screened_when_asked_for(lists: list[Watchlist]) -> None:
    plan = planned(screened_in_full_on(MONDAY, lists), lists, full=True)
    assert (plan.full, plan.why) == (True, "a full screening was asked for")
    assert plan.changed == lists


def test_everything_is_screened_when_settings_that_count_changed(lists: list[Watchlist]) -> None:
    plan = planned(screened_in_full_on(MONDAY, lists), lists, settings=load_settings(None, threshold=71))
    assert (plan.full, plan.why) == (True, "settings or code that scores depend on changed")


@pytest.mark.parametrize(
    ("last_full", "day", "due"),
    [
        ("2026-03-01", "2026-03-02", None),
        ("2026-03-01", "2026-03-31", None),
        ("2026-03-01", "2026-04-01", "2026-04-01"),
        # The night of the first was missed.
        ("2026-03-01", "2026-04-07", "2026-04-01"),
        ("2026-04-07", "2026-04-30", None),
        ("2026-04-07", "2026-05-01", "2026-05-01"),
        # No night for two months.
        ("2026-01-01", "2026-03-20", "2026-03-01"),
        ("2025-12-01", "2026-01-01", "2026-01-01"),
        ("2025-12-01", "2025-12-31", None),
        ("2025-12-15", "2026-01-20", "2026-01-01"),
    ],
)
def test_everything_is_screened_on_the_first_of_the_month(
    lists: list[Watchlist], last_full: str, day: str, due: str | None
) -> None:
    last = screened_in_full_on(date.fromisoformat(last_full), lists)
    plan = planned(last, lists, date.fromisoformat(day), on_day(1))
    assert plan.full == (due is not None)
    assert plan.why == (f"the full screening of {due} is due" if due else "screening what changed")


@pytest.mark.parametrize(
    ("last_full", "day", "due"),
    [
        ("2026-02-15", "2026-03-14", None),
        ("2026-02-15", "2026-03-15", "2026-03-15"),
        ("2026-02-14", "2026-03-14", "2026-02-15"),
        # In January, the day before the due one is due since December.
        ("2025-12-15", "2026-01-14", None),
        ("2025-12-14", "2026-01-14", "2025-12-15"),
        ("2025-12-20", "2026-01-15", "2026-01-15"),
    ],
)
def test_the_due_day_may_be_another(
    lists: list[Watchlist], last_full: str, day: str, due: str | None
) -> None:
    last = screened_in_full_on(date.fromisoformat(last_full), lists)
    plan = planned(last, lists, date.fromisoformat(day), on_day(15))
    assert plan.why == (f"the full screening of {due} is due" if due else "screening what changed")


def test_without_a_due_day_what_changed_is_enough_for_ever(lists: list[Watchlist]) -> None:
    last = screened_in_full_on(date(2020, 1, 1), lists)
    assert not planned(last, lists, MONDAY, on_day(None)).full


def test_the_due_day_is_counted_from_the_last_full_night_not_from_the_last(lists: list[Watchlist]) -> None:
    first = screened_in_full_on(date(2026, 2, 20), lists)
    second = left_by(planned(first, lists, date(2026, 2, 28), on_day(1)))
    assert (second.day, second.last_full) == (date(2026, 2, 28), date(2026, 2, 20))
    third = planned(second, lists, date(2026, 3, 2), on_day(1))
    assert third.why == "the full screening of 2026-03-01 is due"
    assert not planned(left_by(third), lists, date(2026, 3, 3), on_day(1)).full


def test_a_night_planned_again_is_the_same_night(lists: list[Watchlist]) -> None:
    last = screened_in_full_on(MONDAY - timedelta(days=1), lists)
    assert planned(last, lists).run_key == planned(last, lists).run_key


def test_another_night_has_another_name(lists: list[Watchlist]) -> None:
    last = screened_in_full_on(MONDAY - timedelta(days=1), lists)
    keys = [
        plan.run_key
        for plan in (
            planned(last, lists),
            planned(last, lists, MONDAY + timedelta(days=1)),
            planned(last, lists[:1]),
            planned(last, lists, customers_sha256="others"),
            planned(last, lists, settings=load_settings(None, threshold=71)),
            planned(last, lists, full=True),
            planned(None, lists),
        )
    ]
    assert len(set(keys)) == len(keys)


def test_what_was_published_from_the_same_inputs_is_done(lists: list[Watchlist], tmp_path: Path) -> None:
    last = left_by(planned(None, lists), tmp_path)
    assert planned(last, lists).done == tmp_path
    assert planned(last, lists, customers_sha256="others").done is None
    assert planned(last, lists, MONDAY + timedelta(days=1)).done is None
    assert planned(last, lists, full=True).done is None


def test_a_night_whose_folder_is_gone_is_not_done(lists: list[Watchlist], tmp_path: Path) -> None:
    assert planned(left_by(planned(None, lists), tmp_path / "gone"), lists).done is None
