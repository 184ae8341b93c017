"""What is said of a list: its state in a night, and how much of it was screened against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from screening.wording.words import counted

if TYPE_CHECKING:
    from screening.model.party_counts import ListCoverage
    from screening.model.run_record import ListState

__all__ = ["coverage_words", "state_words", "trouble_words"]


def state_words(state: ListState) -> str:
    """What became of a list, why, and which version is in use since when."""
    if state.version is None:
        used = "no version to screen with"
    else:
        dated = "" if state.published else " since it arrived"
        days = f"{state.age_days:,} day{'' if state.age_days == 1 else 's'} old"
        used = f"in use: {state.version}, {days}{dated}"
    notes = f" ({'; '.join(state.notes)})" if state.notes else ""
    return f"{state.list_id}: {state.state}{notes}; {used}"


def trouble_words(states: Sequence[ListState]) -> list[str]:
    """The sentence of each list that somebody has to look after."""
    return [state_words(state) for state in states if state.is_trouble]


def coverage_words(list_id: str, rows: Sequence[ListCoverage]) -> str:
    """How many parties and names of a list were screened against, of how many. rows: its types."""
    there = [row.published or row.parsed for row in rows]
    parties = sum(row.screened.parties for row in rows), sum(count.parties for count in there)
    names = sum(row.screened.names for row in rows), sum(count.names for count in there)
    without = sum(row.without_letters for row in rows)
    rest = f" ({counted(without, 'name')} without letters)" if without else ""
    return (
        f"screened against {list_id}: {parties[0]:,} of {parties[1]:,} parties, {names[0]:,} of {names[1]:,} "
        f"names{rest}"
    )
