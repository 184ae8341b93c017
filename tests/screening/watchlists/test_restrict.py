"""A list cut down to some programs."""

import pytest

from screening.model.errors import InputError
from screening.watchlists import Watchlist, WatchlistBuilder
from screening.watchlists.programs import restrict_to_programs


def a_list(list_id: str, **programs: list[str]) -> Watchlist:
    """A list of parties, each under its programs."""
    builder = WatchlistBuilder(list_id=list_id, source=list_id)
    for entity_id, codes in programs.items():
        builder.add("entities", entity_id=entity_id, entity_type="person", name=entity_id)
        builder.add("names", entity_id=entity_id, name=entity_id, kind="primary", quality="primary")
        for code in codes:
            builder.add("programs", entity_id=entity_id, program=code)
    return builder.build()


def test_parties_of_any_of_the_programs_stay_with_all_their_rows():
    watchlist = a_list("SDN", one=["GLOMAG"], two=["SDGT", "GLOMAG"], three=["CUBA"])
    (restricted,) = restrict_to_programs([watchlist], ["glomag"])
    for table in ("entities", "names"):
        assert restricted.tables[table]["entity_id"].to_pylist() == ["one", "two"]
    assert restricted.tables["programs"]["program"].to_pylist() == ["GLOMAG", "SDGT", "GLOMAG"]
    assert restricted.version == watchlist.version


def test_a_list_without_such_a_party_is_left_out():
    sdn, other = a_list("SDN", one=["GLOMAG"]), a_list("CONS", two=["NS-PLC"])
    assert [each.list_id for each in restrict_to_programs([sdn, other], ["GLOMAG"])] == ["SDN"]


def test_a_program_that_nobody_is_listed_under():
    with pytest.raises(InputError, match=r"program GLOMAQ: .* Programs there are: CUBA, GLOMAG"):
        restrict_to_programs([a_list("SDN", one=["GLOMAG"], two=["CUBA"])], ["GLOMAG", "GLOMAQ"])
