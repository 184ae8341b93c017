"""What a quality gate found. Reach for it to read a gate's verdict or to stop a run on it.

A gate is a list of checks; each says what must hold, what was seen, and what a person can do about it. A gate
also keeps what Great Expectations itself made of each table it looked at, for the gate's own pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from screening.model.errors import GateFailure

__all__ = ["Check", "GateResult", "TableValidation", "raise_if_failed"]


@dataclass(frozen=True)
class Check:
    """One thing that must hold.

    name: what must hold, as a sentence without its full stop.
    passed: whether it holds.
    saw: what was found instead, with examples; empty where it holds.
    way_out: what a person can do where it does not hold.
    """

    name: str
    passed: bool
    saw: str
    way_out: str


@dataclass(frozen=True)
class TableValidation:
    """One table that a gate looked at, as Great Expectations judged it.

    title: what a reader calls the table, such as "Parties".
    about: what one row of it is, in words.
    checks: one for each expectation, in the order of the outcome's results.
    outcome: Great Expectations' validation result in its own JSON form, the one its stores keep.
    """

    title: str
    about: str
    checks: tuple[Check, ...]
    outcome: dict[str, Any]


@dataclass(frozen=True)
class GateResult:
    """The verdict of one gate.

    name: what was gated, such as "list OFAC-SDN", "customers" or "hits".
    saw: the figures the gate looked at, in a sentence, whether it passed or not.
    checks: every check made, in the order of the suite.
    accepted: whether a person looked and took in what did not pass.
    validations: the tables that were looked at, with the same checks; none where nothing was to look at. They
        are the evidence of the verdict and no part of it: two gates that say the same are equal.
    kind: "publication" for a gate that keeps a newer publication of a list out, and does not stop a run.
    """

    name: str
    saw: str
    checks: tuple[Check, ...]
    validations: tuple[TableValidation, ...] = field(default=(), compare=False, repr=False)
    kind: Literal["run", "publication"] = "run"
    accepted: bool = False

    @classmethod
    def of(cls, name: str, saw: str, validations: Sequence[TableValidation]) -> GateResult:
        """The verdict on tables that were validated."""
        checks = tuple(check for validation in validations for check in validation.checks)
        return cls(name, saw, checks, tuple(validations))

    @property
    def passed(self) -> bool:
        """True where every check holds. A gate that checked nothing has not passed."""
        return bool(self.checks) and all(check.passed for check in self.checks)

    @property
    def failures(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if not check.passed)

    def as_record(self) -> dict[str, Any]:
        """The verdict as run.json keeps it: name, passed, accepted, what it saw, the number of checks,
        failures."""
        return {
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
