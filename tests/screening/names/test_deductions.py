"""What takes points off a name score: each deduction, its floor, and the bound that candidates rest on."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.model import evidence
from screening.names.alignment import Alignment, ListedNames, align, match_tokens
from screening.names.deductions import DEDUCTIONS, CoverageDeduction
from screening.names.elements import read_names
from screening.names.name_table import NameTable
from screening.names.pair_facts import coverage_of
from screening.names.score import NameScores, score, score_upper_bound
from screening.settings.names import Deductions, Kind, default_name_policy

KINDS: tuple[Kind, ...] = ("person", "non_person")
WORDS = ("Qais", "Qays", "Hadi", "Laith", "al", "Khazali", "Khazaly", "J", "77", "Trading", "LLC", "Gazprom")
NAME = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def aligned(name: str, other: str, kind: Kind) -> tuple[NameTable, NameTable, Alignment]:
    policy = default_name_policy()
    listed = ListedNames(read_names([other], kind, policy), policy.similarity)
    query = read_names([name], kind, policy, listed.joinable)
    first = np.zeros(1, dtype=np.int64)
    return query, listed.table, align(query, listed, match_tokens(query, listed), first, first)


def scored(name: str, other: str, kind: Kind = "person", policy: Deductions | None = None) -> NameScores:
    first = np.zeros(1, dtype=np.int64)
    return score(
        *aligned(name, other, kind), first, first, policy or default_name_policy().deductions_for(kind)
    )


def taken_off(name: str, other: str, kind: Kind = "person") -> set[str]:
    """The names of the deductions that cost this pair anything."""
    return {name for name, points in scored(name, other, kind).deductions_of(0).items() if points > 0}


@pytest.mark.parametrize(
    ("name", "listed", "kind", "deduction"),
    [
        ("Qais Hadi Khazali", "Qais Khazali", "person", "uncovered"),
        ("Laith", "Laith Khazali", "person", "thin"),
        ("Qais Khazali", "Qais Khazalu", "person", "weakest"),
        ("Laith", "Laith Khazali", "person", "words"),
        ("Gazprom Neft 77", "Gazprom Neft", "non_person", "number"),
        ("Gazprom Neft Paris", "Gazprom Neft London", "non_person", "place"),
        ("State Construction", "State Constructors", "non_person", "changed"),
        ("NIOC", "National Iranian Oil Company Holding Tehran", "non_person", "initials"),
        ("Qais Hadi Khazali", "Laith Hadi Khazali", "person", "conflict"),
        ("Khazali Qais", "Qais Khazali", "person", "order"),
        ("Qais bin Hadi", "Hadi bin Qais", "person", "parent"),
        ("Rosneft", "Gazprom", "non_person", "nothing"),
    ],
)
def test_each_deduction_has_a_pair_that_it_costs_points(
    name: str, listed: str, kind: Kind, deduction: str
) -> None:
    assert deduction in taken_off(name, listed, kind)


def test_the_same_name_costs_nothing() -> None:
    assert taken_off("Qais Hadi al-Khazali", "AL-KHAZALI, Qais Hadi") == set()


@settings(max_examples=100, deadline=None)
@given(NAME, NAME, st.sampled_from(KINDS))
def test_a_score_is_100_less_its_deductions(name: str, other: str, kind: Kind) -> None:
    found = scored(name, other, kind)
    off = found.deductions_of(0)
    assert tuple(off) == evidence.DEDUCTIONS
    assert all(points >= 0 for points in off.values())
    assert found.score[0] == pytest.approx(max(0, 100 - sum(off.values())), abs=0.0051)


def test_a_conflict_alone_brings_no_score_below_its_floor() -> None:
    policy = default_name_policy().deductions.person.model_copy(update={"conflict": 90.0})
    found = scored("Qais Hadi Khazali", "Laith Hadi Khazali", policy=policy)
    others = sum(points for name, points in found.deductions_of(0).items() if name != "conflict")
    assert 100 - others > policy.conflict_floor
    assert found.score[0] == policy.conflict_floor


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.floats(0.05, 6), min_size=4, max_size=4),
    st.floats(0, 1),
    st.floats(0, 1),
    st.sampled_from(KINDS),
)
def test_what_coverage_decides_costs_no_more_where_more_is_met(
    weights: list[float], share: float, other_share: float, kind: Kind
) -> None:
    met_query, met_listed, total_query, total_listed = np.array(weights)[:, None]
    policy = default_name_policy().deductions_for(kind)
    less = coverage_of(share * met_query, other_share * met_listed, total_query, total_listed, policy)
    more = coverage_of(met_query, met_listed, total_query, total_listed, policy)
    for deduction in DEDUCTIONS:
        if isinstance(deduction, CoverageDeduction):
            points = deduction.points(more, policy)
            assert points >= 0
            assert points <= deduction.points(less, policy) + 1e-9


@settings(max_examples=100, deadline=None)
@given(NAME, NAME, st.sampled_from(KINDS))
def test_no_score_is_above_its_upper_bound(name: str, other: str, kind: Kind) -> None:
    query, listed, alignment = aligned(name, other, kind)
    met_query = np.sum(alignment.similarity * query.elements.weight[alignment.query_element])
    met_listed = np.sum(alignment.similarity * listed.elements.weight[alignment.listed_element])
    bound = score_upper_bound(
        np.array([met_query]),
        np.array([met_listed]),
        query.total_weight,
        listed.total_weight,
        default_name_policy().deductions_for(kind),
    )
    assert scored(name, other, kind).score[0] <= bound[0] + 1e-9
