"""One company under the rule: how much of it blocked parties own, and by which chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from screening.ownership.rule import Bound, Graph, Policy, blocked, percent, units
from screening.ownership.stakes import Stake

__all__ = ["Assessment", "assess"]


@dataclass(frozen=True)
class Assessment:
    """A company that is owned, for certain or (`bound` is "most") possibly.

    total: percent of it that blocked holders have, in sum. certain: what of it is certain. chain: the stakes,
    from the listed owners down; those in the company itself come last. listed: the listed owners behind them,
    the one that most of the company comes from first. score: the owners whose match scored at least so much
    own it alone.
    """

    company: str
    bound: Bound
    total: float
    certain: float
    chain: Sequence[Stake]
    listed: Sequence[str]
    score: float


def assess(graph: Graph, company: str, listed: Mapping[str, float], policy: Policy) -> Assessment | None:
    """None where the company is not owned, not even possibly.

    listed: holder → how well it matched a listed party (0 to 100). What the company owns itself does not
    count, nor that it is listed.
    """
    within = graph.upstream([company])
    owners = {each: score for each, score in listed.items() if each in within and each != company}
    bounds: tuple[Bound, ...] = ("least", "most")
    for bound in bounds:
        asked = _Asked(graph, company, policy, bound, within)
        rounds = asked.rounds(owners)
        if rounds is not None:
            # The owners matched best that are enough: one who hardly matched must not hide the others.
            scores = sorted({owners[each] for each in owners}, reverse=True)
            enough = (
                least for least in scores if asked.rounds(e for e in owners if owners[e] >= least) is not None
            )
            surely = blocked(graph, owners, policy, "least", within, without=company)
            return asked.assessment(rounds, surely, next(enough))
    return None


@dataclass(frozen=True)
class _Asked:
    graph: Graph
    company: str
    policy: Policy
    bound: Bound
    within: set[str]

    def rounds(self, owners: Iterable[str]) -> Mapping[str, int] | None:
        """Who is blocked in which round, where the company is; None where it is not."""
        owners = sorted(owners)
        groups = [owners] if self.policy.aggregate else [[each] for each in owners]
        found = [
            rounds
            for group in groups
            if self.company
            in (
                rounds := blocked(
                    self.graph, group, self.policy, self.bound, self.within, without=self.company
                )
            )
        ]
        return max(found, key=self._total, default=None)

    def assessment(self, rounds: Mapping[str, int], surely: Collection[str], score: float) -> Assessment:
        """surely: holders that are blocked for certain."""
        direct = self._stakes(self.company, rounds)
        behind: dict[str, list[Stake]] = {}
        ahead = [stake.owner for stake in direct]
        while ahead:
            holder = ahead.pop()
            if holder not in behind:
                behind[holder] = [
                    stake
                    for stake in self._stakes(holder, rounds)
                    # Those that made it blocked: without ways that lead round in a ring.
                    if rounds[stake.owner] < rounds[holder]
                ]
                ahead += [stake.owner for stake in behind[holder]]
        above = [stake for stakes in behind.values() for stake in stakes]
        above.sort(
            key=lambda each: (rounds[each.owned], rounds[each.owner], -each.least, each.owner, each.owned)
        )
        direct.sort(key=lambda each: (rounds[each.owner], -each.least, each.owner))
        return Assessment(
            company=self.company,
            bound=self.bound,
            total=percent(direct, self.bound),
            certain=percent([stake for stake in direct if stake.owner in surely]),
            chain=[*above, *direct],
            listed=_listed(direct, behind, rounds, self.bound),
            score=score,
        )

    def _stakes(self, holder: str, rounds: Mapping[str, int]) -> list[Stake]:
        """What blocked holders have of a holder, as far as it is anything."""
        if rounds.get(holder) == 0:
            return []
        held = self.graph.into.get(holder, ())
        return [stake for stake in held if stake.owner in rounds and getattr(stake, self.bound) > 0]

    def _total(self, rounds: Mapping[str, int]) -> float:
        return percent(self._stakes(self.company, rounds), self.bound)


def _listed(
    direct: Sequence[Stake], behind: Mapping[str, Sequence[Stake]], rounds: Mapping[str, int], bound: Bound
) -> list[str]:
    """The listed owners; each counts with all the direct stakes that it is behind."""
    amounts: dict[str, int] = defaultdict(int)
    own: dict[str, int] = defaultdict(int)
    for stake in direct:
        share = units(getattr(stake, bound))
        seen, ahead = {stake.owner}, [stake.owner]
        while ahead:
            holder = ahead.pop()
            if rounds[holder] == 0:
                amounts[holder] += share
            for above in behind[holder]:
                if above.owner not in seen:
                    seen.add(above.owner)
                    ahead.append(above.owner)
        if rounds[stake.owner] == 0:
            own[stake.owner] += share
    return sorted(amounts, key=lambda each: (-amounts[each], -own[each], each))
