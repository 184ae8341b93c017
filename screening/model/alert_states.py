"""The states of an alert, and the dispositions that a reviewer may give it. Every other place takes them from
here.

    new             first raised in the night just run
    open            waits for a decision (a new alert of an earlier night, or one that opened again)
    below threshold  waits for a decision too, though it is no longer a hit: both sides are still there
    escalated       waits for somebody with more authority; stays so until decided
    true match      decided: the customer is the listed party
    false positive  decided: the customer is somebody else; suppressed while both sides stay the same
    closed by change  no longer a hit, and nobody has to look
    rekeyed         carried to another record id, where it goes on as another alert

A night later "new" is "open". That is no event, as nothing happened to the alert, and leaves its revision:
a reviewer who exported it before may still decide it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

__all__ = [
    "CLOSING",
    "DISPOSITIONS",
    "DISPOSITION_MEANINGS",
    "ENDED",
    "STATES",
    "STATE_AFTER",
    "UNDECIDED",
    "UNDECIDED_HITS",
    "Disposition",
    "EventKind",
    "State",
]

State = Literal[
    "new",
    "open",
    "below threshold",
    "escalated",
    "true match",
    "false positive",
    "closed by change",
    "rekeyed",
]
STATES: tuple[State, ...] = get_args(State)

# These wait for a person.
UNDECIDED: tuple[State, ...] = ("new", "open", "below threshold", "escalated")

# Of these, what a hit can be: what fell below the threshold is none.
UNDECIDED_HITS: tuple[State, ...] = ("new", "open", "escalated")

# A night asks nothing of these unless they are a hit again.
ENDED: tuple[State, ...] = ("closed by change", "rekeyed")

Disposition = Literal["true match", "false positive", "escalate", "open"]
DISPOSITIONS: tuple[Disposition, ...] = get_args(Disposition)

# What each says, for who chooses one.
DISPOSITION_MEANINGS: Mapping[Disposition, str] = {
    "true match": "the customer is the listed party",
    "false positive": "the customer is somebody else; no alert again while both sides stay the same",
    "escalate": "somebody with more authority must look",
    "open": "takes an earlier decision back",
}

# These end the work on an alert, and so may need a second person.
CLOSING: tuple[Disposition, ...] = ("true match", "false positive")

STATE_AFTER: Mapping[Disposition, State] = {
    "true match": "true match",
    "false positive": "false positive",
    "escalate": "escalated",
    "open": "open",
}

EventKind = Literal[
    "raised",  # seen for the first time
    "changed",  # facts that count changed, the state did not
    "reopened",  # a false positive, or a closed alert, waits for a decision again
    "restored",  # a closed alert is a hit again, and what was decided of it holds
    "fell below",  # an alert that still counts (it waits, or is a true match) reaches the threshold no more
    "returned",  # a true match or an escalated alert reaches it again
    "closed",  # no longer a hit
    "decided",  # by a person
    "proposed",  # by a person, and waits for a second
    "noted",  # a person wrote something down, and decided nothing
    "rekeyed",  # carried from one record id to another; both alerts have such an event
]
