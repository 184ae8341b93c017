"""Shares and thresholds, counted from outcomes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from screening.evaluation.listed_names import VARIED_TYPES
from screening.evaluation.measure import Outcome
from screening.evaluation.tables import Degree
from screening.evaluation.variations import CONTROL, KINDS, degree_of

__all__ = [
    "WANTED_RATES",
    "KindFigures",
    "Share",
    "ThresholdFigures",
    "WantedRate",
    "by_degree",
    "by_kind",
    "over_thresholds",
    "share",
    "wanted_rates",
]

# Shares of clean customers that raise an alert, for which the threshold is looked up.
WANTED_RATES = (0.001, 0.005, 0.01, 0.05)
# Of the normal distribution, for 95 %.
_Z = 1.959963984540054


class _Figure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Share(_Figure):
    """count of total, as a share (0 to 1), and its 95 % interval by Wilson's score method."""

    count: int = Field(ge=0)
    total: int = Field(ge=0)
    share: float
    low: float
    high: float


class KindFigures(_Figure):
    """How many variations of a kind are found; by_type: the same for each entity type that has any. degree:
    how far the kind goes from the name."""

    kind: str
    what: str
    degree: Degree | None = None
    control: bool
    found: Share
    by_type: dict[str, Share]


class ThresholdFigures(_Figure):
    """At a threshold: variations found (without the control), clean customers that raise an alert."""

    threshold: float
    found: Share
    alerts: Share | None
    alerts_by_name: Share | None


class WantedRate(_Figure):
    """The lowest threshold at which no more than `rate` of clean customers raise an alert, and what it finds.

    threshold: None where even 100 raises more. below_floor: the rate is kept from `threshold` on, the lowest
    score that was looked at, and may be kept below it too.
    """

    rate: float
    threshold: float | None
    below_floor: bool
    found: Share | None


def share(count: int, total: int) -> Share:
    """The share with its interval; of nothing, all from 0 to 1 is possible.

    Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927).
    """
    if not total:
        return Share(count=0, total=0, share=0.0, low=0.0, high=1.0)
    part = count / total
    spread = _Z * math.sqrt(part * (1 - part) / total + _Z**2 / (4 * total**2))
    middle = part + _Z**2 / (2 * total)
    width = 1 + _Z**2 / total
    return Share(
        count=count,
        total=total,
        share=part,
        # At the ends the bound is exact, which floating point misses by a hair.
        low=max(0.0, (middle - spread) / width) if count else 0.0,
        high=min(1.0, (middle + spread) / width) if count < total else 1.0,
    )


def by_kind(outcomes: Sequence[Outcome], threshold: float) -> list[KindFigures]:
    """Kinds that had a variation, in the order of the table of kinds."""
    figures = []
    for kind in KINDS:
        own = [outcome for outcome in outcomes if outcome.variation.kind == kind.name]
        if not own:
            continue
        types = {
            entity_type: [outcome for outcome in own if outcome.variation.listed.entity_type == entity_type]
            for entity_type in VARIED_TYPES
        }
        figures.append(
            KindFigures(
                kind=kind.name,
                what=kind.what,
                degree=degree_of(kind.name),
                control=kind.name == CONTROL,
                found=_found(own, threshold),
                by_type={name: _found(some, threshold) for name, some in types.items() if some},
            )
        )
    return figures


def by_degree(outcomes: Sequence[Outcome], threshold: float) -> dict[Degree, Share]:
    """What is found of the variations of each degree that had any."""
    own: dict[Degree, list[Outcome]] = {}
    for outcome in outcomes:
        degree = degree_of(outcome.variation.kind)
        if degree is not None:
            own.setdefault(degree, []).append(outcome)
    return {degree: _found(own[degree], threshold) for degree in sorted(own, reverse=True)}


def over_thresholds(
    outcomes: Sequence[Outcome],
    thresholds: Iterable[float],
    alerts: Sequence[float] | None,
    alerts_by_name: Sequence[float] | None,
    clean: int,
) -> list[ThresholdFigures]:
    """Shares at each threshold. alerts: the best score of each of `clean` customers that had a hit."""
    varied = [outcome for outcome in outcomes if outcome.variation.kind != CONTROL]
    return [
        ThresholdFigures(
            threshold=threshold,
            found=_found(varied, threshold),
            alerts=_alerting(alerts, threshold, clean),
            alerts_by_name=_alerting(alerts_by_name, threshold, clean),
        )
        for threshold in thresholds
    ]


def wanted_rates(
    outcomes: Sequence[Outcome], alerts: Sequence[float], clean: int, floor: float
) -> list[WantedRate]:
    """What each of WANTED_RATES needs. floor: the threshold that outcomes and alerts were screened at."""
    varied = [outcome for outcome in outcomes if outcome.variation.kind != CONTROL]
    figures = []
    for rate in WANTED_RATES:
        threshold = threshold_for(rate, alerts, clean, floor)
        figures.append(
            WantedRate(
                rate=rate,
                threshold=threshold,
                below_floor=threshold == floor,
                found=None if threshold is None else _found(varied, threshold),
            )
        )
    return figures


def threshold_for(rate: float, alerts: Sequence[float], clean: int, floor: float) -> float | None:
    """The lowest threshold, in hundredths, that at most `rate` of `clean` customers reach; None above 100."""
    allowed = math.floor(rate * clean + 1e-9)
    ordered = sorted(alerts, reverse=True)
    if len(ordered) <= allowed:
        return floor
    # Just above the best score of the first customer who is one too many. Scores have two decimals.
    threshold = round(ordered[allowed] + 0.01, 2)
    return threshold if threshold <= 100 else None


def _found(outcomes: Sequence[Outcome], threshold: float) -> Share:
    reached = sum(outcome.score is not None and outcome.score >= threshold for outcome in outcomes)
    return share(reached, len(outcomes))


def _alerting(alerts: Sequence[float] | None, threshold: float, clean: int) -> Share | None:
    return None if alerts is None else share(sum(score >= threshold for score in alerts), clean)
