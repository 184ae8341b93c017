"""The page a person reads a run from. Reach for `write_report` once hits and run record are complete.

`Background` holds what the page tells beside the hits: facts of parties, changes of a night, decisions.
"""

from screening.report.background import Background
from screening.report.changes import NightChanges, changes_of_night
from screening.report.page import SHOWN_AT_MOST, render_report, write_report

__all__ = [
    "SHOWN_AT_MOST",
    "Background",
    "NightChanges",
    "changes_of_night",
    "render_report",
    "write_report",
]
