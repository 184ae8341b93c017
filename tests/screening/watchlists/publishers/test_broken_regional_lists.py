"""Broken copies of the small UN, EU and UK lists: each is read, or told as what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutated_files import mutations

from screening.model.errors import InputError
from screening.watchlists import read_watchlist
from screening.watchlists.watchlist import Watchlist

LISTS = Path(__file__).resolve().parents[3] / "material" / "lists"


@pytest.mark.parametrize("name", ["un", "eu", "uk"])
def test_each_of_500_broken_copies_is_a_list_or_a_clear_error(tmp_path: Path, name: str):
    broken = tmp_path / f"{name}.xml"
    read = 0
    for content in mutations((LISTS / f"{name}_small.xml").read_bytes(), count=500, seed=12):
        broken.write_bytes(content)
        try:
            watchlist = read_watchlist(broken)
        except InputError as error:
            assert str(broken) in str(error)
            continue
        assert isinstance(watchlist, Watchlist)
        assert watchlist.entity_count > 0
        read += 1
    # Not every damage makes a list unreadable.
    assert 20 < read < 400
