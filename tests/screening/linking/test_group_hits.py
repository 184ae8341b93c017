"""The same party on several lists: one row a customer, which names every list."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pytest
from hit_rows import hit_table
from party_lists import links, small_list

from screening.linking.group_hits import AlertOfParty, group_hits, linked_records
from screening.linking.party_links import PartyGroups
from screening.model.alert_ids import alert_id

OFAC, UN, UK = ("OFAC-SDN", "1"), ("UN", "QDi.1"), ("UK", "AFG0001")
LISTS = [
    small_list(
        "OFAC-SDN",
        {"1": ["KHALIL, Omar"], "2": ["OTHER, Somebody"]},
        programs=[{"entity_id": "1", "program": "SDGT"}],
    ),
    small_list(
        "UN",
        {"QDi.1": ["OMAR KHALIL"]},
        programs=[{"entity_id": "QDi.1", "program": "Al-Qaida", "authority": "UNSC resolution 1267"}],
        measures=[
            {"entity_id": "QDi.1", "measure": "asset freeze"},
            {"entity_id": "QDi.1", "measure": "travel ban"},
        ],
    ),
    small_list("UK", {"AFG0001": ["Omar Khalil"]}),
]
LINKS = links((OFAC, UN, "same reference UN QDi.1"), (UN, UK, "same reference UN QDi.1"))


def hit(entry: tuple[str, str], score: float = 90.0, record_id: str = "C-1", **more: Any) -> dict[str, Any]:
    list_id, entity_id = entry
    return {
        "alert_id": alert_id(record_id, *entry),
        "record_id": record_id,
        "list_id": list_id,
        "entity_id": entity_id,
        "entity_name": f"{list_id}'s name",
        "matched_name": f"{list_id}'s spelling",
        "score": score,
        "watchlist_version": f"{list_id} of today",
        "programs": [f"{list_id} program"],
        "prohibits": ["asset freeze"],
        **more,
    }


def grouped(*rows: dict[str, Any], link: pa.Table = LINKS, **more: Any) -> list[dict[str, Any]]:
    return group_hits(hit_table(*rows), PartyGroups(link), LISTS, **more).to_pylist()


def test_the_entries_of_one_party_are_one_row_that_names_each_list() -> None:
    (row,) = grouped(hit(UN), hit(UK), hit(OFAC))
    assert [(each["list_id"], each["entity_id"]) for each in row["listings"]] == [OFAC, UK, UN]
    assert [each["because"] for each in row["listings"]] == [
        None,
        "same reference UN QDi.1, with UN QDi.1",
        "same reference UN QDi.1",
    ]


def test_the_row_goes_by_its_first_list_and_shows_the_evidence_of_the_closest() -> None:
    (row,) = grouped(hit(OFAC, 88.0), hit(UN, 97.5, explanation="the UN's spelling is the customer's"))
    assert row["alert_id"] == alert_id("C-1", *OFAC)
    assert (row["list_id"], row["entity_name"]) == ("OFAC-SDN", "OFAC-SDN's name")
    assert (row["score"], row["matched_name"]) == (97.5, "UN's spelling")
    assert row["explanation"] == "the UN's spelling is the customer's"
    assert {each["list_id"]: each["score"] for each in row["listings"]} == {
        "OFAC-SDN": 88.0,
        "UN": 97.5,
        "UK": None,
    }


def test_no_score_and_no_order_of_hits_moves_the_alert() -> None:
    one = grouped(hit(OFAC, 88.0), hit(UN, 97.5))
    other = grouped(hit(UN, 81.0), hit(OFAC, 99.0))
    assert [row["alert_id"] for row in one] == [row["alert_id"] for row in other]


def test_an_entry_that_was_not_hit_is_named_without_a_score() -> None:
    (row,) = grouped(hit(OFAC))
    un = next(each for each in row["listings"] if each["list_id"] == "UN")
    assert (un["score"], un["matched_name"]) == (None, None)
    assert un["entity_name"] == "OMAR KHALIL"
    assert un["prohibits"] == ["asset freeze", "travel ban"]
    assert un["authority"] == ["UNSC resolution 1267"]


def test_what_the_lists_say_of_the_party_is_put_together() -> None:
    (row,) = grouped(
        hit(OFAC, linked_to=["A"], entity_birth_dates=["1960"]),
        hit(UK, linked_to=["B", "A"], entity_birth_dates=["1961"], prohibits=["travel ban"]),
    )
    assert row["programs"] == ["OFAC-SDN program", "UK program", "Al-Qaida"]
    assert row["prohibits"] == ["asset freeze", "travel ban"]
    assert row["linked_to"] == ["A", "B"]
    assert row["entity_birth_dates"] == ["1960", "1961"]


def test_of_equal_scores_the_first_list_gives_the_evidence() -> None:
    (row,) = grouped(hit(UN, 90.0), hit(OFAC, 90.0))
    assert row["matched_name"] == "OFAC-SDN's spelling"


def test_customers_stay_apart_and_so_do_parties() -> None:
    other = ("OFAC-SDN", "2")
    rows = grouped(hit(OFAC), hit(UN, record_id="C-2"), hit(other), hit(other, record_id="C-2"))
    assert [(row["record_id"], row["list_id"]) for row in rows] == [
        ("C-1", "OFAC-SDN"),
        ("C-2", "UN"),
        ("C-1", "OFAC-SDN"),
        ("C-2", "OFAC-SDN"),
    ]


def test_hits_without_a_link_stay_as_they_are() -> None:
    hits = hit_table(hit(OFAC), hit(UN))
    assert group_hits(hits, PartyGroups(links()), LISTS) is hits


def test_alerts_of_another_kind_are_left_alone() -> None:
    owned = hit(UN, alert_kind="ownership")
    rows = grouped(owned, hit(OFAC))
    assert [(row["alert_kind"], len(row["listings"])) for row in rows] == [("ownership", 1), ("name", 3)]


def test_carried_columns_come_along() -> None:
    (row,) = grouped(hit(OFAC, customer_branch="7"), hit(UN, customer_branch="7"))
    assert row["customer_branch"] == "7"


class Known:
    """The alert of one customer is known, and the others' are not."""

    records = frozenset({"C-1"})

    def __init__(self, alert: AlertOfParty) -> None:
        self.alert = alert
        self.asked: dict[str, Sequence[Sequence[tuple[str, str]]]] = {}

    def assign(
        self, record_id: str, rows: Sequence[Sequence[tuple[str, str]]]
    ) -> Sequence[AlertOfParty | None]:
        self.asked[record_id] = rows
        return [self.alert if record_id == "C-1" and UN in row else None for row in rows]


def test_a_party_goes_by_the_alert_that_is_there() -> None:
    known = Known(AlertOfParty(alert_id("C-1", *UN), UN))
    first, second = grouped(hit(OFAC), hit(UN), hit(OFAC, record_id="C-2"), alerts=known)
    assert (first["alert_id"], first["list_id"]) == (alert_id("C-1", *UN), "UN")
    assert second["alert_id"] == alert_id("C-2", *OFAC)


def test_an_alert_goes_on_when_the_entry_it_began_with_was_taken_off() -> None:
    gone = ("EU", "12")
    (row,) = grouped(hit(UN), alerts=Known(AlertOfParty(alert_id("C-1", *gone), gone)))
    assert row["alert_id"] == alert_id("C-1", *gone)
    assert row["list_id"] == "UN"


def test_an_alert_goes_on_by_an_entry_that_is_no_hit_any_more() -> None:
    (row,) = grouped(hit(OFAC), alerts=Known(AlertOfParty(alert_id("C-1", *UN), UN)))
    assert (row["list_id"], row["entity_name"]) == ("UN", "OMAR KHALIL")
    assert (row["listings"][0]["list_id"], row["listings"][0]["score"]) == ("UN", None)
    assert row["matched_name"] == "OFAC-SDN's spelling"


def test_all_rows_of_a_customer_whose_alert_named_several_lists_are_asked_about() -> None:
    known = Known(AlertOfParty(alert_id("C-1", *UN), UN))
    grouped(hit(OFAC), hit(UN), link=links(), alerts=known)
    assert known.asked == {"C-1": [[OFAC], [UN]]}


def test_who_has_a_hit_on_a_party_of_several_lists() -> None:
    hits = hit_table(hit(("OFAC-SDN", "2")), hit(UK, record_id="C-2"))
    assert linked_records(hits, PartyGroups(LINKS)) == {"C-2"}


def test_hits_that_are_grouped_already_are_refused() -> None:
    once = group_hits(hit_table(hit(OFAC)), PartyGroups(LINKS), LISTS)
    with pytest.raises(ValueError, match="grouped already"):
        group_hits(once, PartyGroups(LINKS), LISTS)
