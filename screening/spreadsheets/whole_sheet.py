"""What a spreadsheet may have done to a table on its way: rows that it lost, and ids that it took for
numbers.

Every exported row says which it is and of how many, in its last cell (`exported_row`). A row without that is
cut, or is none of ours. Rows may be sorted and left out on purpose; but a file that holds the first rows in
their order and not the last ones looks just as one that was cut short, and is used only if somebody says that
it is meant so.

Of an id of digits a spreadsheet makes a number: leading zeros go, it keeps 15 digits and makes zeros of the
rest, and shows long ones as 1.23E+15. Anything else is another id, not the same one changed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

from screening.model.errors import InputError
from screening.spreadsheets.review_columns import EXPORTED_ROW
from screening.spreadsheets.sheet_rows import Sheet

__all__ = ["check_whole", "is_same_id"]

_PLACE = re.compile(r"(\d{1,7}) of (\d{1,7})")
_DIGITS = 15
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
# An id such as 20E5 is a number to a spreadsheet.
_EXPONENT = re.compile(r"\d+E[+-]?\d{1,3}", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,](\d+))?E\+?\d{1,3}", re.IGNORECASE)


def check_whole(path: Path, sheet: Sheet, *, partial: bool) -> int | None:
    """How many rows were exported; None where the file does not say.

    partial: whether it is meant that the last rows are missing. Raises InputError for a row that does not say
    which it is, rows of two exports, and unless `partial` a file that looks cut short.
    """
    if EXPORTED_ROW not in sheet.columns or not sheet.rows:
        return None
    places: list[int] = []
    totals: dict[int, int] = {}
    for row in sheet.rows:
        found = _PLACE.fullmatch(row.cells[EXPORTED_ROW])
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise InputError(
                f"{path}, row {row.number}, column {EXPORTED_ROW}: '{row.cells[EXPORTED_ROW]}' does not say "
                "which row this is, so it may be cut. Nothing was applied. Save the table again from the "
                "spreadsheet with this column as it was exported, or export the alerts again."
            )
        places.append(int(found[1]))
        totals.setdefault(int(found[2]), row.number)
    if len(totals) > 1:
        shown = ", ".join(f"of {total} in row {number}" for total, number in totals.items())
        raise InputError(
            f"{path}, column {EXPORTED_ROW}: {shown}. Nothing was applied, as a row may be cut or of another "
            "export. Hand in each export by itself."
        )
    (total,) = totals
    if places == list(range(1, len(places) + 1)) and len(places) < total and not partial:
        raise InputError(
            f"{path}: holds the first {len(places):,} of {total:,} exported rows and none of the others, as "
            "a file does that was cut short. Nothing was applied. Save the table again from the spreadsheet; "
            "if the rows were left out on purpose, say so with --partial."
        )
    return total


def is_same_id(ours: str, cell: str) -> bool:
    """Whether `cell` is the id `ours` as it was or as a spreadsheet shows it."""
    ours, cell = " ".join(ours.split()), " ".join(cell.split())
    if ours == cell:
        return True
    number, shown = _number(ours), _number(cell)
    if number is None or shown is None:
        return False
    if shown in (number, _kept(number)):
        return True
    short = _SCIENTIFIC.fullmatch(cell)
    return short is not None and any(
        _rounded(value, len(short[1] or "")) == shown for value in (number, _kept(number))
    )


def _number(text: str) -> Decimal | None:
    """The number a spreadsheet takes the text for, if it takes it for one."""
    if _NUMBER.fullmatch(text) or _SCIENTIFIC.fullmatch(text) or _EXPONENT.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


def _kept(number: Decimal) -> Decimal:
    """The number as a spreadsheet keeps it: 15 digits, zeros for the rest."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or len(digits) <= _DIGITS:
        return number
    return Decimal((sign, digits[:_DIGITS] + (0,) * (len(digits) - _DIGITS), exponent))


def _rounded(number: Decimal, places: int) -> Decimal:
    """The number with as many digits behind the point as its short form shows."""
    with localcontext(rounding=ROUND_HALF_UP):
        return Decimal(f"{number:.{places}E}")
