"""Whatever is wrong with a file of OFAC: a list or a clear error comes out, and soon."""

import pytest
from fuzzed_lists import counted, read_broken


@pytest.mark.parametrize("name", ["ofac-csv", "ofac-sdn-xml"])
def test_a_broken_file_gives_a_list_or_a_clear_error(tmp_path, name):
    read, refused = [], []
    for case in read_broken(name, count=500, seed=12, folder=tmp_path):
        assert case.seconds < 1, case
        (refused if case.watchlist is None else read).append(case)
    # Damage of all kinds gets into the reader, and is told with the path of the file.
    assert len(read) > 50 and len(refused) > 100
    assert all(str(tmp_path) in case.error and case.error.endswith(".") for case in refused)


@pytest.mark.parametrize("name", ["ofac-csv", "ofac-sdn-xml"])
def test_what_is_read_of_a_broken_file_is_what_is_counted_in_it(tmp_path, name):
    for case in read_broken(name, count=100, seed=34, folder=tmp_path):
        if case.watchlist is not None:
            assert case.watchlist.published_counts == counted(case.watchlist), case
