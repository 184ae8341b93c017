"""Statements of the Beneficial Ownership Data Standard: JSON lines, or one JSON array.

Versions 0.1 to 0.3 have `statementType` (entityStatement, personStatement, ownershipOrControlStatement) and
name holders by the statements about them; 0.4 has `recordType` and names them by `recordId`. A third form are
records made of such statements (`bods_records`). The forms may not be mixed in a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from screening.model.errors import InputError
from screening.ownership.bods_records import is_record, take_record
from screening.ownership.bods_values import (
    CONTROL,
    birth_date,
    country_of,
    day,
    interest_of,
    numbers_in,
    share_of_bods,
)
from screening.ownership.holdings import Holdings, HoldingsBuilder
from screening.watchlists.publishers.json_lines import json_file, json_lines
from screening.watchlists.publishers.plain_files import first_bytes

__all__ = ["read_bods"]

_TYPES = {
    "registeredEntity": "organization",
    "legalEntity": "organization",
    "arrangement": "organization",
    "stateBody": "organization",
    "state": "organization",
    "knownPerson": "person",
}
# Why a statement is left out.
_NO_OWNER = "an owner that is not named"
_ENDED = "taken back or replaced by a later statement"

Statement = Mapping[str, Any]


def read_bods(path: Path) -> Holdings:
    """Raises InputError, with the line or the number of the statement, for what is not such a file."""
    builder = HoldingsBuilder(path.name)
    reader = _Reader(builder)
    for place, statement in _statements(path):
        with _said_of(path, place):
            reader.take(statement, place)
    for place, statement in reader.waiting():
        with _said_of(path, place):
            reader.take_control(statement, place)
    with _said_of(path, "some text"):
        return builder.build()


@contextmanager
def _said_of(path: Path, place: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, AttributeError, KeyError, pa.ArrowException) as error:
        raise InputError(
            f"{path}, {place}: no statement of the Beneficial Ownership Data Standard ({_short(error)}). "
            "Fetch the file again, or leave the statement out."
        ) from error


def _short(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:120]


def _statements(path: Path) -> Iterator[tuple[str, Statement]]:
    """Each statement with its place."""
    if not first_bytes(path).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"["):
        for number, statement in json_lines(path):
            yield f"line {number}", statement
        return
    for number, statement in enumerate(json_file(path), start=1):
        if not isinstance(statement, dict):
            raise InputError(f"{path}, statement {number}: expected a statement, which is a JSON object.")
        yield f"statement {number}", statement


class _Reader:
    """Statements in any order; ownership waits until all holders are known."""

    def __init__(self, builder: HoldingsBuilder) -> None:
        self._builder = builder
        self._replaced: set[str] = set()
        self._control: list[tuple[str, str, Statement]] = []  # id, place, statement
        self._records: dict[str, tuple[str, bool]] = {}  # relationship record → newest date, whether closed

    def take(self, statement: Statement, place: str) -> None:
        if is_record(statement):
            take_record(self._builder, statement, place)
            return
        kind = statement.get("recordType") or statement["statementType"]
        number = str(statement.get("statementId") or statement["statementID"])
        self._replaced.update(map(str, statement.get("replacesStatements") or ()))
        if kind in ("relationship", "ownershipOrControlStatement"):
            self._control.append((number, place, statement))
            self._note_record(statement)
        elif kind in ("entity", "person", "entityStatement", "personStatement"):
            self._take_holder(statement, number, is_person=kind.startswith("person"))
        else:
            raise ValueError(f"a statement of type {str(kind)[:40]!r}")

    def _take_holder(self, statement: Statement, number: str, *, is_person: bool) -> None:
        details = statement.get("recordDetails") or statement
        key = f"bods:{statement.get('recordId') or number}"
        for older in statement.get("replacesStatements") or ():
            self._builder.same(key, f"bods:{older}")
            self._builder.holder(f"bods:{older}")
        names: list[str | None] = [details.get("name")]
        names += [
            name.get("fullName") or " ".join(filter(None, (name.get("givenName"), name.get("familyName"))))
            for name in details.get("names") or ()
        ]
        names += [str(name) for name in details.get("alternateNames") or ()]
        places = [details.get("incorporatedInJurisdiction"), details.get("jurisdiction")]
        places += list(details.get("nationalities") or ())
        kind = details.get("entityType") or details.get("personType") or ""
        kind = kind.get("type", "") if isinstance(kind, dict) else kind
        self._builder.holder(
            key,
            names,
            entity_type="person" if is_person else _TYPES.get(str(kind), "organization"),
            birth_date=birth_date(details.get("birthDate") or details.get("birthdate")),
            countries=[country_of(place.get("code") or place.get("name")) for place in places if place],
            numbers=numbers_in(
                (each.get("scheme"), each.get("id")) for each in details.get("identifiers") or ()
            ),
        )

    def _note_record(self, statement: Statement) -> None:
        """Of statements about one record (0.4) the newest holds."""
        record = statement.get("recordId")
        if record is not None:
            said = (str(statement.get("statementDate") or ""), statement.get("recordStatus") == "closed")
            self._records[str(record)] = max(said, self._records.get(str(record), ("", False)))

    def waiting(self) -> Iterator[tuple[str, Statement]]:
        """The statements of ownership that hold, once all statements are taken."""
        for number, place, statement in self._control:
            record = statement.get("recordId")
            newest, closed = (
                self._records.get(str(record), ("", False)) if record is not None else ("", False)
            )
            if number in self._replaced or closed or str(statement.get("statementDate") or "") < newest:
                self._builder.leave_out(_ENDED)
                continue
            yield place, statement

    def take_control(self, statement: Statement, place: str) -> None:
        details = statement.get("recordDetails") or statement
        owned = _holder_key(details.get("subject"), ("describedByEntityStatement",))
        owner = _holder_key(
            details.get("interestedParty"), ("describedByEntityStatement", "describedByPersonStatement")
        )
        if owned is None or owner is None:
            self._builder.leave_out(_NO_OWNER)
            return
        for key in (owned, owner):
            self._builder.holder(key)
        for interest in details.get("interests") or ():
            kind = interest_of(interest.get("type"))
            if kind is None:
                self._builder.leave_out(CONTROL)
                continue
            least, most = share_of_bods(interest.get("share"))
            self._builder.holding(
                owner,
                owned,
                kind,
                least,
                most,
                place=place,
                indirect=(interest.get("directOrIndirect") or interest.get("interestLevel")) == "indirect",
                stated_on=day(statement.get("statementDate")),
                begins=day(interest.get("startDate")),
                ends=day(interest.get("endDate")),
            )


def _holder_key(said: Any, names: Iterable[str]) -> str | None:
    if isinstance(said, str):
        return f"bods:{said}"
    # Up to 0.3 an object that says which statement describes the holder, or why none does.
    found = next((said[name] for name in names if said.get(name)), None) if said else None
    return f"bods:{found}" if found else None
