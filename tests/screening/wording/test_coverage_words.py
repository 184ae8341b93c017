"""How much of a list was screened against, in words."""

from screening.model.party_counts import ListCoverage, PartyCount
from screening.wording.lists import coverage_words


def row(screened: int, published: int | None = 9, without_letters: int = 0) -> ListCoverage:
    count, read = PartyCount("person", 2, screened), PartyCount("person", 2, 9)
    of_files = None if published is None else PartyCount("person", 2, published)
    return ListCoverage("UN", "person", of_files, read, without_letters, count, count)


def test_all_of_a_list() -> None:
    assert coverage_words("UN", [row(9)]) == "screened against UN: 2 of 2 parties, 9 of 9 names"


def test_a_part_of_what_was_published() -> None:
    assert coverage_words("UN", [row(9, 12)]) == "screened against UN: 2 of 2 parties, 9 of 12 names"


def test_names_that_nobody_can_be_found_by_are_told() -> None:
    words = coverage_words("UN", [row(8, None, 1), row(9, None)])
    assert words == "screened against UN: 4 of 4 parties, 17 of 18 names (1 name without letters)"
