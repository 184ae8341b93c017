"""The index of the gates and a page for each table, written into a folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.quality.results import GateResult, TableValidation

__all__ = ["TablePage", "write_gate_pages"]


@dataclass(frozen=True)
class TablePage:
    """What a gate found in one table. file: the page's name in the folder."""

    file: str
    gate: GateResult
    validation: TableValidation


def write_gate_pages(results: Sequence[GateResult], folder: Path, report: str | None = None) -> None:
    """Write index.html, and a page for each table of each gate, into `folder`, which is made where missing.

    results: the gates of a run in their order; the same results make the same bytes.
    report: where the run's report lies, as seen from the pages, which then link to it.
    """
    # Loads Great Expectations, which a gate has loaded by then.
    from screening.quality.data_docs.view import GatePages

    view = GatePages(report)
    pages = [_pages(position, gate) for position, gate in enumerate(results, start=1)]
    folder.mkdir(parents=True, exist_ok=True)
    index = view.index(list(zip(results, pages, strict=True)))
    (folder / "index.html").write_text(index, encoding="utf-8")
    for page in (page for of_gate in pages for page in of_gate):
        (folder / page.file).write_text(view.table(page.gate, page.validation), encoding="utf-8")


def _pages(position: int, gate: GateResult) -> list[TablePage]:
    return [
        # Two gates of a night may bear one name: a list in use, and a publication of it that was refused.
        TablePage(f"{position:02}-{_plain(gate.name)}-{_plain(validation.title)}.html", gate, validation)
        for validation in gate.validations
    ]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
