"""The gates' own pages: Great Expectations' Data Docs of a run.

An index leads to a page for each table that a gate looked at; a page says, expectation by expectation, what
was demanded and what was found. The pages load nothing, from a network or from beside them.
"""

from screening.quality.data_docs.site import write_gate_pages

__all__ = ["write_gate_pages"]
