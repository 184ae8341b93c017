"""Tables in the Markdown of Prefect's artifacts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["markdown_table"]


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> list[str]:
    """The lines of a table; a line that says so where there are no rows.

    numbers: how many columns, counted from the right, are set flush right.
    """
    filled = list(rows)
    if not filled:
        return ["None."]
    marks = ["---"] * (len(header) - numbers) + ["---:"] * numbers
    return [_line(header), _line(marks), *(_line(row) for row in filled)]


def _line(cells: Sequence[str]) -> str:
    # A bar or a line break would end the cell.
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"
