"""What a gate demanded, found and saw is data; these are its words."""

from datetime import date
from typing import get_args

import pytest

from screening.model.gates import (
    CustomersSeen,
    Demand,
    DemandKind,
    Example,
    FirstVersionSeen,
    Found,
    GateTable,
    HitsSeen,
    ListChangeSeen,
    ListSeen,
    RowCount,
)
from screening.wording.demands import demand_words, way_out_words
from screening.wording.gate_tables import table_about, table_title
from screening.wording.gates import found_words, gate_name, seen_words

LIST = ListSeen(
    list_id="OFAC-SDN",
    parties=9_000,
    names=20_000,
    orphans=3,
    orphan_share=0.0001,
    unparsed_share=0.002,
    remark_segments=50_000,
    published=date(2022, 1, 1),
    day=date(2022, 1, 31),
)


@pytest.mark.parametrize("kind", get_args(DemandKind))
def test_every_demand_has_words(kind):
    demand = Demand(kind, "score", limit=0.05, values=("one", "another"))
    said = f"{demand_words(demand)}. {way_out_words(demand)}"
    assert said[0].islower()
    assert "{" not in said


@pytest.mark.parametrize("table", get_args(GateTable))
def test_every_table_has_a_title_and_says_what_a_row_is(table):
    assert table_title(table)
    assert table_about(table).startswith("One row for ")


def test_a_demand_says_its_limit_its_column_and_its_values():
    assert (
        demand_words(Demand("most rejected", "rejected_share", 0.1))
        == "at most 10.0% of the rows are rejected"
    )
    assert demand_words(Demand("hit score in range", "score", 79.5)) == "score lies between 79.5 and 100"
    assert (
        demand_words(Demand("hit value known", "status", values=("new", "open")))
        == "status is one of new, open"
    )
    assert demand_words(Demand("least parties", "entities", 1_000)) == "the list holds at least 1,000 parties"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Found((Example((0.5,)),)), "found 0.5"),
        (Found((Example((0.123456789,)),), 1, 1), "found 0.123457"),
        (Found((Example(("x",)), Example((None,))), 2, 30), "found 2 of 30 rows, such as 'x'; None"),
        # A pair of columns that should be equal.
        (Found((Example(((99, 13),)),), 1, 1), "found 99 and 13"),
        (
            Found((Example(("ghost",), ("entity_id", "7")),), 1_234, 9_000),
            "found 1,234 of 9,000 rows, such as 'ghost' (entity_id '7')",
        ),
        # Where the row's label is what is wrong with it.
        (Found((Example((), ("entity_id", "7")),), 2, 9), "found 2 of 9 rows, such as entity_id '7'"),
    ],
)
def test_what_was_found_is_told_with_examples(found, words):
    assert found_words(found) == words


@pytest.mark.parametrize(
    ("seen", "name"),
    [
        (LIST, "list OFAC-SDN"),
        (FirstVersionSeen("OFAC-SDN", 9_000), "list change OFAC-SDN"),
        (ListChangeSeen("L", (RowCount("names", 5, 7),), None, "L 1"), "list change L"),
        (CustomersSeen(10, 9, 1, 0), "customers"),
        (HitsSeen(3, 2, 9), "hits"),
    ],
)
def test_a_gate_is_called_by_what_it_looks_at(seen, name):
    assert gate_name(seen) == name


def test_an_undated_list_says_that_its_date_is_not_known():
    undated = ListChangeSeen("L", (RowCount("names", 5, 7),), None, "L 1")
    assert seen_words(undated) == "7 names (+2), published at an unknown date, against L 1"
