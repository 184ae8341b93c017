"""Lines over thresholds, as places in an SVG. Reach for it to draw a chart of the report.

A chart is 900 units wide and 190 high inside its frame; the template adds the labels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from screening.evaluation.figures import Share

__all__ = ["Band", "Chart", "chart"]

LEFT, RIGHT, TOP, BOTTOM = 50.0, 930.0, 14.0, 200.0
_SCALES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_STEPS = 4


@dataclass(frozen=True)
class Band:
    """A line with its interval. line: points of a polyline; area: points of a polygon; y: where it ends."""

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
    title: str, thresholds: Sequence[float], shares: Sequence[tuple[str, Sequence[Share]]], mark: float
) -> Chart:
    """Shares over thresholds (rising). shares: a name and a share for each threshold, for each line.

    The scale ends at the next round share above the highest.
    """
    first, last = thresholds[0], thresholds[-1]
    highest = max(one.share for _, line in shares for one in line)
    top = next((scale for scale in _SCALES if scale >= highest), 1.0)

    def x(threshold: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * (threshold - first) / (last - first), 1)

    def y(part: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * min(part, top) / top, 1)

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
    tens = [ten for ten in range(0, 101, 5) if first <= ten <= last]
    return Chart(
        title=title,
        bands=bands,
        x_ticks=[(x(ten), str(ten)) for ten in tens],
        y_ticks=[(y(top * step / _STEPS), f"{100 * top * step / _STEPS:g} %") for step in range(_STEPS + 1)],
        mark=x(mark),
    )
