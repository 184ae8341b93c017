"""The page a person reads a run from. Reach for `write_report` once hits and run record are complete."""

from screening.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
