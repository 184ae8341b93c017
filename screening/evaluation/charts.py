"""Lines over thresholds, as places in an SVG. Reach for it to draw a chart of the report.

The template adds the words. Alert rates differ by powers of ten, so they stand on a logarithmic scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from screening.evaluation.figures import Share

__all__ = ["Band", "Chart", "chart"]

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
