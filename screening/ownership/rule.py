"""The rule: which companies are owned by blocked parties, directly or through companies that are.

A company is blocked where blocked holders have the threshold of it in sum; and as a blocked holder it counts
in full for what it owns itself, however little of it the listed parties behind it have (OFAC FAQ 399 and
401). What a company that is not blocked owns does not count, whoever its owners are.

The least set of companies for which this holds is what is blocked: companies that own each other in a ring
are not, unless a listed party comes in from outside. It is found in rounds from the listed parties down, in
whole millionths of a percent, so that no order of the stakes and no rounding moves it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from screening.ownership.stakes import Stake

__all__ = ["Bound", "Graph", "Policy", "blocked", "percent"]

Bound = Literal["least", "most"]
_UNITS = 1_000_000


@dataclass(frozen=True)
class Policy:
    """threshold: percent; inclusive: whether the threshold itself is enough. aggregate: whether shares of
    several listed parties are added up; else each counts alone, with the companies that it owns."""

    threshold: float = 50.0
    inclusive: bool = True
    aggregate: bool = True

    def is_enough(self, units: int) -> bool:
        least = round(self.threshold * _UNITS)
        return units >= least if self.inclusive else units > least


class Graph:
    """Stakes by who owns and by who is owned, without indirect ones that others stand for.

    An indirect stake is of use only where the companies in between are not known: where a chain of direct
    stakes of known share leads from the owner to the company, that chain counts, and both would be too much.
    """

    def __init__(self, stakes: Iterable[Stake]) -> None:
        self.of: dict[str, list[Stake]] = defaultdict(list)
        self.into: dict[str, list[Stake]] = defaultdict(list)
        stakes = list(stakes)
        for stake in stakes:
            if not stake.indirect:
                self._add(stake)
        direct = {owner: [each.owned for each in held if each.least > 0] for owner, held in self.of.items()}
        for stake in stakes:
            if stake.indirect and not _leads(direct, stake.owner, stake.owned):
                self._add(stake)

    def _add(self, stake: Stake) -> None:
        self.of[stake.owner].append(stake)
        self.into[stake.owned].append(stake)

    def upstream(self, companies: Iterable[str]) -> set[str]:
        """The companies, their owners, the owners of these, and so on."""
        ahead = list(companies)
        seen = set(ahead)
        while ahead:
            for stake in self.into.get(ahead.pop(), ()):
                if stake.owner not in seen:
                    seen.add(stake.owner)
                    ahead.append(stake.owner)
        return seen

    @cached_property
    def over_whole(self) -> Mapping[str, float]:
        """Companies of which owners have more than all for certain → how much, in percent."""
        sums = {owned: sum(units(stake.least) for stake in held) for owned, held in self.into.items()}
        # A hundredth of a percent comes of rounded shares.
        return {owned: total / _UNITS for owned, total in sums.items() if total > 100.01 * _UNITS}


def blocked(
    graph: Graph,
    listed: Iterable[str],
    policy: Policy,
    bound: Bound = "least",
    within: Collection[str] | None = None,
    without: str | None = None,
) -> Mapping[str, int]:
    """Holders that are blocked → the round in which they became so, 0 for the listed ones.

    With `policy.aggregate`, all the listed together; without it, call it once for each. within: only holders
    of these are looked at. without: a holder whose own stakes do not count, as when it is asked what it would
    be by others alone.
    """
    rounds = dict.fromkeys((each for each in listed if each != without), 0)
    held: dict[str, int] = defaultdict(int)
    latest, number = list(rounds), 0
    while latest:
        number += 1
        reached: set[str] = set()
        for owner in latest:
            for stake in graph.of.get(owner, ()) if owner != without else ():
                if within is None or stake.owned in within:
                    held[stake.owned] += units(getattr(stake, bound))
                    reached.add(stake.owned)
        latest = [each for each in reached if each not in rounds and policy.is_enough(held[each])]
        rounds |= dict.fromkeys(latest, number)
    return rounds


def percent(stakes: Sequence[Stake], bound: Bound = "least") -> float:
    """The sum of stakes, without the crumbs of binary fractions."""
    return sum(units(getattr(stake, bound)) for stake in stakes) / _UNITS


def units(share: float) -> int:
    return round(share * _UNITS)


def _leads(direct: Mapping[str, Sequence[str]], owner: str, owned: str) -> bool:
    """Whether a chain of two stakes or more leads from the one to the other."""
    ahead = [each for each in direct.get(owner, ()) if each != owned]
    seen = set(ahead) | {owner}
    while ahead:
        for each in direct.get(ahead.pop(), ()):
            if each == owned:
                return True
            if each not in seen:
                seen.add(each)
                ahead.append(each)
    return False
