"""What changed and why something happened to an alert, as data.

    Change("customer", "date_of_birth", ("1974",), ("1975-02-01",))
    Reason((Cause("hit again"),), (that_change,))

An event of the ledger has a `Reason`: causes, changes of facts, or both. `wording.changes` makes the words of
it. Who may not see customers gets the `PublicReason`, in which no value of a customer is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from screening.model.alert_states import Disposition

__all__ = [
    "CUSTOMER_FACTS",
    "LATER_CUSTOMER_FACTS",
    "LATER_PARTY_FACTS",
    "PARTY_FACTS",
    "SINGLE_VALUED",
    "WEAK_ALIAS",
    "Cause",
    "CauseCode",
    "Change",
    "PublicReason",
    "Reason",
    "Side",
    "Statement",
]

Side = Literal["customer", "party"]

# What is known of a customer → what it is called, in the order in which people read it.
CUSTOMER_FACTS: Mapping[str, str] = {
    "name": "name",
    "date_of_birth": "birth date",
    "nationality": "nationality",
    "country": "country",
    "gender": "gender",
    "id_number": "document number",
    "id_type": "kind of document",
    "id_country": "country of document",
    "entity_type": "type",
    "address": "address",
    # Of alerts of the kind "ownership" alone: each step of the chain.
    "ownership": "ownership",
}

# What a list says of a party → what one value of it is called, in the order in which people read it.
PARTY_FACTS: Mapping[str, str] = {
    "lists": "list",
    "primary_name": "primary name",
    "entity_type": "type",
    "names": "alias",
    "title": "title",
    "gender": "gender",
    "birth_dates": "birth date",
    "places": "place of birth",
    "countries": "country",
    "documents": "document",
    "programs": "program",
    "measures": "measure",
    # Of each program, what the list says of the designation: by which act, on which day, in which words.
    "designations": "designation",
    "addresses": "address",
    "linked_to": "link",
    # What other lists call the party.
    "references": "reference",
    "digital_currency": "digital currency address",
    "contacts": "contact",
    "vessel_type": "vessel type",
    "vessel_flag": "vessel flag",
    "vessel_owner": "vessel owner",
    "call_sign": "call sign",
    "tonnage": "tonnage",
    "gross_registered_tonnage": "gross registered tonnage",
    "aircraft": "aircraft detail",
    "statements": "statement",
    "remarks": "remark",
}

# These were not known at first. What was kept without one of them says nothing of it; what is kept today has
# it even where the table or the list is silent.
LATER_CUSTOMER_FACTS = ("id_type", "id_country")
LATER_PARTY_FACTS = ("measures", "designations", "references")

# Of these a party has one at a time: a new value takes the place of the old one.
SINGLE_VALUED = frozenset(
    {
        "primary_name",
        "entity_type",
        "title",
        "gender",
        "vessel_type",
        "vessel_flag",
        "vessel_owner",
        "call_sign",
        "tonnage",
        "gross_registered_tonnage",
    }
)

# Ends the name of a weak alias among the party's `names`.
WEAK_ALIAS = " (weak alias)"

CauseCode = Literal[
    # A night:
    "first seen",  # score
    "joined by",  # alert_id: of the same party, that went on as this one
    "another customer's",  # the record id was carried on, and who has it now is a hit
    "threshold reached again",
    "hit again",
    "came apart",  # alert_id: of another party after all, with which it had been joined
    "joined with",  # alert_id: of the same party, which goes on for both
    "disposition holds",  # statement, without its text
    "disposition expired",  # day
    "customer left",
    "party delisted",  # list_id
    "below threshold",
    "below threshold for long",  # day: it was last a hit; days: after which it closed
    # A person:
    "comment",  # statement; of a note, without a disposition
    "proposed",  # statement: it waits for a second person
    "taken back",  # statement, somebody's of before
    "agreed with",  # statement, the first person's
    "carried to",  # record_id, alert_id, source
    "carried from",  # the same
]

# Words of people may say anything, of a customer too; where an alert was carried says record ids.
_OF_PEOPLE: tuple[CauseCode, ...] = (
    "comment",
    "proposed",
    "taken back",
    "agreed with",
    "carried to",
    "carried from",
)


# Made once: a night may record tens of thousands of reasons.
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of one side that changed. field: of CUSTOMER_FACTS or PARTY_FACTS. before, after: its values,
    sorted; empty where it was, or is, not known."""

    side: Side
    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """What a person said of an alert, and when. disposition: None for a note. text: why; "" where it is not
    told again."""

    by: str
    on: date
    text: str
    disposition: Disposition | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause of an event, with the details that CauseCode names for it, None for all others."""

    code: CauseCode
    score: float | None = None
    list_id: str | None = None
    day: date | None = None
    days: int | None = None
    statement: Statement | None = None
    record_id: str | None = None
    alert_id: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PublicReason:
    """A reason for those who may not see customers. changes: of the party alone. customer_fields: which facts
    of the customer changed, not from what to what. is_known: False where the ledger has only a sentence,
    which may hold anything."""

    causes: tuple[Cause, ...] = ()
    changes: tuple[Change, ...] = ()
    customer_fields: tuple[str, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something happened to an alert. sentence: of an event that was recorded when reasons were kept as
    sentences: all that is known of it; None for every other."""

    causes: tuple[Cause, ...] = ()
    changes: tuple[Change, ...] = ()
    sentence: str | None = None

    def public(self) -> PublicReason:
        """The reason without anything of the customer but the names of the fields that changed."""
        if self.sentence is not None:
            return PublicReason(is_known=False)
        return PublicReason(
            tuple(cause for cause in self.causes if cause.code not in _OF_PEOPLE),
            tuple(change for change in self.changes if change.side == "party"),
            tuple(dict.fromkeys(change.field for change in self.changes if change.side == "customer")),
        )

    def as_json(self) -> str:
        """The reason as the ledger keeps it; a detail that is None is left out."""
        if self.sentence is not None:
            raise ValueError("a reason of which only the sentence is known is not recorded again")
        content: dict[str, Any] = {}
        if self.causes:
            content["causes"] = [_plain(cause) for cause in self.causes]
        if self.changes:
            content["changes"] = [_plain(change) for change in self.changes]
        return _JSON.encode(content)

    @classmethod
    def from_json(cls, text: str) -> Reason:
        """reason.from_json(reason.as_json()) == reason."""
        content = json.loads(text)
        return cls(
            tuple(_cause(each) for each in content.get("causes", ())),
            tuple(
                Change(each["side"], each["field"], tuple(each["before"]), tuple(each["after"]))
                for each in content.get("changes", ())
            ),
        )


def _plain(value: Cause | Change | Statement) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name in value.__slots__:
        content = getattr(value, name)
        if content is None:
            continue
        if isinstance(content, Statement):
            content = _plain(content)
        elif isinstance(content, date):
            content = content.isoformat()
        plain[name] = content
    return plain


def _cause(plain: Mapping[str, Any]) -> Cause:
    details = dict(plain)
    if "day" in details:
        details["day"] = date.fromisoformat(details["day"])
    if "statement" in details:
        said = details["statement"]
        details["statement"] = Statement(**{**said, "on": date.fromisoformat(said["on"])})
    return Cause(**details)
