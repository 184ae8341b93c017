"""evaluation.html: one page to read an evaluation from. Reach for it once all is measured.

In the style of a run's report, and like it the page loads nothing and escapes every text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.evaluation.charts import Chart, chart
from screening.evaluation.misses import Miss
from screening.evaluation.record import EvaluationRecord
from screening.wording.words import counted, day

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["render_evaluation", "write_evaluation_report"]

_TABLE_STEP = 5
# Characters that nobody would see on the page.
_UNSEEN = {
    "\u200b": "zero-width space",
    "\u200c": "zero-width non-joiner",
    "\u200d": "zero-width joiner",
    "\u2060": "word joiner",
    "\ufeff": "byte-order mark",
    "\u00ad": "soft hyphen",
}


def write_evaluation_report(
    record: EvaluationRecord, misses: Sequence[Miss], alerts: Sequence[dict[str, Any]], path: Path
) -> None:
    """Write the page to `path`. See `render_evaluation`."""
    path.write_text(render_evaluation(record, misses, alerts), encoding="utf-8")


def render_evaluation(
    record: EvaluationRecord, misses: Sequence[Miss], alerts: Sequence[dict[str, Any]]
) -> str:
    """The page as HTML. alerts: rows of HIT_SCHEMA to show in full."""
    over = record.over_thresholds
    thresholds = [at.threshold for at in over]
    charts = [chart("Variations found", thresholds, [("found", [at.found for at in over])], record.threshold)]
    alert_chart = _alert_chart(record, thresholds)
    return _template().render(
        run=record,
        verdict=_verdict(record),
        charts=[*charts, alert_chart] if alert_chart else charts,
        types=list(record.sample.by_type),
        shown_thresholds=[
            at for at in over if at.threshold % _TABLE_STEP == 0 or at.threshold == record.threshold
        ],
        misses=misses,
        alerts=alerts,
    )


def _alert_chart(record: EvaluationRecord, thresholds: list[float]) -> Chart | None:
    lines = []
    by_name = [at.alerts_by_name for at in record.over_thresholds if at.alerts_by_name is not None]
    both = [at.alerts for at in record.over_thresholds if at.alerts is not None]
    if record.clean is None or not by_name:
        return None
    lines.append(("by name alone", by_name))
    if record.clean.identifiers:
        lines.append(("with identifiers", both))
    title = "Customers taken for clean that raise an alert"
    return chart(title, thresholds, lines, record.threshold, logarithmic=True)


def _verdict(record: EvaluationRecord) -> str:
    found = (
        f"At a threshold of {record.threshold:g}, {record.found.share:.1%} of "
        f"{counted(record.found.total, 'varied name')} of listed parties are found"
    )
    if record.clean is None:
        return f"{found}. What that costs in alerts was not measured."
    return (
        f"{found}, and {record.clean.alerts.share:.2%} of {counted(record.clean.sampled, 'customer')} "
        "taken for clean raise an alert."
    )


def _visible(text: str) -> str:
    """The text with characters that cannot be seen named in brackets."""
    for character, name in _UNSEEN.items():
        text = text.replace(character, f"[{name}]")
    return text


def _percent(value: float, places: int = 1) -> str:
    return f"{100 * value:.{places}f}\u00a0%"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    environment = Environment(
        # The style of pages is shared with the run's report.
        loader=FileSystemLoader([here, here.parent / "report"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        day=day, utc=_utc, thousands="{:,}".format, percent=_percent, visible=_visible, score="{:g}".format
    )
    environment.globals.update(counted=counted)
    return environment.get_template("evaluation.html.j2")
