"""The state of every list in a night, once lists were taken in, and what the night makes of it.

Every list has one that a source is configured for, and every other list of the store, which is screened with
as well. A list that is too old stops the night. With one that was refused or is unusable the night goes on
with the last good version; it is published, and then ends with an error, so that somebody looks.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from screening.model.errors import GateFailure, InputError
from screening.storage.addresses import Place
from screening.wording.lists import state_words, trouble_words

if TYPE_CHECKING:
    from screening.model.run_record import ListState
    from screening.runs.list_intake import Intake
    from screening.settings import Settings
    from screening.watchlists import StoredVersion

__all__ = [
    "NightPublished",
    "list_states",
    "log_states",
    "raise_if_behind",
    "raise_if_none",
]

_log = logging.getLogger(__name__)


class NightPublished(Exception):  # noqa: N818  (it marks errors of two kinds, and is none of its own)
    """Marks the error of a night that is published, and whose notice has told of its lists."""


class _OlderListsFailure(NightPublished, GateFailure):
    pass


class _OlderListsError(NightPublished, InputError):
    pass


def list_states(
    intakes: Sequence[Intake],
    stored: Sequence[StoredVersion],
    versions: Mapping[str, str],
    last_versions: Mapping[str, str],
    day: date,
    settings: Settings,
) -> tuple[ListState, ...]:
    """The state of each list: those that were taken in, in their order, then the others of the store.

    stored: the versions that are screened with. versions: what hits call them, by list; last_versions: the
    same of last night, empty for the first. What last night did not screen with is new, whenever it was
    taken in.
    """
    in_use = {version.list_id: version for version in stored}
    brought = {intake.list_id: intake for intake in intakes}
    return tuple(
        _state(
            list_id,
            brought.get(list_id),
            in_use.get(list_id),
            versions.get(list_id),
            versions.get(list_id) != last_versions.get(list_id),
            day,
            settings,
        )
        for list_id in dict.fromkeys([*brought, *in_use])
    )


def _state(
    list_id: str,
    intake: Intake | None,
    version: StoredVersion | None,
    name: str | None,
    is_new: bool,
    day: date,
    settings: Settings,
) -> ListState:
    from screening.model.run_record import ListCondition, ListState

    state: ListCondition
    trouble = intake.state if intake is not None and intake.state in ("refused", "unusable") else None
    notes = list(intake.notes) if intake else []
    if intake is not None and trouble == "refused":
        notes += [f"{check.name}: {check.saw}" for gate in intake.failed_gates for check in gate.failures]
    if version is None:
        return ListState(list_id=list_id, state=trouble or "missing", notes=tuple(notes))
    age = (day - version.in_force_since).days
    limit = settings.max_age_days(list_id)
    if limit is not None and age > limit:
        if trouble is not None:
            notes.insert(0, f"what was delivered is {trouble}")
        state = "too old"
    else:
        state = trouble or ("new" if is_new else "unchanged")
    return ListState(
        list_id=list_id,
        state=state,
        version=name,
        published=version.last_published,
        age_days=age,
        notes=tuple(notes),
    )


def log_states(states: Sequence[ListState]) -> None:
    """A line in the log for each list; a warning where somebody has to look after it."""
    for state in states:
        _log.log(logging.WARNING if state.is_trouble else logging.INFO, "%s", state_words(state))


def raise_if_none(states: Sequence[ListState], intakes: Sequence[Intake]) -> None:
    """Where there is no list to screen with, raise GateFailure if a gate refused one, else InputError, which
    says why there is none."""
    if any(state.version for state in states):
        return
    why = "; ".join(state_words(state) for state in states) or "none is configured under 'lists'"
    message = (
        f"there is no list to screen with: {why}. Put a whole publication where the settings look for it "
        "('lists'), or import one with the same --config: sanctions lists import PATH."
    )
    # They stop the night here, and are not only the verdict on a newer publication.
    failed = [gate for each in intakes if each.state == "refused" for gate in each.gates if not gate.passed]
    raise GateFailure(message, failed) if failed else InputError(message)


def raise_if_behind(states: Sequence[ListState], folder: Place) -> None:
    """Raise for a night that is published in `folder` without what was to be delivered: GateFailure where a
    gate refused a list, else InputError where one is unusable or missing."""
    words = trouble_words(states)
    if not words:
        return
    message = (
        f"the night is published in {folder}, but screened with older lists than were to be had: "
        f"{'; '.join(words)}. Have it delivered again"
    )
    if any(state.state == "refused" for state in states):
        raise _OlderListsFailure(
            f"{message}, or take in what was refused, once somebody has looked at it, with sanctions lists "
            "import PATH --accept-change; then run the night again."
        )
    raise _OlderListsError(f"{message}, and run the night again.")
