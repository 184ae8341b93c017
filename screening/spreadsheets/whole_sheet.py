"""Whether a reviewer's file came back whole. Reach for it before anything of the file is used.

Every exported row says which it is and of how many, in its last cell (`exported_row`). A row without that is
cut, or is none of ours. Rows may be sorted and left out on purpose; but a file that holds the first rows in
their order and not the last ones looks just as one that was cut short, and is used only if somebody says
that it is meant so.
"""

from __future__ import annotations

import re
from pathlib import Path

from screening.model.errors import InputError
from screening.spreadsheets.review_columns import EXPORTED_ROW
from screening.spreadsheets.sheet_rows import Sheet

__all__ = ["check_whole"]

_PLACE = re.compile(r"(\d{1,7}) of (\d{1,7})")


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
