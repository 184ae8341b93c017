"""What all of this is for: nights that screen what changed end with the hits of a full screening."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from bank import Bank, sample_customers, settings_with, two_lists
from chance import Chance

from screening.matching.workers import WorkItem
from screening.runs.night import incremental as night
from screening.watchlists.counts import searchable_counts

FIRST = date(2026, 1, 2)
# Of one month, so that none of them is screened in full but the first.
DAYS = 8


@pytest.mark.parametrize(
    ("seed", "batch_rows", "carry"), [(1, 10_000, []), (2, 30, ["branch"]), (3, 13, ["branch"])]
)
def test_incremental_hits_are_the_hits_of_a_full_screening(
    tmp_path: Path, seed: int, batch_rows: int, carry: list[str]
) -> None:
    bank = Bank(tmp_path, settings_with(70, batch_rows=batch_rows, carry=carry))
    customers = [row | {"branch": "Najaf"} for row in sample_customers()]
    chance = Chance(seed, customers, two_lists())
    changed_customers = changed_parties = 0
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        if number:
            chance.day()
        lists = [listed.watchlist() for listed in chance.lists]
        tonight = bank.screen(lists, customers, day)
        assert tonight.hits.equals(bank.from_scratch(lists, customers, day)), f"night {number}"
        assert tonight.hits.num_rows > 20
        assert tonight.plan.full == (number == 0)
        # Whichever way they went, all customers were screened against all parties.
        assert tonight.night.screened() == {each.list_id: searchable_counts(each) for each in lists}
        if number:
            # Most are neither read again nor screened again, or nothing would be proved.
            assert tonight.night.customers.unchanged > len(customers) / 2
            assert tonight.plan.changed_count < tonight.plan.parties.num_rows / 3
            changed_customers += tonight.night.customers.new + tonight.night.customers.changed
            changed_parties += tonight.plan.changed_count
    assert changed_customers > DAYS / 2
    assert changed_parties > DAYS / 2


def test_a_customer_who_changed_is_not_kept_with_last_nights_name(tmp_path: Path) -> None:
    bank, lists = Bank(tmp_path, settings_with()), two_lists()
    customers = sample_customers()
    first = bank.screen([listed.watchlist() for listed in lists], customers, FIRST)
    hit = first.hits.slice(0, 1).to_pylist()[0]
    (place,) = [at for at, row in enumerate(customers) if row["record_id"] == hit["record_id"]]
    customers[place] |= {"name": "Derek Harvey", "first_name": None, "last_name": None, "id_number": None}
    # The party changes on the same night, so the batch with the old name is screened again.
    listed = next(each for each in lists if each.list_id == hit["list_id"])
    listed.add_alias(hit["entity_id"], "Another Name Altogether")
    tonight = bank.screen([each.watchlist() for each in lists], customers, FIRST + timedelta(days=1))
    assert hit["record_id"] not in tonight.hits["record_id"].to_pylist()


def test_hits_show_the_version_of_tonights_list(tmp_path: Path) -> None:
    bank, lists = Bank(tmp_path, settings_with()), two_lists()
    customers = sample_customers()
    bank.screen([listed.watchlist() for listed in lists], customers, FIRST)
    lists[0].delist(lists[0].ids[-1])
    changed = [listed.watchlist() for listed in lists]
    tonight = bank.screen(changed, customers, FIRST + timedelta(days=1))
    assert (tonight.plan.changed_count, tonight.night.customers.unchanged) == (0, tonight.night.live.num_rows)
    assert set(tonight.hits["watchlist_version"].to_pylist()) == {each.version for each in changed}
    named = {each["watchlist_version"] for hit in tonight.hits["listings"].to_pylist() for each in hit}
    assert named == {each.version for each in changed}


def test_a_quiet_night_loads_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bank, lists = Bank(tmp_path, settings_with()), [listed.watchlist() for listed in two_lists()]
    customers = sample_customers()
    first = bank.screen(lists, customers, FIRST)
    monkeypatch.setattr(night, "Screener", None)
    second = bank.screen(lists, customers[::-1], FIRST + timedelta(days=1))
    assert second.hits.drop_columns("first_seen").equals(first.hits.drop_columns("first_seen"))


@pytest.mark.parametrize("done", [1, 2, 3])
def test_a_night_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    bank, lists = Bank(tmp_path, settings_with(batch_rows=30)), two_lists()
    customers = sample_customers()
    bank.screen([listed.watchlist() for listed in lists], customers, FIRST)
    lists[0].add_alias(lists[0].ids[0], customers[0]["name"])
    changed = [row | {"address": "moved"} if at % 3 else row for at, row in enumerate(customers)]
    tonight = [listed.watchlist() for listed in lists]
    screened: list[Path | None] = []
    good = WorkItem.screen

    def counted(piece: WorkItem, *rest: Any) -> Any:
        if len(screened) == stop_after:
            raise InterruptedError("power cut")
        screened.append(piece.hits)
        return good(piece, *rest)

    monkeypatch.setattr(WorkItem, "screen", counted)
    stop_after = done
    with pytest.raises(InterruptedError):
        bank.screen(tonight, changed, FIRST + timedelta(days=1))
    stop_after = -1
    again = bank.screen(tonight, changed, FIRST + timedelta(days=1))
    assert again.hits.equals(bank.from_scratch(tonight, changed, FIRST + timedelta(days=1)))
    # No piece twice: what the stopped run had done was taken over.
    assert len(set(screened)) == len(screened) > 4
