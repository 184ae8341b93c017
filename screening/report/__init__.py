"""The page a person reads a run from. `write_report` makes it of the hits and the run record;
`ReportContext` holds what it says beside the hits.
"""

from screening.report.changes import NightChanges, changes_of_night
from screening.report.context import ReportContext
from screening.report.page import SHOWN_AT_MOST, render_report, write_report

__all__ = [
    "SHOWN_AT_MOST",
    "NightChanges",
    "ReportContext",
    "changes_of_night",
    "render_report",
    "write_report",
]
