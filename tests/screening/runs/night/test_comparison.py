"""Tonight against last night: who is gone, who is renumbered, what the table lacks, which alerts are lost."""

import json
from datetime import date, timedelta

import pytest
from bank import Bank, Listed, Row, Screened, sample_customers, settings_with, two_lists

from screening.alerts.records import Identity
from screening.customers import open_customers
from screening.quality import AlertsLost, NightComparison
from screening.runs.night.comparison import compare_with_last
from screening.runs.night.table_profile import SEVERAL_WORDS

FIRST = date(2026, 1, 2)


class Nights:
    """Two lists and the sample's customers, night after night."""

    def __init__(self, folder):
        self.bank = Bank(folder, settings_with())
        self.lists: list[Listed] = two_lists()
        self.day = FIRST
        named = [row for row in sample_customers() if row["name"]]
        source = open_customers(self.bank.table(named), self.bank.settings.customers)
        sound = {each for batch in source.batches() for each in batch.customers["record_id"].to_pylist()}
        # Those of the list first.
        rows = [row for row in named if row["record_id"] in sound]
        self.rows = sorted(rows, key=lambda row: not row["record_id"].startswith("C1"))
        self.first = self.night(self.rows)

    def night(self, customers: list[Row], **how: object) -> Screened:
        screened = self.bank.screen([each.watchlist() for each in self.lists], customers, self.day, **how)
        self.day += timedelta(days=1)
        return screened

    def compared(self, customers: list[Row], **how: object) -> NightComparison:
        """Before the night is left to the next, as its gate does it."""
        return self.compare(self.night(customers, leave=False, **how))

    def compare(self, screened: Screened) -> NightComparison:
        return compare_with_last(screened.night, screened.hits, self.alerts, self.bank.state)

    @property
    def alerts(self) -> list[Identity]:
        """As many as there were hits on the first night."""
        hits = self.first.hits.select(["record_id", "list_id", "entity_id"]).to_pylist()
        return [Identity(**hit, revision=1) for hit in hits]


@pytest.fixture
def nights(tmp_path) -> Nights:
    return Nights(tmp_path)


def renamed(rows: list[Row], name: str, other: str) -> list[Row]:
    return [{other if key == name else key: value for key, value in row.items()} for row in rows]


def test_a_first_night_has_nothing_to_be_compared_with(nights):
    found = nights.compare(nights.first)
    assert (found.run_key, found.rows_before, found.ids_gone, found.renumbered) == (None, 0, 0, 0)
    assert found.alerts == AlertsLost(nights.first.hits.num_rows, 0, 0, 0)


def test_the_same_customers_again(nights):
    rows = nights.rows
    found = nights.compared(rows)
    assert (found.rows_before, found.rows, found.ids_gone, found.renumbered) == (len(rows), len(rows), 0, 0)
    assert found.columns_gone == ()
    assert found.columns_before == len(rows[0])
    assert found.alerts.lost == 0
    assert all(before == after for before, after in found.filled.values())
    assert found.filled["date_of_birth"][0] > 0


def test_half_of_the_rows(nights):
    rows = nights.rows
    half = rows[: len(rows) // 2]
    found = nights.compared(half)
    assert found.ids_gone == len(rows) - len(half)
    here = {row["record_id"] for row in half}
    assert found.alerts.customer_gone == sum(alert.record_id not in here for alert in nights.alerts) > 0


@pytest.mark.parametrize("full", [False, True])
def test_ids_numbered_anew(nights, full):
    rows = [row | {"record_id": f"N{place}"} for place, row in enumerate(nights.rows)]
    found = nights.compared(rows, full=full)
    assert found.ids_gone == found.renumbered == len(rows)
    assert found.alerts.customer_gone == found.alerts.total


@pytest.mark.parametrize("full", [False, True])
def test_ids_moved_by_one_row(nights, full):
    rows = nights.rows
    ids = [*(row["record_id"] for row in rows[1:]), "one more"]
    moved = [row | {"record_id": record_id} for row, record_id in zip(rows, ids, strict=True)]
    found = nights.compared(moved, full=full)
    assert found.ids_gone == 1
    assert found.renumbered == len(rows)


def test_customers_who_changed_are_not_renumbered(nights):
    rows = nights.rows
    changed = [row | {"address": "elsewhere"} for row in rows[:20]]
    changed += [row | {"name": f"Somebody Else {place}"} for place, row in enumerate(rows[20:30])]
    found = nights.compared([*changed, *rows[30:]])
    assert (found.ids_gone, found.renumbered) == (0, 0)


def test_two_who_take_each_other_s_ids(nights):
    one, other, *rest = nights.rows
    ids = one["record_id"], other["record_id"]
    found = nights.compared([one | {"record_id": ids[1]}, other | {"record_id": ids[0]}, *rest])
    assert (found.ids_gone, found.renumbered) == (0, 2)


def test_a_column_that_is_called_otherwise(nights):
    found = nights.compared(renamed(nights.rows, "date_of_birth", "dob"))
    assert found.columns_gone == ("date_of_birth",)
    before, after = found.filled["date_of_birth"]
    assert before > after == 0


def test_a_column_that_is_there_and_empty(nights):
    found = nights.compared([row | {"nationality": None} for row in nights.rows])
    assert found.columns_gone == ()
    assert found.filled["nationality"][1] == 0 < found.filled["nationality"][0]


def test_names_without_their_second_word(nights):
    found = nights.compared([row | {"name": row["name"].split()[0]} for row in nights.rows])
    assert found.filled[SEVERAL_WORDS][1] == 0 < found.filled[SEVERAL_WORDS][0]
    assert found.alerts.no_hit > 0


def test_parties_that_are_listed_no_more(nights):
    listed = nights.lists[0]
    alert = next(alert for alert in nights.alerts if alert.list_id == listed.list_id)
    listed.delist(alert.entity_id)
    found = nights.compared(nights.rows)
    pair = (alert.list_id, alert.entity_id)
    assert found.alerts.party_gone == sum((each.list_id, each.entity_id) == pair for each in nights.alerts)


def test_alerts_of_a_list_that_is_not_screened_with_are_not_lost(nights):
    nights.lists.pop()
    found = nights.compared(nights.rows)
    assert found.alerts.lost == 0
    assert found.alerts.total < len(nights.alerts)


def test_nobody_counts_as_gone_while_rows_could_not_be_identified(nights):
    rows = nights.rows
    screened = nights.night(rows[1:], unidentified=1, leave=False)
    assert screened.night.kept == 1
    assert screened.night.is_unscreened(rows[0]["record_id"])
    assert not screened.night.is_unscreened(rows[1]["record_id"])
    found = nights.compare(screened)
    # The table lacks a row all the same.
    assert (found.ids_gone, found.alerts.lost) == (1, 0)


def test_the_nights_after_one_that_kept_somebody(nights):
    rows = nights.rows
    who = rows[0]["record_id"]
    nights.night(rows[1:], unidentified=1)
    # Still not to be read, then there again: screened as anybody.
    assert nights.night(rows[1:], unidentified=1).night.is_unscreened(who)
    back = nights.night(rows)
    assert not back.night.is_unscreened(who)
    assert back.hits["alert_id"].to_pylist() == nights.first.hits["alert_id"].to_pylist()
    # Or gone for good.
    gone = nights.night(rows[1:])
    assert gone.night.kept == 0
    assert not gone.night.is_unscreened(who)
    assert who not in gone.night.live_ids


def test_the_state_of_an_older_program_says_nothing_of_the_table(nights):
    state = nights.bank.state
    (night,) = (state.path / "nights").glob("*/night.json")
    said = json.loads(night.read_text())
    del said["table"]
    night.write_text(json.dumps(said))
    assert state.last_night().table is None
    found = nights.compared(nights.rows)
    assert (found.filled, found.columns_gone, found.ids_gone) == ({}, (), 0)
