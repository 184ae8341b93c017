"""What a batch makes in columns is what each of its pairs makes by itself."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from one_by_one import explain_pair, pair_features, probability, weights
from party_lists import small_list

from screening.matching import probability as in_columns
from screening.matching.index import ListIndex
from screening.matching.scoring import BatchNames
from screening.model.findings import Finding
from screening.model.hit_table import IDENTIFIER
from screening.model.vocabulary import NAME_QUALITIES
from screening.names.analysis import analyze_names
from screening.settings import load_settings

SETTINGS = load_settings()
WORDS = ["Qais", "QAYS", "al", "Khazali", "alkhazali", "trade", "Co", "Ltd.", "7", "q", "قيس", "박", "Müller"]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
)
FINDINGS = [
    Finding("birth date", "same day", "1974-06-20", "20 Jun 1974", 10),
    Finding("birth date", "conflicts", "1974-06-20", "1950", -30),
    Finding("country", "same nationality", "IQ", "IQ", 5),
    Finding("gender", "conflicts", "male", "female", -20),
    Finding("document number", "different, not counted", "12345", "12345", 8),
    Finding("type", "compared across types", "vessel", "person"),
]


@given(
    st.lists(NAMES, min_size=3, max_size=6),
    st.lists(NAMES, min_size=3, max_size=6),
    st.lists(st.lists(st.sampled_from(FINDINGS), max_size=3), min_size=36, max_size=36),
)
@settings(max_examples=8, deadline=None)
def test_evidence_and_probability_of_a_batch_are_those_of_each_pair(
    customers: Sequence[str], parties: Sequence[str], findings: Sequence[Sequence[Finding]]
) -> None:
    watchlist = small_list("TEST", {str(place): [name] for place, name in enumerate(parties)})
    group = ListIndex([watchlist], SETTINGS.names, SETTINGS.matching.identifiers).groups["person"]
    batch = BatchNames(analyze_names(list(customers), "person", SETTINGS.names), group, SETTINGS.names)
    query, other = (each.ravel() for each in np.indices((len(customers), len(parties))))
    scored = batch.pairs(query, other)
    order = np.random.default_rng(len(query)).permutation(len(query))
    found = batch.explain(scored, order, [customers[name] for name in query[order]])
    tables = (batch.table, group.names.table, scored.alignment, scored.scores)
    least = SETTINGS.names.deductions_for("person").distinctive_from
    singly = [
        explain_pair(*tables, pair, query[pair], other[pair], given=customers[query[pair]]) for pair in order
    ]
    assert found.to_pylist() == [evidence.as_row() for evidence in singly]

    qualities = [NAME_QUALITIES[place % 3] for place in range(len(order))]
    features = in_columns.pair_features(
        batch.weights(scored, order),
        found,
        pa.array(
            [[finding.as_row() for finding in each] for each in findings[: len(order)]], pa.list_(IDENTIFIER)
        ),
        pa.array(qualities),
        np.full(len(order), True),
    )
    judged = in_columns.match_probabilities(features, SETTINGS.match_probability)
    for place, (pair, evidence, of_pair) in enumerate(zip(order, singly, findings, strict=False)):
        its_weights = weights(*tables, pair, (query[pair], other[pair]), least)
        expected = probability(
            pair_features(its_weights, evidence, of_pair, qualities[place], is_person=True),
            SETTINGS.match_probability,
        )
        assert judged.parts[place].as_py() == expected["parts"]
        assert judged.probability[place] == expected["probability"]
