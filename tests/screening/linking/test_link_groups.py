"""The groups that links make, and links as a table for people."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from screening.linking.party_links import LINK_COLUMNS, LINKS, PartyGroups, named_links
from screening.watchlists.party_writer import PartyWriter
from screening.watchlists.watchlist import WatchlistBuilder


def links(*rows: Sequence[str]) -> pa.Table:
    """Links of (list, number, other list, other number)."""
    return pa.Table.from_pylist(
        [dict(zip(LINKS.names, (*row, "name", "same name"), strict=True)) for row in rows], schema=LINKS
    )


def test_entries_linked_through_others_are_one_group() -> None:
    groups = PartyGroups(links(("EU", "E1", "UN", "U1"), ("UK", "K1", "UN", "U1"), ("EU", "E2", "UN", "U2")))

    assert groups.members("EU", "E1") == [("EU", "E1"), ("UK", "K1"), ("UN", "U1")]
    assert groups.members("UN", "U2") == [("EU", "E2"), ("UN", "U2")]
    assert groups.members("UN", "U3") == [("UN", "U3")]


def test_what_links_two_entries_is_known_for_those_linked_directly() -> None:
    groups = PartyGroups(links(("EU", "E1", "UN", "U1"), ("UK", "K1", "UN", "U1")))

    assert groups.because(("UN", "U1"), ("EU", "E1")) == "same name"
    assert groups.because(("UK", "K1"), ("EU", "E1")) is None


def test_links_for_people_bear_the_names_of_both() -> None:
    builder = WatchlistBuilder("UN", source="test")
    PartyWriter(builder).start("U1", "person", "SALLY JONES")

    (row,) = named_links(links(("EU", "E1", "UN", "U1")), [builder.build()]).to_pylist()

    assert tuple(row) == LINK_COLUMNS
    assert (row["entity_name"], row["other_entity_name"]) == (None, "SALLY JONES")


def test_no_links_have_the_columns_all_the_same() -> None:
    assert tuple(named_links(LINKS.empty_table(), []).column_names) == LINK_COLUMNS
