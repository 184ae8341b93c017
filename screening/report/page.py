"""report.html: one page to read a run from, made of its hits and its record once both are complete.

The page loads nothing: styles, drawings, data and the one script are in it, and its own policy forbids the
browser to fetch anything or to run any other script. Every text is escaped.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from screening.model.hit_table import HitRows, order_hits, plain_hits
from screening.model.run_record import RunRecord
from screening.model.run_verdict import Soundness, age_in_days
from screening.report.cards import carried_columns
from screening.report.context import ReportContext
from screening.report.embedded_data import EmbeddedData, embedded_data
from screening.report.figures import hits_by_program, score_bins
from screening.report.parties import listings_of_hit, party_key, web_address
from screening.report.relations import relations_between
from screening.wording.listings import listing_words, not_blocking_words
from screening.wording.probability import probability_words
from screening.wording.run_verdict import reason_words, stamp, verdict_sentence
from screening.wording.words import counted, day

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from screening.report.changes import NightChanges

__all__ = ["page_data", "render_report", "write_report"]

# Unless the settings say otherwise (`report.page_alerts`).
_SHOWN_AT_MOST = 10_000
# A page of more than 15 MB is refused by many a mail server; this leaves room for all that is no card.
_DATA_BYTES = 13_500_000
# Files in `script`, each of which may use what those before it define.
_SCRIPT_PARTS = ("elements", "search", "list", "card", "moving", "printing", "start")
# Shown where the page's script does not run.
_FIRST = 50
# Changes of one kind that are listed; all are counted.
_CHANGES_LISTED = 200

# The verdict's looks: a class of the style sheet and a sign, as color alone tells nobody.
_LOOKS: Mapping[Soundness, tuple[str, str]] = {
    "sound": ("sound", "✓"),
    "sound with reservations": ("reserved", "!"),
    "not sound": ("unsound", "✗"),
}

_QUALITY = {"primary": "primary name", "strong": "alias", "weak": "weak alias"}


def page_data(
    hits: HitRows, threshold: float, context: ReportContext, shown_at_most: int = _SHOWN_AT_MOST
) -> EmbeddedData:
    """What the page shows in full: of hits, the most likely first, as many as `shown_at_most`, or as make a
    page that can still be mailed."""
    return embedded_data(hits, threshold, context, shown_at_most, _DATA_BYTES)


def write_report(
    record: RunRecord,
    hits: HitRows,
    path: Path,
    context: ReportContext | None = None,
    shown_at_most: int = _SHOWN_AT_MOST,
    data: EmbeddedData | None = None,
) -> None:
    """Write the report to `path`. See `render_report`."""
    path.write_text(render_report(record, hits, context, shown_at_most, data), encoding="utf-8")


def render_report(
    record: RunRecord,
    hits: HitRows,
    context: ReportContext | None = None,
    shown_at_most: int = _SHOWN_AT_MOST,
    data: EmbeddedData | None = None,
) -> str:
    """The page as HTML.

    hits: HIT_SCHEMA, then carried columns, in any order; all are counted. context: what the page says beside
    them. data: those that are shown in full (`page_data`); without it, the most likely are, `shown_at_most`
    or as many as make a page that can still be mailed.
    """
    context = context or ReportContext()
    if data is None:
        data = page_data(order_hits(plain_hits(hits.slice())), record.threshold, context, shown_at_most)
    look, sign = _LOOKS[record.verdict.state]
    bins = score_bins(hits, record.threshold)
    script = _script()
    return _template().render(
        run=record,
        verdict=verdict_sentence(record),
        stamp=f"{sign} {stamp(record)}",
        look=look,
        reasons=[reason_words(reason) for reason in record.verdict.reasons],
        lists=[entry.model_dump() | {"age_days": age_in_days(entry, record)} for entry in record.watchlists],
        bins=bins,
        tallest=max(bucket.hits for bucket in bins),
        programs=hits_by_program(hits),
        changes=_changes(context.changes),
        relations=_relations(data),
        gate_pages=context.gate_pages,
        hits_data=_as_it_is(data.json),
        shown=data.hits.num_rows,
        first=[_hit(row) for row in data.hits.slice(0, _FIRST).to_pylist()],
        script=_as_it_is(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _changes(changes: NightChanges | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    rows, left_out = changes.shown(_CHANGES_LISTED)
    return {
        "new": changes.new,
        "reopened": changes.reopened,
        "closed": changes.closed,
        "below_threshold": changes.below_threshold,
        "rows": rows,
        "left_out": left_out,
    }


def _relations(data: EmbeddedData) -> dict[str, Any]:
    """Between the entries that hits go by: what one list says stands on the others often too."""
    hits_of = _hits_of_parties(data.hits)
    return relations_between({key: data.parties[key] for key in data.parties if key in hits_of}, hits_of)


def _hits_of_parties(hits: pa.Table) -> Counter[str]:
    columns = (hits[name].to_pylist() for name in ("list_id", "entity_id"))
    return Counter(party_key(*pair) for pair in zip(*columns, strict=True))


def _hit(row: dict[str, Any]) -> dict[str, Any]:
    carried = [name for name in carried_columns(row) if row[name]]
    return row | {
        "quality": _QUALITY.get(row["matched_name_quality"], row["matched_name_quality"]),
        "programs": "; ".join(row["programs"] or ()),
        "authority": "; ".join(row["authority"] or ()),
        "prohibits": "; ".join(row["prohibits"] or ()),
        "hint": not_blocking_words(row["prohibits"]),
        "others": [
            listing_words(
                each["list_id"], each["entity_id"], each["because"], is_hit=each["score"] is not None
            )
            for each in listings_of_hit(row)[1:]
        ],
        "carried": [(name.removeprefix("customer_"), row[name]) for name in carried],
        "link": web_address(row["details_url"]),
    }


def _as_it_is(text: str) -> Markup:
    """Text that the template takes over without escaping it: our script, and data that cannot end itself."""
    from markupsafe import Markup

    return Markup(text)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _score(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


@cache
def _script() -> str:
    """The parts as one script, which shares no name with anything else."""
    folder = Path(__file__).parent / "script"
    parts = [(folder / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPT_PARTS]
    return "\n".join(['"use strict";', "(() => {", *parts, "})();"])


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
    environment.filters.update(
        score=_score, day=day, utc=_utc, thousands="{:,}".format, probability=probability_words
    )
    environment.globals.update(counted=counted)
    return environment.get_template("page.html.j2")
