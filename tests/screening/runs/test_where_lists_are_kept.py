"""Where a run keeps lists that it read and analyzed."""

from pathlib import Path

import pytest
from run_inputs import write_list

from screening.runs.kept_tables import kept_tables
from screening.settings import Settings, load_settings
from screening.watchlists import import_watchlist, read_watchlist, versions


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return load_settings(None, store_dir=str(tmp_path / "store"))


def test_in_the_store_and_no_version_of_a_list(settings: Settings, tmp_path: Path) -> None:
    version = import_watchlist(read_watchlist(write_list(tmp_path / "list")), settings.store_dir)
    kept = kept_tables(settings)
    assert kept is not None
    assert kept.folder == tmp_path / "store" / ".analyzed"
    (kept.folder / "names-of-a-list").mkdir(parents=True)
    assert versions(settings.store_dir) == [version]


def test_in_the_cache_of_the_user_where_there_is_no_store(settings: Settings, tmp_path: Path) -> None:
    kept = kept_tables(settings)
    assert kept is not None
    assert kept.folder == tmp_path / "cache" / "sanctions-screening"
    # Nothing is made before there is something to keep.
    assert not kept.folder.exists()


def test_in_the_usual_cache_where_the_environment_names_no_folder(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    kept = kept_tables(settings)
    assert kept is not None
    assert kept.folder == Path.home() / ".cache" / "sanctions-screening"


def test_nowhere_where_no_list_shall_be_kept(settings: Settings) -> None:
    assert kept_tables(settings.model_copy(update={"kept_lists": 0})) is None
