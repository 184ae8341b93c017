"""A list given by its path is read once, as long as nothing that it is read from changes."""

from pathlib import Path

import pytest
from run_inputs import PARTIES, write_list

from screening.storage.kept_tables import KeptTables
from screening.watchlists import Watchlist, read_watchlist
from screening.watchlists.versions import kept_lists
from screening.watchlists.versions.kept_lists import read_kept


@pytest.fixture
def kept(tmp_path: Path) -> KeptTables:
    return KeptTables(tmp_path / "kept", "this program", newest=20)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The paths that were read, not found kept."""
    paths: list[Path] = []

    def read(path: Path) -> Watchlist:
        paths.append(path)
        return read_watchlist(path)

    monkeypatch.setattr(kept_lists, "read_watchlist", read)
    return paths


def test_a_list_comes_back_as_it_was_read(tmp_path: Path, kept: KeptTables, reads: list[Path]) -> None:
    folder = write_list(tmp_path / "2022-01-31")
    first, second = read_kept(folder, kept), read_kept(folder, kept)
    assert reads == [folder]
    assert {**vars(first), "tables": {}} == {**vars(second), "tables": {}}
    assert first.tables.keys() == second.tables.keys()
    assert all(table.equals(second.tables[name]) for name, table in first.tables.items())


def test_other_content_and_another_date_are_read(tmp_path: Path, kept: KeptTables, reads: list[Path]) -> None:
    folder = write_list(tmp_path / "2022-01-31")
    read_kept(folder, kept)
    later = folder.rename(tmp_path / "2022-02-28")
    assert str(read_kept(later, kept).published) == "2022-02-28"
    for file in later.iterdir():
        file.unlink()
    later.rmdir()
    write_list(later, parties=PARTIES[:2], addresses=[])
    assert read_kept(later, kept).entity_count == 2
    assert len(reads) == 3


def test_a_mapping_beside_a_table_counts(tmp_path: Path, kept: KeptTables, reads: list[Path]) -> None:
    (tmp_path / "ours.csv").write_text("Number,Name,Other\n1,Jan Jansen,Piet Pietersen\n", encoding="utf-8")
    for column in ("Name", "Other"):
        (tmp_path / "ours.list.yaml").write_text(
            "{list_id: OURS, title: Parties we do not deal with, recognize: [Number, Name, Other],"
            f" id: {{column: Number}}, type: {{otherwise: person}}, names: [{{column: {column}}}]}}",
            encoding="utf-8",
        )
        names = read_kept(tmp_path / "ours.csv", kept).tables["names"]["name"].to_pylist()
        assert names == [{"Name": "Jan Jansen", "Other": "Piet Pietersen"}[column]]
    assert len(reads) == 2


def test_without_a_place_lists_are_read_each_time(tmp_path: Path, reads: list[Path]) -> None:
    folder = write_list(tmp_path / "list")
    assert read_kept(folder, None).sha256 == read_kept(folder, None).sha256
    assert len(reads) == 2
