"""Great Expectations' page of a validation, in a theme of our own. Loads Great Expectations.

Its renderers say what an expectation demands and what was found, and its templates turn that into HTML. The
page around it is ours: the original is made of scripts, styles and fonts from a dozen hosts on the web, and
shows its marks of passed and failed only with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from great_expectations.core.expectation_validation_result import (
    ExpectationSuiteValidationResult,
    expectationSuiteValidationResultSchema,
)
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader

from screening.quality.data_docs.site import TablePage
from screening.quality.results import Check, GateResult, TableValidation

__all__ = ["GatePages"]

# What the page renderer calls the section of expectations that are not about one column.
_NO_COLUMN = "Table-Level Expectations"


class GatePages(DefaultJinjaPageView):
    """Makes the pages. report: see `write_gate_pages`."""

    _template = "table_page.html"

    def __init__(self, report: str | None) -> None:
        super().__init__()
        # Asked before theirs, so that `table.j2` here takes the place of theirs.
        theirs = cast(BaseLoader, self.env.loader)
        self.env.loader = ChoiceLoader([FileSystemLoader(Path(__file__).parent), theirs])
        self.env.trim_blocks = self.env.lstrip_blocks = True
        self.env.globals["report"] = report

    def index(self, gates: Sequence[tuple[GateResult, Sequence[TablePage]]]) -> str:
        """The page that leads to all others."""
        return str(self.env.get_template("index_page.html").render(gates=gates))

    def table(self, gate: GateResult, validation: TableValidation) -> str:
        """The page of one table."""
        outcome = expectationSuiteValidationResultSchema.load(validation.outcome)
        document = ValidationResultsPageRenderer().render(outcome)
        page = self.render(  # type: ignore[no-untyped-call]
            document,
            gate=gate,
            validation=validation,
            no_column=_NO_COLUMN,
            checks=_checks_by_section(outcome, validation.checks),
            version=outcome.meta["great_expectations_version"],
        )
        return str(page)


def _checks_by_section(
    outcome: ExpectationSuiteValidationResult, checks: Sequence[Check]
) -> dict[str, list[Check]]:
    """The checks in the order in which the page renderer puts expectations, a section for each column."""
    sections: dict[str, list[Check]] = defaultdict(list)
    for result, check in zip(outcome.results, checks, strict=True):
        demanded = cast(ExpectationConfiguration, result.expectation_config)
        sections[demanded.kwargs.get("column", _NO_COLUMN)].append(check)
    return dict(sections)
