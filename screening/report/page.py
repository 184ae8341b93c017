"""report.html: one page to read a run from. Reach for it once hits and run record are complete.

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

from screening.model.hit_table import order_hits, plain_hits
from screening.model.run_record import RunRecord
from screening.model.run_verdict import Soundness, age_in_days
from screening.report.background import Background
from screening.report.cards import cards, carried_columns, how_many_fit
from screening.report.embedded_data import embedded_json
from screening.report.figures import hits_by_program, score_bins
from screening.report.parties import dossiers, party_key
from screening.report.relations import relations_between
from screening.report.words import counted, day, is_web_address, reason_words, stamp, verdict

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

    from screening.report.changes import NightChanges

__all__ = ["SHOWN_AT_MOST", "render_report", "write_report"]

# A browser takes this many hits in a second or two; the rest is in hits.csv, and the page says so.
SHOWN_AT_MOST = 10_000
# A page of more than 15 MB is refused by many a mail server; this leaves room for all that is no card.
_DATA_BYTES = 13_500_000
# Files in `script`, each of which may use what those before it define.
_SCRIPT_PARTS = ("elements", "search", "list", "card", "moving", "printing", "start")
# Shown where the page's script does not run.
_FIRST = 50
# Changes of one kind that are listed; all are counted.
_CHANGES_TOLD = 200

# The verdict's looks: a class of the style sheet and a sign, as color alone tells nobody.
_LOOKS: Mapping[Soundness, tuple[str, str]] = {
    "sound": ("sound", "✓"),
    "sound with reservations": ("reserved", "!"),
    "not sound": ("unsound", "✗"),
}

_QUALITY = {"primary": "primary name", "strong": "alias", "weak": "weak alias"}


def write_report(
    record: RunRecord,
    hits: pa.Table,
    path: Path,
    background: Background | None = None,
    shown_at_most: int = SHOWN_AT_MOST,
) -> None:
    """Write the report to `path`. See `render_report`."""
    path.write_text(render_report(record, hits, background, shown_at_most), encoding="utf-8")


def render_report(
    record: RunRecord,
    hits: pa.Table,
    background: Background | None = None,
    shown_at_most: int = SHOWN_AT_MOST,
) -> str:
    """The page as HTML.

    hits: HIT_SCHEMA, then carried columns, in any order; all are counted. The `shown_at_most` closest are
    shown in full, or as many as make a page that can still be mailed.
    background: what is told beside the hits.
    """
    background = background or Background()
    ordered = order_hits(plain_hits(hits))
    shown = ordered.slice(0, shown_at_most)
    parties = dossiers(shown, background.watchlists)
    told = cards(shown, parties, background)
    fitting = how_many_fit(told, parties, _DATA_BYTES)
    if fitting < len(told):
        told, shown = told[:fitting], shown.slice(0, fitting)
        parties = {card["party"]: parties[card["party"]] for card in told}
    left_out = ordered.num_rows - shown.num_rows
    data = {"threshold": record.threshold, "hits": told, "parties": parties, "left_out": left_out}
    look, sign = _LOOKS[record.verdict.state]
    bins = score_bins(ordered, record.threshold)
    script = _script()
    return _template().render(
        run=record,
        verdict=verdict(record),
        stamp=f"{sign} {stamp(record)}",
        look=look,
        reasons=[reason_words(reason) for reason in record.verdict.reasons],
        lists=[entry.model_dump() | {"age_days": age_in_days(entry, record)} for entry in record.watchlists],
        bins=bins,
        tallest=max(bucket.hits for bucket in bins),
        programs=hits_by_program(ordered),
        changes=_changes(background.changes),
        relations=relations_between(parties, _hits_of_parties(shown)),
        gate_pages=background.gate_pages,
        hits_data=_as_it_is(embedded_json(data)),
        shown=shown.num_rows,
        first=[_hit(row) for row in shown.slice(0, _FIRST).to_pylist()],
        script=_as_it_is(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _changes(changes: NightChanges | None) -> dict[str, Any] | None:
    if changes is None:
        return None
    rows, left_out = changes.shown(_CHANGES_TOLD)
    return {
        "new": changes.new,
        "reopened": changes.reopened,
        "closed": changes.closed,
        "below_threshold": changes.below_threshold,
        "rows": rows,
        "left_out": left_out,
    }


def _hits_of_parties(hits: pa.Table) -> Counter[str]:
    columns = (hits[name].to_pylist() for name in ("list_id", "entity_id"))
    return Counter(party_key(*pair) for pair in zip(*columns, strict=True))


def _hit(row: dict[str, Any]) -> dict[str, Any]:
    carried = [name for name in carried_columns(row) if row[name]]
    return row | {
        "quality": _QUALITY.get(row["matched_name_quality"], row["matched_name_quality"]),
        "carried": [(name.removeprefix("customer_"), row[name]) for name in carried],
        # A list is outside text: only a web address may become a link.
        "link": row["details_url"] if is_web_address(row["details_url"]) else None,
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
    environment.filters.update(score=_score, day=day, utc=_utc, thousands="{:,}".format)
    environment.globals.update(counted=counted)
    return environment.get_template("page.html.j2")
