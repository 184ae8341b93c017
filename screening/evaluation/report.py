"""evaluation.html: one page to read an evaluation from, with its charts.

In the style of a run's report, and like it the page loads nothing and escapes every text. Charts are lines
over thresholds, as places in an SVG; the template adds the words. Alert rates differ by powers of ten, so
they stand on a logarithmic scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screening.evaluation.figures import Share
from screening.evaluation.measure import Miss
from screening.evaluation.record import EvaluationRecord
from screening.wording.words import counted, day

if TYPE_CHECKING:
    from jinja2 import Template

__all__ = ["Band", "Chart", "chart", "render_evaluation", "write_evaluation_report"]

LEFT, RIGHT, TOP, BOTTOM = 50.0, 930.0, 14.0, 200.0
# The lowest share of a logarithmic scale; less, and nothing, lies on its base line.
_LEAST = 1e-4


@dataclass(frozen=True)
class Band:
    """A line with its interval. line, area: points of a polyline and of a polygon.

    points: across, down and what to say of each threshold.
    """

    name: str
    line: str
    area: str
    points: list[tuple[float, float, str]]


@dataclass(frozen=True)
class Chart:
    """x_ticks, y_ticks: (place, label). mark: the place of the current threshold."""

    title: str
    bands: list[Band]
    x_ticks: list[tuple[float, str]]
    y_ticks: list[tuple[float, str]]
    mark: float


def chart(
    title: str,
    thresholds: Sequence[float],
    shares: Sequence[tuple[str, Sequence[Share]]],
    mark: float,
    logarithmic: bool = False,
) -> Chart:
    """Shares over thresholds (rising). shares: for each line its name, and a share for each threshold."""
    first, last = thresholds[0], thresholds[-1]

    def x(threshold: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (threshold - first) / (last - first), 1)

    def y(part: float) -> float:
        height = 1 - math.log10(max(part, _LEAST)) / math.log10(_LEAST) if logarithmic else part
        return round(BOTTOM - (BOTTOM - TOP) * height, 1)

    bands = []
    for name, line in shares:
        points = [
            (x(at), y(one.share), f"{at:g}: {one.share:.2%}")
            for at, one in zip(thresholds, line, strict=True)
        ]
        upper = [f"{x(at)},{y(one.high)}" for at, one in zip(thresholds, line, strict=True)]
        lower = [f"{x(at)},{y(one.low)}" for at, one in zip(thresholds, line, strict=True)]
        bands.append(
            Band(
                name=name,
                line=" ".join(f"{across},{up}" for across, up, _ in points),
                area=" ".join([*upper, *reversed(lower)]),
                points=points,
            )
        )
    ticks = (1e-4, 1e-3, 1e-2, 1e-1, 1.0) if logarithmic else (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        title=title,
        bands=bands,
        x_ticks=[(x(five), str(five)) for five in range(0, 101, 5) if first <= five <= last],
        y_ticks=[(y(tick), f"{100 * tick:g} %") for tick in ticks],
        mark=x(mark),
    )


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
