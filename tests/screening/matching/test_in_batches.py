"""What a batch makes in columns is what each of its pairs makes by itself."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from one_by_one import explain_pair, pair_features, probability, weights
from party_lists import small_list

from screening.matching import probability as in_columns
from screening.matching.best_matches import BestMatches
from screening.matching.identifiers import ListedIdentity, judge
from screening.matching.index import ListIndex
from screening.matching.scoring import BatchNames
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.findings import Finding
from screening.model.hit_table import IDENTIFIER
from screening.model.vocabulary import ENTITY_TYPES, NAME_QUALITIES
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
@settings(max_examples=5, deadline=None)
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


CUSTOMERS = pa.RecordBatch.from_pylist(
    [
        {"record_id": "1", "name": "Qais", "entity_type": "person", "nationality": "IQ"},
        {"record_id": "2", "name": "Qais", "nationality": "MX", "gender": "female"},
        {"record_id": "3", "name": "Qais"},
    ],
    schema=CUSTOMER_SCHEMA,
)
PARTIES = [
    SimpleNamespace(identity=ListedIdentity("person", nationalities={"IQ"})),
    SimpleNamespace(identity=ListedIdentity("person", nationalities={"US"}, gender="male")),
    SimpleNamespace(identity=ListedIdentity("vessel")),
]
# Customer row, party, listed name (of which each party has five), reading, name score.
PAIRS = st.tuples(
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 4),
    st.integers(0, 1),
    st.sampled_from([70.0, 78.5, 79.0, 80.0, 90.25, 100.0]),
)


@given(st.lists(st.lists(PAIRS, max_size=8), max_size=4))
@settings(max_examples=60, deadline=None)
def test_the_best_match_of_many_is_that_of_a_look_at_each(
    blocks: Sequence[Sequence[tuple[int, int, int, int, float]]],
) -> None:
    policy = SETTINGS.matching
    quality = np.arange(15) % 3
    best = BestMatches(CUSTOMERS, cast(Any, PARTIES), SETTINGS)
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for number, block in enumerate(blocks):
        columns = np.array(block, dtype=np.float64).reshape(-1, 5)
        row, party, name, reading = (columns[:, place].astype(np.int64) for place in range(4))
        listed = party * 5 + name
        batch = SimpleNamespace(group=SimpleNamespace(quality=quality))
        scored = SimpleNamespace(listed=listed, scores=SimpleNamespace(score=columns[:, 4]))
        best.add(row, party, cast(Any, batch), cast(Any, scored), np.arange(len(block)), reading)
        for place, (customer, of, _, read, name_score) in enumerate(block):
            record = CUSTOMERS.slice(customer, 1).to_pylist()[0]
            against = SETTINGS.matching.screened_against.get(record["entity_type"], ENTITY_TYPES)
            evidence = judge(record, PARTIES[of].identity, policy.identifiers, against)
            score = round(max(min(100.0, max(0.0, name_score + evidence.points)), evidence.least), 2)
            its_quality = int(quality[listed[place]])
            weak = NAME_QUALITIES[its_quality] == "weak" and evidence.document != "agrees"
            if score < SETTINGS.threshold or (weak and not (name_score >= 100 and evidence.any_agrees)):
                continue
            rank = (-score, -name_score, read, its_quality, int(listed[place]))
            if (customer, of) not in found or rank < found[customer, of][0]:
                found[customer, of] = (rank, number, place)
    matches = best.found()
    # A block without pairs is none of the sources.
    numbers = [number for number, block in enumerate(blocks) if block]
    assert [
        (pair, (-score, -name_score, numbers[compared], place))
        for pair, score, name_score, compared, place in zip(
            zip(matches.row.tolist(), matches.party.tolist(), strict=True),
            matches.score.tolist(),
            matches.name_score.tolist(),
            matches.compared.tolist(),
            matches.pair.tolist(),
            strict=True,
        )
    ] == [(pair, (*rank[:2], number, place)) for pair, (rank, number, place) in sorted(found.items())]
