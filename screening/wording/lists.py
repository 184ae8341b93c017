"""The state of a list in a night, as a sentence: for the log, messages, notices and Prefect's pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from screening.model.run_record import ListState

__all__ = ["state_words", "trouble_words"]


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
