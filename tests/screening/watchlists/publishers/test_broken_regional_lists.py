"""Broken copies of the small UN, EU and UK lists: each is read, or told as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzzed_lists import read_broken

from screening.model.errors import InputError
from screening.watchlists import read_watchlist


@pytest.mark.parametrize("name", ["un", "eu", "uk"])
def test_each_of_500_broken_copies_is_a_list_or_a_clear_error(tmp_path: Path, name: str):
    read = 0
    for case in read_broken(name, count=500, seed=12, folder=tmp_path):
        assert case.seconds < 2, case
        if case.watchlist is None:
            assert name in case.error
        else:
            assert case.watchlist.entity_count > 0
            read += 1
    # Not every damage makes a list unreadable, nor does every one pass.
    assert 20 < read < 400


def test_a_namespace_that_is_none_is_told(tmp_path: Path):
    broken = tmp_path / "eu.xml"
    broken.write_text('<?xml version="1.0"?>\n<export xmlns="http://ec.europa.eu/fpi}export"/>')
    with pytest.raises(InputError, match=r"eu\.xml: line 2: .* is no root element of a list"):
        read_watchlist(broken)
