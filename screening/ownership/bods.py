"""Statements of the Beneficial Ownership Data Standard: JSON lines, or one JSON array.

Versions 0.1 to 0.3 have `statementType` (entityStatement, personStatement, ownershipOrControlStatement) and
name holders by the statements about them; 0.4 has `recordType` and names them by `recordId`. A third form are
records made of such statements, as Open Ownership's register is passed on: one record a holder, with
`RELATIONSHIPS` from a company to its owners ("shareholding 25% 50%"). The forms may not be mixed in a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from screening.model.countries import country_code
from screening.model.errors import InputError
from screening.ownership.holdings import Holdings, HoldingsBuilder
from screening.ownership.numbers import is_lei
from screening.ownership.shares import read_share, share_of_bods

__all__ = ["interest_of", "read_bods"]

# An array has to fit in memory whole.
_LARGEST_ARRAY = 512 << 20
_LONGEST_LINE = 16 << 20

_WORD = re.compile(r"[^a-z]")
_INTERESTS = {
    "shareholding": "shareholding",
    "rightstosurplusassetsondissolution": "surplus assets",
    "righttosurplusassetsondissolution": "surplus assets",
    "rightstosurplusassets": "surplus assets",
}
_ROLE = re.compile(r"([a-z_-]+)(?:\s+(\d[\d.]*)\s*%)?(?:\s+(\d[\d.]*)\s*%)?", re.IGNORECASE)
_PART = re.compile(r"([A-Z]{2})-\w+")
_TYPES = {
    "registeredEntity": "organization",
    "legalEntity": "organization",
    "arrangement": "organization",
    "stateBody": "organization",
    "state": "organization",
    "knownPerson": "person",
}
CONTROL = "control without ownership"
NO_OWNER = "an owner that is not named"
ENDED = "taken back or replaced by a later statement"

Statement = Mapping[str, Any]


def interest_of(kind: str | None) -> str | None:
    """The interest that a `type` of the Standard is, in any version's spelling; None where it is none."""
    return _INTERESTS.get(_WORD.sub("", (kind or "").lower()))


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
    try:
        with path.open(encoding="utf-8-sig") as file:
            first = file.read(1)
            while first.isspace():
                first = file.read(1)
            file.seek(0)
            found = _of_array(path, file.read(_LARGEST_ARRAY + 1)) if first == "[" else _of_lines(path, file)
            for place, statement in found:
                if not isinstance(statement, dict):
                    raise InputError(f"{path}, {place}: expected a statement, which is a JSON object.")
                yield place, statement
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not text in UTF-8 ({error.reason}). Fetch the file again.") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}).") from error


def _of_lines(path: Path, file: Any) -> Iterator[tuple[str, Any]]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE:
            raise InputError(f"{path}, line {number}: too long for a statement.")
        if line.strip():
            yield f"line {number}", _json(line, f"{path}, line {number}")


def _of_array(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    if len(text) > _LARGEST_ARRAY:
        raise InputError(f"{path}: too large to read at once. Write it as JSON lines: jq -c '.[]' FILE.")
    for number, statement in enumerate(_json(text, str(path)), start=1):
        yield f"statement {number}", statement


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{where}: not complete JSON ({error.msg} in line {error.lineno}). Fetch the file again."
        ) from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"{where}: JSON that no register publishes ({type(error).__name__}).") from error


class _Reader:
    """Statements in any order; ownership waits until all holders are known."""

    def __init__(self, builder: HoldingsBuilder) -> None:
        self._builder = builder
        self._replaced: set[str] = set()
        self._control: list[tuple[str, str, Statement]] = []  # id, place, statement
        self._records: dict[str, tuple[str, bool]] = {}  # relationship record → newest date, whether closed

    def take(self, statement: Statement, place: str) -> None:
        if "RECORD_ID" in statement and "RECORD_TYPE" in statement:
            self._take_record(statement, place)
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
            birth_date=_born(details.get("birthDate") or details.get("birthdate")),
            countries=[_country(place.get("code") or place.get("name")) for place in places if place],
            numbers=_numbers(
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
                self._builder.leave_out(ENDED)
                continue
            yield place, statement

    def take_control(self, statement: Statement, place: str) -> None:
        details = statement.get("recordDetails") or statement
        owned = _holder_key(details.get("subject"), ("describedByEntityStatement",))
        owner = _holder_key(
            details.get("interestedParty"), ("describedByEntityStatement", "describedByPersonStatement")
        )
        if owned is None or owner is None:
            self._builder.leave_out(NO_OWNER)
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
                stated_on=_day(statement.get("statementDate")),
                begins=_day(interest.get("startDate")),
                ends=_day(interest.get("endDate")),
            )

    def _take_record(self, record: Statement, place: str) -> None:
        key = f"bods:{record['RECORD_ID']}"
        named = record.get("NAMES") or ()
        names = [name.get("PRIMARY_NAME_ORG") for name in named]
        names += [record.get("PRIMARY_NAME_FULL"), *(name.get("ALTERNATE_NAME_FULL") for name in named)]
        nationalities = [each.get("NATIONALITY") for each in record.get("ATTRIBUTES") or ()]
        self._builder.holder(
            key,
            names,
            entity_type="person" if record["RECORD_TYPE"] == "PERSON" else "organization",
            birth_date=_born(record.get("DATE_OF_BIRTH")),
            countries=map(_country, (record.get("REGISTRATION_COUNTRY"), *nationalities)),
            numbers=_numbers(
                (each.get("NATIONAL_ID_TYPE"), each.get("NATIONAL_ID_NUMBER"))
                for each in record.get("IDENTIFIERS") or ()
            ),
        )
        for older in record.get("replaces_statements") or ():
            self._builder.same(key, f"bods:{older['statementID']}")
            self._builder.holder(f"bods:{older['statementID']}")
        for relation in record.get("RELATIONSHIPS") or ():
            role = relation.get("REL_POINTER_ROLE")
            if role is not None:
                self._take_role(key, relation, str(role), place, _day(record.get("statementDate")))

    def _take_role(
        self, owned: str, relation: Statement, role: str, place: str, stated_on: date | None
    ) -> None:
        found = _ROLE.fullmatch(role.strip())
        kind = interest_of(found[1]) if found else None
        if found is None or kind is None:
            self._builder.leave_out(CONTROL)
            return
        owner = f"bods:{relation['REL_POINTER_KEY']}"
        self._builder.holder(owner)
        share: tuple[float | None, float | None] = (None, None)
        if found[2]:
            share = read_share(f"{found[2]}-{found[3]}" if found[3] else found[2])
        self._builder.holding(
            owner,
            owned,
            kind,
            *share,
            place=place,
            stated_on=stated_on,
            begins=_day(relation.get("REL_POINTER_FROM_DATE")),
            ends=_day(relation.get("REL_POINTER_THRU_DATE")),
        )


def _holder_key(said: Any, names: Iterable[str]) -> str | None:
    if isinstance(said, str):
        return f"bods:{said}"
    # Up to 0.3 an object that says which statement describes the holder, or why none does.
    found = next((said[name] for name in names if said.get(name)), None) if said else None
    return f"bods:{found}" if found else None


def _numbers(identifiers: Iterable[tuple[Any, Any]]) -> Iterator[tuple[str | None, str | None]]:
    """Schemes of org-id.guide begin with their country: GB-COH."""
    for scheme, number in identifiers:
        text = str(number or "")
        country, dash, _ = str(scheme or "").partition("-")
        if is_lei(text):
            yield "LEI", text
        elif text:
            yield (country.upper() if dash and len(country) == 2 else None), text


def _country(text: Any) -> str | None:
    if not text:
        return None
    # A part of a country, such as US-DE, is of it.
    part = _PART.fullmatch(str(text))
    return country_code(part[1] if part else str(text))


def _born(text: Any) -> str | None:
    """Registers that publish the month alone are passed on with its first day, which nobody claims."""
    if not text:
        return None
    return str(text)[:7] if str(text)[7:10] == "-01" else str(text)


def _day(text: Any) -> date | None:
    """A day of the Standard: a date, or a moment. A month or a year alone tells no day."""
    if not text or len(str(text)) < 10:
        return None
    return date.fromisoformat(str(text)[:10])
