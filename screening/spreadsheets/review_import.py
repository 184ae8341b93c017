"""Files that people hand in: a reviewer's filled-in spreadsheet → dispositions in the ledger, and the table
of new record ids → a mapping.

Of what `review_export` gave out, only `alert_id`, `decision`, `comment` and `revision` are read, and
`exported_row` to see that all came back; `record_id`, `list_id` and `entity_id`, where the file has them,
must belong to the alert, for a spreadsheet that sorted one column by itself would otherwise put each
decision on another customer. A column `expires_on` may be added: the day a false positive is to be looked
at again. One row that cannot be used, and nothing of the file is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from screening.alerts.database import plain_text
from screening.alerts.ledger import Ledger
from screening.alerts.records import Identity, NewDisposition, Note, Result, RowOutcome
from screening.customers.date_forms import parse_day
from screening.model.alert_states import DISPOSITIONS, Disposition
from screening.model.errors import InputError
from screening.spreadsheets.review_columns import EXPORTED_ROW
from screening.spreadsheets.sheet_rows import SheetRow, read_sheet
from screening.spreadsheets.whole_sheet import check_whole, is_same_id

__all__ = ["AppliedRow", "Review", "apply_review", "read_mapping"]

_REQUIRED = ("alert_id", "decision", "comment", "revision")
_ALSO_READ = (EXPORTED_ROW, "record_id", "list_id", "entity_id", "expires_on")
_OF_MAPPING = ("old_record_id", "new_record_id")
_MOST_SHOWN = 20
_WHOLE_NUMBER = re.compile(r"(\d{1,9})([.,]0+)?")


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """A row with a disposition or a note, by its number in the spreadsheet, and what became of it."""

    row: int
    asked: NewDisposition | Note
    outcome: RowOutcome


@dataclass(frozen=True, slots=True)
class Review:
    """What a file did. undecided: how many rows had neither decision nor comment; came, exported: how many
    rows came back and how many went out, None where the file does not say."""

    rows: Sequence[AppliedRow]
    undecided: int
    came: int
    exported: int | None

    def of_result(self, result: Result) -> list[AppliedRow]:
        """The rows of which this became."""
        return [row for row in self.rows if row.outcome.result == result]


def apply_review(
    ledger: Ledger, path: Path, reviewer: str, at: datetime, *, login: str = "", partial: bool = False
) -> Review:
    """Record the dispositions and notes of a file as `reviewer`'s, made at `at`; all of them or none.

    A comment without a decision is kept as a note. login: who is logged in. partial: whether it is meant that
    the last rows of the export are missing. Raises InputError for a blank reviewer and a file that is no such
    table or looks cut short, and one that names every row and column that cannot be used: an unknown
    decision, a decision without a comment or a usable revision, an alert that is unknown or not that of its
    row, an alert twice with different decisions, an expiry that is no date to come. An alert that something
    happened to since the export is no such error: it is left alone.
    """
    sheet = read_sheet(path, _REQUIRED, also=_ALSO_READ)
    exported = check_whole(path, sheet, partial=partial)
    filled = [row for row in sheet.rows if row.cells["decision"] or row.cells["comment"]]
    identities = ledger.identities({row.cells["alert_id"] for row in filled})
    found = _asked(path, filled, identities, at.astimezone(UTC).date())
    decided = [pair for pair in found if isinstance(pair[1], NewDisposition)]
    noted = [pair for pair in found if isinstance(pair[1], Note)]
    outcomes = ledger.decide(
        [each for _, each in decided if isinstance(each, NewDisposition)],
        reviewer,
        at,
        notes=[each for _, each in noted if isinstance(each, Note)],
        login=login,
    )
    rows = [AppliedRow(*pair, outcome) for pair, outcome in zip(decided + noted, outcomes, strict=True)]
    return Review(rows, len(sheet.rows) - len(filled), len(sheet.rows), exported)


def read_mapping(path: Path) -> dict[str, str]:
    """old record id → new one, of a CSV file or workbook with the columns old_record_id and new_record_id.

    Ids that stay what they are are left out. Raises InputError for a file that is no such table or was cut
    short, a blank id, and an id that stands twice on one side.
    """
    sheet = read_sheet(path, _OF_MAPPING, like="Its first line must be old_record_id,new_record_id.")
    problems: list[str] = []
    seen: dict[str, dict[str, int]] = {name: {} for name in _OF_MAPPING}
    for row in sheet.rows:
        for name in _OF_MAPPING:
            text = row.cells[name]
            if not text or plain_text(text) != text:
                problems.append(f"row {row.number}, column {name}: '{plain_text(text)}' is no id.")
            elif (first := seen[name].setdefault(text, row.number)) != row.number:
                problems.append(f"row {row.number}, column {name}: '{text}' stands in row {first} too.")
    if not sheet.rows:
        problems.append("there is no row below the first line.")
    _refuse(path, "carried", problems)
    pairs = (tuple(row.cells[name] for name in _OF_MAPPING) for row in sheet.rows)
    return {old: new for old, new in pairs if old != new}


def _asked(
    path: Path, rows: Sequence[SheetRow], identities: Mapping[str, Identity], today: date
) -> list[tuple[int, NewDisposition | Note]]:
    problems: list[str] = []
    found: dict[str, tuple[int, NewDisposition | Note]] = {}
    for row in rows:
        identity = identities.get(row.cells["alert_id"])
        asked, faults = _disposition(row, identity, today) if row.cells["decision"] else _note(row, identity)
        problems += faults
        if asked is None:
            continue
        number, earlier = found.setdefault(asked.alert_id, (row.number, asked))
        if earlier != asked:
            problems.append(
                f"row {row.number}, column alert_id: {asked.alert_id} stands in row {number} too, "
                "decided otherwise or for another reason. Keep one of them."
            )
    _refuse(path, "applied", problems)
    return list(found.values())


def _note(row: SheetRow, identity: Identity | None) -> tuple[Note | None, list[str]]:
    faults = _identity_faults(row.cells, identity)
    if faults:
        return None, [f"row {row.number}, column {column}: {text}" for column, text in faults]
    return Note(row.cells["alert_id"], row.cells["comment"]), []


def _disposition(
    row: SheetRow, identity: Identity | None, today: date
) -> tuple[NewDisposition | None, list[str]]:
    """The disposition of a row, or what is wrong with it."""
    cells = row.cells
    faults = _identity_faults(cells, identity)
    disposition = _word(cells["decision"])
    if disposition is None:
        allowed = ", ".join(DISPOSITIONS)
        faults.append(
            ("decision", f"'{cells['decision']}' is no decision. Use {allowed}, or leave it empty.")
        )
    if not cells["comment"]:
        faults.append(("comment", "a decision needs a reason. Say in the comment why."))
    number = _WHOLE_NUMBER.fullmatch(cells["revision"])
    if number is None or int(number[1]) < 1:
        faults.append(("revision", f"'{cells['revision']}' is no revision. Leave it as it was exported."))
    elif identity is not None and int(number[1]) > identity.revision:
        faults.append(
            ("revision", f"the alert has no revision {number[1]} yet. Leave it as it was exported.")
        )
    expires_on = None
    if text := cells.get("expires_on"):
        expires_on = parse_day(text)
        if expires_on is None or expires_on <= today:
            faults.append(
                ("expires_on", f"'{text}' is no clear date to come. Write it as {today.year + 1}-12-31.")
            )
        elif disposition != "false positive":
            faults.append(("expires_on", "only a false positive can expire."))
    if disposition is None or number is None or faults:
        return None, [f"row {row.number}, column {column}: {text}" for column, text in faults]
    return NewDisposition(cells["alert_id"], disposition, cells["comment"], int(number[1]), expires_on), []


def _identity_faults(cells: Mapping[str, str], identity: Identity | None) -> list[tuple[str, str]]:
    alert_id = cells["alert_id"]
    if identity is None:
        way_out = "Copy it from the export, or export the alerts again."
        return [("alert_id", f"'{alert_id}' is not in the ledger. {way_out}")]
    # An alert may go by another entry of its party than that which its id is made of.
    entries = [(identity.list_id, identity.entity_id), *identity.listings]
    shown = next((entry for entry in entries if entry[0] == cells.get("list_id")), entries[0])
    ours = {"record_id": identity.record_id, "list_id": shown[0], "entity_id": shown[1]}
    return [
        (
            column,
            f"'{cells[column]}' does not belong to alert {alert_id}, which is about '{known}'. Rows may have "
            "been mixed up: export the alerts again. If the spreadsheet changed the id, delete the column.",
        )
        for column, known in ours.items()
        if cells.get(column) and not is_same_id(known, cells[column])
    ]


def _word(text: str) -> Disposition | None:
    plain = " ".join(re.split(r"[\s_\-]+", text.casefold())).strip()
    return next((disposition for disposition in DISPOSITIONS if disposition == plain), None)


def _refuse(path: Path, what: str, problems: Sequence[str]) -> None:
    """Raise InputError where there are problems. what: was not done, such as "applied"."""
    if not problems:
        return
    shown = [f"  {problem}" for problem in problems[:_MOST_SHOWN]]
    if len(problems) > _MOST_SHOWN:
        shown.append(f"  and {len(problems) - _MOST_SHOWN:,} more")
    raise InputError("\n".join([f"{path}: nothing was {what}. What cannot be used:", *shown]))
