"""Nights with two lists on which the same man stands: one alert, whatever becomes of their lists."""

from collections.abc import Iterator
from contextlib import chdir
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from night_office import Office, Published
from party_lists import small_list

from screening.alerts import Ledger, NewDisposition
from screening.model.alert_ids import alert_id
from screening.watchlists import import_watchlist
from screening.wording.changes import reason_words

CUSTOMERS = [
    {"record_id": "c1", "name": "Qays al-Khazali", "date_of_birth": "1974-06-20", "nationality": "Iraq"},
    {"record_id": "c2", "name": "Rex Tillerson", "date_of_birth": "1952", "nationality": "US"},
]
OFAC, UN = ("OFAC-SDN", "28004"), ("UN", "QDi.999")
ALERT, OF_UN = alert_id("c1", *OFAC), alert_id("c1", *UN)
TOGETHER = "linking: {kinds: [], together: [[OFAC-SDN 28004, UN QDi.999]]}"
APART = "linking: {kinds: []}"


def un_list(day: str) -> None:
    """A publication of the UN is imported."""
    published = date.fromisoformat(day)
    name = ["QAYS AL KHAZALI", f"ALIAS OF {day}"]
    import_watchlist(small_list("UN", {"QDi.999": name}, published=published), Path("store"))


def states() -> dict[str, str]:
    with Ledger.open("sqlite:///ledger.db", create=False) as ledger:
        return {alert.alert_id: alert.state for alert in ledger.alerts_of_record("c1")}


def lists_of(night: Published) -> list[list[str]]:
    return [[each["list_id"] for each in hit["listings"]] for hit in night.hits]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What each night published, and the states of the customer's alerts after it."""
    folder = tmp_path_factory.mktemp("office")
    office = Office(folder)
    found: dict[str, Any] = {}

    def play(name: str, day: str) -> None:
        found[name] = (office.night(day), states())

    with chdir(folder):
        office.open()
        office.customers(CUSTOMERS)
        office.config("workers: 1", f"workers: 1\n{APART}")
        un_list("2026-01-03")
        play("not linked", "2026-01-03")
        with Ledger.open("sqlite:///ledger.db", create=False) as ledger:
            said = NewDisposition(ALERT, "false positive", "another man", 1)
            ledger.decide([said], "Ann Lee", datetime(2026, 1, 3, 9, tzinfo=UTC))
        office.config(APART, TOGETHER)
        play("linked", "2026-01-04")
        un_list("2026-01-05")
        play("a new version of one list", "2026-01-05")
        with Ledger.open("sqlite:///ledger.db", create=False) as ledger:
            found["why"] = [reason_words(event.reason) for event in ledger.history(ALERT)]
        yield found


def test_entries_that_nothing_links_are_alerts_of_their_own(nights):
    published, after = nights["not linked"]
    assert sorted(lists_of(published)) == [["OFAC-SDN"], ["UN"]]
    assert after == {ALERT: "new", OF_UN: "new"}


def test_a_link_makes_them_one_and_the_new_list_reopens_the_false_positive(nights):
    published, after = nights["linked"]
    assert lists_of(published) == [["OFAC-SDN", "UN"]]
    assert after == {ALERT: "open", OF_UN: "closed by change"}
    assert f"alert {OF_UN} is about the same party, and goes on here; now also listed on UN" in nights["why"]
    assert published.run["party_links"] == {"person": 1}
    assert "QDi.999" in (published.folder / "party_links.csv").read_text(encoding="utf-8")


def test_a_night_that_screens_what_changed_names_tonights_versions(nights):
    published, after = nights["a new version of one list"]
    assert published.run["night"]["full"] is False
    (hit,) = published.hits
    assert [each["watchlist_version"] for each in hit["listings"]] == [
        f"{each['list_id']} {each['published'] or 'undated'} {each['sha256'][:12]}"
        for each in published.run["watchlists"]
    ]
    assert after == {ALERT: "open", OF_UN: "closed by change"}
    assert nights["why"][-1] == "new alias 'ALIAS OF 2026-01-05'; alias 'ALIAS OF 2026-01-03' removed"
