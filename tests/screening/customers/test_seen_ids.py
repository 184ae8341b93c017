"""Doubled ids are found in a stream, whatever the batches."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from screening.customers.source import SeenIds


@given(st.lists(st.lists(st.text("abc", max_size=3), max_size=8), max_size=12))
def test_suspects_are_the_ids_seen_before(batches: list[list[str]]) -> None:
    seen, before = SeenIds(), set()
    for batch in batches:
        expected = []
        for text in batch:
            if text in before and text not in expected:
                expected.append(text)
            before.add(text)
        assert sorted(seen.add(pa.array(batch, pa.string()))) == sorted(expected)
