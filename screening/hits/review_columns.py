"""What a reviewer fills in, in the CSV and in the workbook. Reach for it for a column or word of theirs."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DECISIONS", "REVIEW_COLUMNS"]

# The last columns of a file for review, empty.
REVIEW_COLUMNS = ("decision", "comment")

# The words that `sanctions review apply` takes, and what they say. A test holds them to the alerts' verdicts.
DECISIONS: Mapping[str, str] = {
    "true match": "the customer is the listed party",
    "false positive": "the customer is somebody else; no alert again while both sides stay the same",
    "escalate": "somebody with more authority must look",
    "open": "takes an earlier decision back",
}
