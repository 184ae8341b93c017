"""One table of matchers on one trial of removed aliases.

A matcher takes a Trial, prepares the list, and gives what removed_aliases.best_scores gives with the
seconds of processor time that the names searched for took, so that other work on the machine does not
count; nor does preparing the list. Throughput as a user sees it is measured by throughput.py.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from removed_aliases import RATES, Trial, best_scores, found_at, groups_of

from screening.names.name_table import FloatArray
from screening.settings import load_settings
from screening.settings.names import default_name_policy


@dataclass(frozen=True)
class Outcome:
    """own: of each removed alias its score against its party; clean: of each clean customer its best score
    against anything, both 0 to 100. threshold: the score from which the matcher's users alert, if any."""

    own: FloatArray
    clean: FloatArray
    seconds: float
    threshold: float | None = None


Matcher = Callable[[Trial], Outcome]


def ours(trial: Trial) -> Outcome:
    policy = default_name_policy()
    groups = groups_of(trial, policy)
    begin = time.process_time()
    own, clean = best_scores(trial, policy, groups=groups)
    return Outcome(own, clean, time.process_time() - begin, load_settings().threshold)


def sampled(trial: Trial, clean: int, removed: int | None = None) -> Trial:
    """The trial with that many of its clean customers and removed aliases, evenly from all of them."""
    known = len(trial.party)
    aliases = _spread(known, known if removed is None else removed)
    customers = _spread(len(trial.searched) - known, clean)
    return replace(
        trial,
        searched=[trial.searched[at] for at in aliases] + [trial.searched[known + at] for at in customers],
        party=[trial.party[at] for at in aliases],
        is_person=[trial.is_person[at] for at in aliases],
    )


def print_table(version: str, trial: Trial, matchers: Mapping[str, Matcher]) -> None:
    """Run the matchers one after another; prints a Markdown table."""
    clean = len(trial.searched) - len(trial.party)
    rates = " · ".join(f"{100 * rate:g}" for rate in RATES)
    print(f"\n{version}: {len(trial.names):,} listed names, {len(trial.party):,} removed aliases,")
    print(f"{clean:,} clean customers; share found where {rates} % of clean customers alert\n")
    print(
        "| matcher | found | people | organizations | at its own threshold | customers a second of one core |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    person = np.array(trial.is_person)
    for name, matcher in matchers.items():
        outcome = matcher(trial)
        found = [found_at(outcome.own, outcome.clean, rate)[1] for rate in RATES]
        cells = [
            " · ".join(f"{100 * at[mask].mean():.0f}" for at in found) + " %"
            for mask in (np.full(len(person), True), person, ~person)
        ]
        cells.append(_at_threshold(outcome))
        cells.append(f"{len(trial.searched) / outcome.seconds:,.0f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


def _at_threshold(outcome: Outcome) -> str:
    if outcome.threshold is None:
        return ""
    found, alerts = (100 * float((of >= outcome.threshold).mean()) for of in (outcome.own, outcome.clean))
    return f"{outcome.threshold:g}: {found:.1f} % at {alerts:.2f} % alerts"


def _spread(count: int, wanted: int) -> list[int]:
    return np.linspace(0, count - 1, min(count, wanted), dtype=int).tolist()
