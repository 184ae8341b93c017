"""The worst misses, each explained. Reach for it to read what settings do not find, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screening.evaluation.measure import Outcome
from screening.evaluation.variations import KINDS
from screening.names.compare import compare_names
from screening.settings import Settings

__all__ = ["Miss", "worst_misses"]


@dataclass(frozen=True)
class Miss:
    """A variation that did not reach the threshold.

    score and explanation: of the closest name of its party, by names alone.
    """

    outcome: Outcome
    score: float
    matched_name: str
    explanation: str


def worst_misses(
    outcomes: Sequence[Outcome],
    settings: Settings,
    names: Mapping[tuple[str, str], Sequence[str]],
    each: int,
) -> list[Miss]:
    """Up to `each` misses of every kind, the lowest scores first, kinds in the order of their table.

    names: (list_id, entity_id) → the names of a party. A miss that was no hit at all is compared with them.
    """
    found: list[Miss] = []
    for kind in KINDS:
        missed = [
            outcome
            for outcome in outcomes
            if outcome.variation.kind == kind.name
            and (outcome.score is None or outcome.score < settings.threshold)
        ]
        explained = [_explained(outcome, settings, names) for outcome in missed]
        found += sorted(explained, key=lambda miss: miss.score)[:each]
    return found


def _explained(outcome: Outcome, settings: Settings, names: Mapping[tuple[str, str], Sequence[str]]) -> Miss:
    if outcome.score is not None and outcome.matched_name and outcome.explanation:
        return Miss(outcome, outcome.score, outcome.matched_name, outcome.explanation)
    variation, listed = outcome.variation, outcome.variation.listed
    compared = [
        (compare_names(variation.text, name, kind=listed.entity_type, policy=settings.names), name)
        for name in names[listed.list_id, listed.entity_id]
    ]
    best, name = max(compared, key=lambda pair: pair[0].score)
    return Miss(outcome, best.score, name, best.explanation)
