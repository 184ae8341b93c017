"""The verdict of a quality gate, and what stops a run on it.

A gate is a list of checks; each holds what was demanded and what was found instead. A gate also keeps what
Great Expectations itself made of each table it looked at, for the gate's own pages. All of it is data; its
words (`name`, `saw`, `way_out` ...) are made by the room `wording` when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from screening.model.errors import GateFailure
from screening.model.gates import Demand, Found, GateKind, GateSeen, GateTable, Stops
from screening.wording.demands import demand_words, way_out_words
from screening.wording.gate_tables import table_about, table_title
from screening.wording.gates import found_words, gate_name, seen_words

__all__ = ["Check", "GateResult", "TableValidation", "raise_if_failed"]


@dataclass(frozen=True)
class Check:
    """One thing that must hold. found: what there was instead; None where it holds."""

    demand: Demand
    found: Found | None = None

    @property
    def passed(self) -> bool:
        return self.found is None

    @property
    def name(self) -> str:
        """What must hold, as a sentence without its full stop."""
        return demand_words(self.demand)

    @property
    def saw(self) -> str:
        """What was found instead, with examples; empty where it holds."""
        return "" if self.found is None else found_words(self.found)

    @property
    def way_out(self) -> str:
        """What a person can do where it does not hold."""
        return way_out_words(self.demand)


@dataclass(frozen=True)
class TableValidation:
    """One table that a gate looked at, as Great Expectations judged it.

    checks: one for each expectation, in the order of the outcome's results.
    outcome: Great Expectations' validation result in its own JSON form, the one its stores keep.
    """

    table: GateTable
    checks: tuple[Check, ...]
    outcome: dict[str, Any]

    @property
    def title(self) -> str:
        return table_title(self.table)

    @property
    def about(self) -> str:
        return table_about(self.table)


@dataclass(frozen=True)
class GateResult:
    """The verdict of one gate.

    seen: the figures the gate looked at, whether it passed or not.
    checks: every check made, in the order of the suite.
    validations: the tables that were looked at, with the same checks; none where nothing was to look at. They
        are the evidence of the verdict and no part of it: two gates that say the same are equal.
    kind: what it stops where it does not pass; "publication" for a gate that keeps a newer publication of a
        list out, and lets the run go on.
    accepted: whether a person looked and took in what did not pass.
    """

    seen: GateSeen
    checks: tuple[Check, ...]
    validations: tuple[TableValidation, ...] = field(default=(), compare=False, repr=False)
    kind: Stops = "run"
    accepted: bool = False

    @classmethod
    def of(cls, seen: GateSeen, validations: Sequence[TableValidation]) -> GateResult:
        """The verdict on tables that were validated."""
        checks = tuple(check for validation in validations for check in validation.checks)
        return cls(seen, checks, tuple(validations))

    @property
    def gate(self) -> GateKind:
        """What the gate looks at."""
        return self.seen.gate

    @property
    def name(self) -> str:
        """Such as "list OFAC-SDN", "customers" or "hits"."""
        return gate_name(self.seen)

    @property
    def saw(self) -> str:
        """The figures the gate looked at, as a sentence without its full stop."""
        return seen_words(self.seen)

    @property
    def passed(self) -> bool:
        """True where every check holds. A gate that checked nothing has not passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)

    def as_record(self) -> dict[str, Any]:
        """The verdict as run.json keeps it, for whoever reads it: what it saw and its failures in words."""
        return {
            "gate": self.gate,
            "name": self.name,
            "passed": self.passed,
            "accepted": self.accepted,
            "saw": self.saw,
            "checks": len(self.checks),
            "failures": [{"check": check.name, "saw": check.saw} for check in self.failures],
            "kind": self.kind,
        }


def raise_if_failed(results: Iterable[GateResult]) -> None:
    """Raise GateFailure where any gate did not pass, unless a person accepted it: what was seen, and the way
    out, one line a check."""
    failed = [result for result in results if not result.passed and not result.accepted]
    if not failed:
        return
    lines = []
    for result in failed:
        lines.append(f"The {result.name} gate stopped the run; nothing was published. It saw {result.saw}.")
        lines.extend(f"  - {check.name}: {check.saw}. Way out: {check.way_out}." for check in result.failures)
    raise GateFailure("\n".join(lines), failed)
