"""report.html: one page to read a run from. Reach for it once hits and run record are complete.

The page loads nothing: styles and the chart are in it, and its own policy forbids the browser to fetch
anything. Every text is escaped.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.hits.parquet_out import plain_hits
from screening.hits.run_record import RunRecord
from screening.hits.table import HIT_SCHEMA, order_hits
from screening.report.figures import hits_by_program, score_bins
from screening.report.words import counted, day, identifier_words, verdict

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["SHOWN_AT_MOST", "render_report", "write_report"]

# A browser takes this many hits in a second or two; the rest is in hits.csv, and the page says so.
SHOWN_AT_MOST = 2_000

_QUALITY = {"primary": "primary name", "strong": "alias", "weak": "weak alias"}


def write_report(record: RunRecord, hits: pa.Table, path: Path, shown_at_most: int = SHOWN_AT_MOST) -> None:
    """Write the report to `path`. See `render_report`."""
    path.write_text(render_report(record, hits, shown_at_most), encoding="utf-8")


def render_report(record: RunRecord, hits: pa.Table, shown_at_most: int = SHOWN_AT_MOST) -> str:
    """The page as HTML.

    hits: HIT_SCHEMA, then carried columns, in any order; all are counted, the `shown_at_most` closest are
    shown in full.
    """
    ordered = order_hits(plain_hits(hits))
    shown = [_hit(row) for row in ordered.slice(0, shown_at_most).to_pylist()]
    bins = score_bins(ordered, record.threshold)
    return _template().render(
        run=record,
        verdict=verdict(record),
        bins=bins,
        tallest=max(bucket.hits for bucket in bins),
        programs=hits_by_program(ordered),
        hits=shown,
    )


def _hit(row: dict[str, Any]) -> dict[str, Any]:
    carried = [name for name in row if name not in HIT_SCHEMA.names and row[name]]
    return row | {
        "quality": _QUALITY.get(row["matched_name_quality"], row["matched_name_quality"]),
        "identifiers": identifier_words(row),
        "carried": [(name.removeprefix("customer_"), row[name]) for name in carried],
        # A list is outside text: only a web address may become a link.
        "link": row["details_url"] if _is_web_address(row["details_url"]) else None,
    }


def _is_web_address(text: str | None) -> bool:
    return text is not None and text.lower().startswith(("https://", "http://"))


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _score(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(score=_score, day=day, utc=_utc, thousands="{:,}".format)
    environment.globals.update(counted=counted)
    return environment.get_template("page.html.j2")
