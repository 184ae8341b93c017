"""The 50 percent rule: what counts as owned by blocked parties, case by case and against a slow twin."""

import random
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.ownership.assessment import Assessment, assess
from screening.ownership.rule import Graph, Policy, blocked
from screening.ownership.stakes import Stake

OFAC = Policy()
MORE_THAN_HALF = Policy(inclusive=False)
EACH_ALONE = Policy(inclusive=False, aggregate=False)


def stakes(*texts: str) -> list[Stake]:
    """ "L 60 X": L has 60 percent of X; "L 25-50 X": as much as the range says; "L ~60 X": indirectly."""
    found = []
    for text in texts:
        owner, share, owned = text.split()
        least, _, most = share.removeprefix("~").partition("-")
        found.append(
            Stake(owner, owned, float(least), float(most or least), share.startswith("~"), "a register")
        )
    return found


def owned(texts: Iterable[str], policy: Policy = OFAC, listed: str = "L M") -> Assessment | None:
    """Of X, by the listed L and M."""
    return assess(Graph(stakes(*texts)), "X", dict.fromkeys(listed.split(), 100.0), policy)


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        pytest.param(["L 60 X"], 60, id="one listed owner"),
        pytest.param(["L 50 X"], 50, id="exactly half"),
        pytest.param(["L 49.99 X"], None, id="a hair less than half"),
        pytest.param(["L 25 X", "M 25 X"], 50, id="two listed owners in sum (FAQ 399)"),
        pytest.param(["L 25 X", "M 24.9 X"], None, id="two with less than half in sum"),
        pytest.param(["L 33.3 X", "M 16.7 X"], 50, id="shares that are no binary fractions"),
        pytest.param(["L 100 A", "A 50 X"], 50, id="through a company that is owned whole"),
        pytest.param(["L 50 A", "A 50 X"], 50, id="half of half counts in full (FAQ 401)"),
        pytest.param(["L 50 A", "A 50 B", "B 50 C", "C 50 X"], 50, id="and so on down a long chain"),
        pytest.param(["L 50 A", "A 25 X", "L 25 X"], 50, id="directly and through a company"),
        pytest.param(["L 50 A", "M 50 B", "A 25 X", "B 25 X"], 50, id="two chains in sum (FAQ 401)"),
        pytest.param(["L 25 A", "M 25 A", "A 50 X"], 50, id="a company in between owned in sum"),
        pytest.param(["L 40 A", "A 100 X"], None, id="40 percent of the only owner"),
        pytest.param(["L 25 A", "A 100 X", "M 49 X"], None, id="a minority in between adds nothing"),
        pytest.param(["L 60 A", "A 40 X", "N 60 X"], None, id="most is somebody else's"),
        pytest.param(["L 60 A", "A 60 X", "X 60 A"], 60, id="a company that owns its owner"),
        pytest.param(["A 60 X", "X 60 A"], None, id="a ring without a listed party"),
        pytest.param(["L 20 A", "A 60 X", "X 40 A"], None, id="a ring does not lift itself up"),
        pytest.param(["L 50 A", "A 50 B", "B 50 A", "B 50 X"], 50, id="a ring above"),
        pytest.param(["L 60 A", "A 30 X", "L 60 B", "B 30 X", "A 40 B", "B 40 A"], 60, id="cross-holdings"),
        pytest.param(["X 100 X", "L 10 X"], None, id="a company that owns itself"),
        pytest.param(["L 50 A", "A 50 X", "L ~50 X"], 50, id="a chain told as indirect holding as well"),
        pytest.param(["L ~60 X", "A 60 X"], 60, id="indirectly, the chain not known"),
        pytest.param(["L 0 A", "A 60 X", "L ~60 X"], 60, id="indirectly, a share in between not known"),
        pytest.param(["L 50-75 X"], 50, id="a range that begins at the threshold"),
    ],
)
def test_owned_or_not(texts, total):
    found = owned(texts)
    assert (None if found is None else found.total) == total
    assert found is None or found.bound == "least"


@pytest.mark.parametrize(
    ("texts", "certain", "at_most"),
    [
        pytest.param(["L 25-50 X"], 25, 50, id="a range that ends at the threshold"),
        pytest.param(["L 0-100 X"], 0, 100, id="a share that is not told"),
        pytest.param(["L 0-100 A", "A 60 X"], 0, 60, id="not told further up"),
        pytest.param(["L 30 X", "M 10-30 X"], 40, 60, id="in sum"),
    ],
)
def test_possibly_owned_is_not_owned(texts, certain, at_most):
    found = owned(texts)
    assert found is not None
    assert (found.bound, found.certain, found.total) == ("most", certain, at_most)


def test_under_half_is_never_possible():
    assert owned(["L 25-49.9999 X"]) is None


def test_more_than_half_where_half_is_not_enough():
    assert owned(["L 50 X"], MORE_THAN_HALF) is None
    assert owned(["L 50.0001 X"], MORE_THAN_HALF) is not None


def test_owners_that_are_not_added_up():
    apart = ["L 30 X", "M 30 X"]
    assert owned(apart) is not None
    assert owned(apart, EACH_ALONE) is None
    # One owner's own ways are.
    assert owned(["L 30 X", "L 60 A", "A 30 X", "M 10 X"], EACH_ALONE).total == 60


def test_the_company_s_own_listing_says_nothing_of_its_owners():
    assert owned(["L 40 X", "X 60 A", "A 60 X"], listed="L X") is None
    assert owned(["L 50 X"], listed="L X").listed == ["L"]


def test_the_chain_goes_from_the_listed_owners_down():
    found = owned(["L 60 A", "A 55 B", "B 30 X", "M 20 X", "N 50 X"])
    assert [(each.owner, each.owned) for each in found.chain] == [
        ("L", "A"),
        ("A", "B"),
        ("M", "X"),
        ("B", "X"),
    ]
    assert found.listed == ["L", "M"]


def test_a_ring_is_walked_once_in_a_chain():
    found = owned(["L 50 A", "A 50 B", "B 50 A", "B 50 X"])
    assert [(each.owner, each.owned) for each in found.chain] == [("L", "A"), ("A", "B"), ("B", "X")]


def test_the_score_is_that_of_the_owners_who_are_enough():
    graph = Graph(stakes("L 60 X", "M 5 X"))
    assert assess(graph, "X", {"L": 97.0, "M": 81.0}, OFAC).score == 97.0
    graph = Graph(stakes("L 45 X", "M 5 X"))
    assert assess(graph, "X", {"L": 97.0, "M": 81.0}, OFAC).score == 81.0


def test_more_than_all_of_a_company_is_told():
    assert Graph(stakes("L 60 X", "A 60 X", "L 100 Y")).over_whole == {"X": 120.0}


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[list[Stake], list[str]]:
    """Few holders, so that rings and shared owners come up all the time."""
    holders = "ABCDEFX"[: draw(st.integers(2, 7))]
    pairs = [(one, other) for one in holders for other in holders if one != other]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14))
    shares = st.one_of(st.sampled_from([0, 10, 16.7, 25, 33.3, 40, 49.99, 50, 60, 100]), st.floats(0, 100))
    found = [Stake(one, other, share := draw(shares), share, False, "") for one, other in chosen]
    return found, draw(st.lists(st.sampled_from(holders), unique=True, max_size=3))


def _slowly(found: list[Stake], listed: Iterable[str], policy: Policy) -> set[str]:
    """The same by trying over and over, in whole millionths."""
    blocked_now = set(listed)
    while True:
        held = {
            each.owned: sum(
                round(s.least * 1e6) for s in found if s.owned == each.owned and s.owner in blocked_now
            )
            for each in found
        }
        least = round(policy.threshold * 1e6) + (not policy.inclusive)
        more = {company for company, share in held.items() if share >= least} - blocked_now
        if not more:
            return blocked_now
        blocked_now |= more


@given(_graphs(), st.sampled_from([OFAC, MORE_THAN_HALF, Policy(threshold=25)]))
def test_the_same_as_a_slow_twin(graph, policy):
    found, listed = graph
    assert blocked(Graph(found), listed, policy).keys() == _slowly(found, listed, policy)


@given(_graphs(), st.randoms(use_true_random=False))
def test_no_order_of_rows_moves_anything(graph, chance: random.Random):
    found, listed = graph
    scores = {key: 80.0 + place for place, key in enumerate(listed)}
    other = chance.sample(found, len(found))
    for company in {each.owned for each in found}:
        assert assess(Graph(found), company, scores, OFAC) == assess(Graph(other), company, scores, OFAC)


@given(_graphs(), st.data())
def test_a_larger_share_never_frees_a_company(graph, data):
    found, listed = graph
    if not found:
        return
    place = data.draw(st.integers(0, len(found) - 1))
    before = found[place]
    share = data.draw(st.floats(before.least, 100))
    more = [*found[:place], Stake(before.owner, before.owned, share, share, False, ""), *found[place + 1 :]]
    assert blocked(Graph(found), listed, OFAC).keys() <= blocked(Graph(more), listed, OFAC).keys()


@given(_graphs())
def test_a_company_is_judged_as_all_are_together(graph):
    found, listed = graph
    together = blocked(Graph(found), listed, OFAC)
    for company in {each.owned for each in found} - set(listed):
        alone = assess(Graph(found), company, dict.fromkeys(listed, 100.0), OFAC)
        assert (alone is not None and alone.bound == "least") == (company in together)
        if alone is not None:
            assert alone.total == alone.certain >= 50
            assert alone.chain[-1].owned == company
