"""What took long to make is there for the next process, and only as it was made."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

from screening.storage.kept_tables import Kept, KeptTables

NUMBERS = Kept({"numbers": pa.table({"number": [1, 2, 3], "word": ["one", "two", "three"]})}, {"count": 3})


@pytest.fixture
def kept(tmp_path: Path) -> KeptTables:
    return KeptTables(tmp_path / "kept", "program 1", newest=3)


def entry(kept: KeptTables) -> Path:
    return next(kept.folder.iterdir())


def test_what_is_kept_comes_back(kept: KeptTables) -> None:
    assert kept.read("numbers", ["a", "b"]) is None
    kept.keep("numbers", ["a", "b"], NUMBERS)
    found = kept.read("numbers", ["a", "b"])
    assert found is not None
    assert found.tables["numbers"].equals(NUMBERS.tables["numbers"])
    assert found.facts == {"count": 3}


def test_what_was_made_from_something_else_is_not_found(kept: KeptTables) -> None:
    kept.keep("numbers", ["a", "b"], NUMBERS)
    assert kept.read("numbers", ["a", "c"]) is None
    assert kept.read("numbers", ["ab"]) is None
    assert kept.read("letters", ["a", "b"]) is None
    assert KeptTables(kept.folder, "program 2", newest=3).read("numbers", ["a", "b"]) is None


def cut(place: Path) -> None:
    file = place / "numbers.arrow"
    file.write_bytes(file.read_bytes()[:-20])


def change_a_byte(place: Path) -> None:
    file = place / "numbers.arrow"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def leave_a_file_out(place: Path) -> None:
    (place / "numbers.arrow").unlink()


def empty_contents(place: Path) -> None:
    (place / "contents.json").write_bytes(b"")


def change_contents(place: Path) -> None:
    file = place / "contents.json"
    file.write_text(file.read_text().replace('"count": 3', '"count": 4'))


def make_contents_something_else(place: Path) -> None:
    (place / "contents.json").write_text("[]")


@pytest.mark.parametrize(
    "damage",
    [cut, change_a_byte, leave_a_file_out, empty_contents, change_contents, make_contents_something_else],
)
def test_what_is_damaged_is_as_good_as_absent_and_is_made_again(kept: KeptTables, damage) -> None:
    kept.keep("numbers", ["a"], NUMBERS)
    damage(entry(kept))
    assert kept.read("numbers", ["a"]) is None
    kept.keep("numbers", ["a"], NUMBERS)
    assert kept.read("numbers", ["a"]) is not None
    assert len(list(kept.folder.iterdir())) == 1


def test_an_entry_under_the_name_of_another_is_not_taken_for_it(kept: KeptTables) -> None:
    kept.keep("numbers", ["a"], NUMBERS)
    first = entry(kept)
    kept.keep("numbers", ["b"], NUMBERS)
    second = next(place for place in kept.folder.iterdir() if place != first)
    second.rename(kept.folder / "aside")
    first.rename(second)
    assert kept.read("numbers", ["b"]) is None


def test_those_that_were_not_used_for_the_longest_time_go(kept: KeptTables) -> None:
    for number, name in enumerate("abc"):
        kept.keep("numbers", [name], NUMBERS)
        newest = max(kept.folder.iterdir(), key=lambda place: place.stat().st_mtime_ns)
        os.utime(newest, (number, number))
    assert kept.read("numbers", ["a"]) is not None
    kept.keep("numbers", ["d"], NUMBERS)
    assert [name for name in "abcd" if kept.read("numbers", [name])] == ["a", "c", "d"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    kept = KeptTables(tmp_path / "file" / "kept", "program 1", newest=3)
    kept.keep("numbers", ["a"], NUMBERS)
    assert kept.read("numbers", ["a"]) is None
