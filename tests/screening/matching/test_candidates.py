"""Candidates lose nothing: whatever scores high enough when every pair is scored is among them."""

import random
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from real_lists import read_real
from scipy import sparse

from screening.matching.candidates import CandidateGenerator
from screening.matching.index import NameGroup
from screening.matching.scoring import BatchNames
from screening.matching.screener import Screener
from screening.names.alignment import ListedNames
from screening.names.analysis import analyze_names
from screening.names.elements import read_names
from screening.names.score import least_sum_of_shares, score_upper_bound
from screening.settings.names import Kind, default_name_policy

POLICY = default_name_policy()


def group(names: list[str], kind: Kind) -> NameGroup:
    listed = ListedNames(read_names(names, kind, POLICY), POLICY.similarity)
    nobody = np.zeros(len(names), dtype=np.int64)
    return NameGroup(kind, listed, CandidateGenerator(listed), nobody, nobody)


def assert_nothing_lost(customers: list[str], listed: list[str], kind: Kind, least: float) -> int:
    batch = BatchNames(analyze_names(customers, kind, POLICY), group(listed, kind), POLICY)
    everything = np.indices((len(customers), len(listed))).reshape(2, -1)
    exhaustive = batch.pairs(everything[0], everything[1])
    wanted = exhaustive.scores.score >= least
    found = {
        (int(query), int(name), float(points))
        for block in batch.at_least(least)
        for query, name, points in zip(block.query, block.listed, block.scores.score, strict=True)
        if points >= least
    }
    pairs = zip(everything[0][wanted], everything[1][wanted], exhaustive.scores.score[wanted], strict=True)
    assert {(int(q), int(n), float(s)) for q, n, s in pairs} == found
    # Nor where a birth day or a document brings the pairs.
    limits = np.full(len(everything[0]), float(least))
    assert batch.may_reach(everything[0], everything[1], limits)[wanted].all()
    return len(found)


@pytest.mark.parametrize("kind", ["person", "non_person"])
@pytest.mark.parametrize("least", [50, 80])
def test_nothing_is_lost_on_samples_of_a_real_list(shared_data: Path, kind: Kind, least: float) -> None:
    tables = read_real(shared_data / "ofac" / "2022-01").tables
    people = {row["entity_id"] for row in tables["entities"].to_pylist() if row["entity_type"] == "person"}
    names = [
        row["name"]
        for row in tables["names"].to_pylist()
        if (row["entity_id"] in people) == (kind == "person")
    ]
    clean = pq.read_table(shared_data / "customers" / "clean_global.parquet")["name"].to_pylist()
    draw = random.Random(11)
    listed = draw.sample(names, 400)
    customers = draw.sample(names, 200) + draw.sample(listed, 50) + draw.sample(clean, 100)
    assert assert_nothing_lost(customers, listed, kind, least) >= 50


WORDS = """
qais qays kais khazali alkhazali al abd abdul rahman muhammad mohamed ali bank trading co llc 44 4 a k
قيس الخزعلي محمد иван ivan jin hyok 진혁 hezbollah hizballah
"""
words = st.sampled_from(WORDS.split())
names = st.lists(words, min_size=1, max_size=6).map(" ".join)


@given(
    st.lists(names, min_size=1, max_size=4),
    st.lists(names, min_size=1, max_size=6),
    st.sampled_from(["person", "non_person"]),
    st.sampled_from([30, 60, 80, 95]),
)
@settings(max_examples=80, deadline=None)
def test_nothing_is_lost_whatever_the_names(
    customers: list[str], listed: list[str], kind: Kind, least: float
) -> None:
    assert_nothing_lost(customers, listed, kind, least)


def test_products_of_different_pairs_are_refused() -> None:
    names = group(["AL-KHAZALI, Qais", "MILOV, Vladimir"], "person")
    batch = BatchNames(analyze_names(["Qais Milov"], "person", POLICY), names, POLICY)
    # As if the weights of the listed side had been lost on the way.
    names.finder._weighs = sparse.csr_matrix(names.finder._weighs.shape)
    with pytest.raises(RuntimeError, match="candidates would be lost"):
        list(batch.at_least(10))


@given(
    st.sampled_from(["person", "non_person"]),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(0.05, 8),
    st.floats(0.05, 8),
    st.sampled_from([40.0, 60.0, 76.0, 90.0]),
)
@settings(max_examples=300, deadline=None)
def test_less_than_the_least_sum_of_shares_never_reaches(
    kind: Kind, query: float, listed: float, weight: float, other: float, least: float
) -> None:
    policy = POLICY.deductions_for(kind)
    mine, theirs = np.array([weight]), np.array([other])
    bound = score_upper_bound(query * mine, listed * theirs, mine, theirs, policy)
    assert bound[0] < least or query + listed >= least_sum_of_shares(least, policy)


def test_a_birth_day_brings_parties_of_the_customers_type_and_each_once(shared_data: Path) -> None:
    screener = Screener([read_real(shared_data / "ofac" / "2022-01")])
    customers = pd.DataFrame(
        {
            "record_id": ["a", "b", "c"],
            "name": ["Qais Khazali", "Somebody Else", "Qais Khazali"],
            "entity_type": ["person", "person", "organization"],
            "date_of_birth": ["1974-06-20", "1974-06-20", "1974-06-20"],
        }
    )
    hits = screener.screen(customers)
    assert hits.loc[hits["entity_id"] == "28004", "record_id"].tolist() == ["a"]
