"""What a reviewer fills in, in the CSV and in the workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from screening.model.alert_states import DISPOSITION_MEANINGS

__all__ = ["DECISIONS", "EXPORTED_ROW", "REVIEW_COLUMNS", "exported_row", "takes_back"]

# The last columns of a file for review, empty.
REVIEW_COLUMNS = ("decision", "comment")

# After them, in files that are taken back: the row's number and how many rows there were, such as "3 of 220".
# It is never empty and stands last, so that a file that was cut short is told from one with rows left out.
EXPORTED_ROW = "exported_row"

# The words that `sanctions review apply` takes, and what they say.
DECISIONS: Mapping[str, str] = {str(word): means for word, means in DISPOSITION_MEANINGS.items()}


def exported_row(number: int, of: int) -> str:
    return f"{number} of {of}"


def takes_back(columns: Sequence[str]) -> bool:
    """Whether a file with these columns is of hits that have alerts, which only nights keep."""
    return "revision" in columns
