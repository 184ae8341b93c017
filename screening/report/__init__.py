"""The page a person reads a run from. `write_report` makes it of the hits and the run record;
`ReportContext` holds what it says beside the hits.
"""

from screening.report.changes import NightChanges, changes_of_night
from screening.report.context import ReportContext
from screening.report.page import page_data, render_report, write_report

__all__ = [
    "NightChanges",
    "ReportContext",
    "changes_of_night",
    "page_data",
    "render_report",
    "write_report",
]
