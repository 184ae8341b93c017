"""500 broken copies of a file of each form: a right result or a clear error, no traceback, no hang."""

import pytest
from fuzzed_lists import SAMPLES, counted, read_broken

from screening.model.vocabulary import ENTITY_TYPES

COPIES = 500
FORMATS = [name for name in SAMPLES if name.startswith(("opensanctions-", "table-"))]


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_copy_is_read_whole_or_refused(tmp_path, name):
    cases = list(read_broken(name, count=COPIES, seed=12, folder=tmp_path))
    assert len(cases) == COPIES
    for case in cases:
        assert case.seconds < 5, case
        if case.watchlist is None:
            assert str(tmp_path) in case.error, case
            continue
        entities, names = case.watchlist.tables["entities"], case.watchlist.tables["names"]
        assert len(set(entities["entity_id"].to_pylist())) == case.watchlist.entity_count, case
        assert set(entities["entity_type"].to_pylist()) <= set(ENTITY_TYPES), case
        assert all(name.strip() for name in names["name"].to_pylist()), case
        # What is left of the file is read as it stands there, nothing more and nothing less.
        assert tuple(case.watchlist.published_counts) == counted(case.watchlist), case
    assert any(case.watchlist is None for case in cases)
