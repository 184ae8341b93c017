"""The gate of coverage: nobody on a list goes missing between the publisher's files and the hits."""

import dataclasses
from collections.abc import Sequence

import pytest
from gate_inputs import a_list, listed
from real_lists import read_real

from screening.matching.screener import Screener
from screening.model.party_counts import ListCoverage, PartyCount
from screening.quality import coverage, coverage_gate
from screening.watchlists.counts import parsed_counts
from screening.watchlists.watchlist import Watchlist

Counts = dict[str, Sequence[PartyCount]]


@pytest.fixture
def watchlist() -> Watchlist:
    watchlist = a_list().build()
    return dataclasses.replace(watchlist, published_counts=parsed_counts(watchlist))


def rows(watchlist: Watchlist, **counts: Counts) -> tuple[ListCoverage, ...]:
    whole: Counts = {"TEST": parsed_counts(watchlist)}
    return coverage([watchlist], counts.get("indexed", whole), counts.get("screened", whole))


def one_name_fewer(watchlist: Watchlist) -> Counts:
    person, organization = parsed_counts(watchlist)
    return {"TEST": (person, dataclasses.replace(organization, names=organization.names - 1))}


def test_a_list_that_is_whole_at_every_step_passes(watchlist: Watchlist) -> None:
    gate = coverage_gate(rows(watchlist))
    assert gate.passed
    assert gate.saw == "screened against TEST: 2 of 2 parties, 3 of 3 names"


def test_a_name_that_was_not_read_fails(watchlist: Watchlist) -> None:
    more = dataclasses.replace(
        watchlist, published_counts=(*parsed_counts(watchlist)[:1], PartyCount("vessel", 3, 4))
    )
    gate = coverage_gate(rows(more))
    assert [check.demand.kind for check in gate.failures] == ["published parties read"]
    assert "TEST vessel" in gate.failures[0].saw


@pytest.mark.parametrize(
    ("step", "demand"),
    [("indexed", "parties read are indexed"), ("screened", "indexed parties screened against")],
)
def test_a_name_that_is_not_in_an_index_fails(watchlist: Watchlist, step: str, demand: str) -> None:
    gate = coverage_gate(rows(watchlist, **{step: one_name_fewer(watchlist)}))
    assert [check.demand.kind for check in gate.failures] == [demand]


def test_a_list_that_was_not_screened_at_all_fails(watchlist: Watchlist) -> None:
    gate = coverage_gate(rows(watchlist, screened={}))
    assert [check.demand.kind for check in gate.failures] == ["indexed parties screened against"]


def test_a_list_of_which_some_parties_were_asked_for_is_not_held_to_what_was_published(
    watchlist: Watchlist,
) -> None:
    counts: Counts = {"TEST": parsed_counts(watchlist)}
    asked_for = dataclasses.replace(watchlist, published_counts=(PartyCount("person", 900, 1_000),))
    assert not coverage_gate(coverage([asked_for], counts, counts)).passed
    assert coverage_gate(coverage([asked_for], counts, counts, restricted=True)).passed


def test_names_without_letters_are_counted_apart() -> None:
    builder = a_list()
    listed(builder, "3", "—")
    watchlist = builder.build()
    index = Screener([watchlist]).counts
    (person, _) = coverage([watchlist], index, index)
    assert (person.parsed.names, person.without_letters, person.indexed.names) == (2, 1, 1)
    assert person.is_whole


def test_every_name_of_a_real_list_is_in_the_index(shared_data) -> None:  # type: ignore[no-untyped-def]

    watchlist = read_real(shared_data / "ofac" / "consolidated")
    counts = Screener([watchlist]).counts
    assert all(row.is_whole for row in coverage([watchlist], counts, counts))
    assert sum(count.names for count in counts["OFAC-CONS"]) == watchlist.name_count
