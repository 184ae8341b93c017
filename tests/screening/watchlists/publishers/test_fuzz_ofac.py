"""Whatever is wrong with a file of OFAC: a list or a clear error comes out, and soon."""

import pytest
from fuzzed_lists import counted, read_broken

FORMATS = ("ofac-csv", "ofac-sdn-xml", "ofac-advanced", "ofac-enhanced")


def names(counts):
    return sum(count.names for count in counts)


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_gives_a_list_or_a_clear_error(tmp_path, name):
    read, refused = [], []
    for case in read_broken(name, count=500, seed=12, folder=tmp_path):
        assert case.seconds < 1, case
        (refused if case.watchlist is None else read).append(case)
    # Damage of all kinds gets into the reader, and is told with the path of the file.
    assert len(read) > 50 and len(refused) > 100
    assert all(str(tmp_path) in case.error and case.error.endswith(".") for case in refused)
    # What the reader had to leave out, such as an alias whose name is gone, stands in the count.
    for case in read:
        assert names(case.watchlist.published_counts) >= names(counted(case.watchlist)), case
