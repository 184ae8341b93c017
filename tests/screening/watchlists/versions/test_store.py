"""Versions of lists side by side: never half of one, never a changed one."""

import dataclasses
import json
import logging
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists import import_watchlist, load_version, newest, read_watchlist, versions
from screening.watchlists.publishers.publication import source_sha256
from screening.watchlists.read import source_files
from screening.watchlists.versions.store import (
    is_nothing_new,
    note_first_screening,
    stored,
    version_before,
)
from screening.watchlists.versions.stored_version import CAME_LATER


@pytest.fixture
def july(small_csv):
    return read_watchlist(small_csv)


@pytest.fixture
def august(july):
    tables = {name: table.slice(0, 1) for name, table in july.tables.items()}
    return dataclasses.replace(july, published=date(2021, 8, 1), sha256="8" * 64, tables=tables)


def test_what_is_stored_comes_back(july, tmp_path):
    version = import_watchlist(july, tmp_path / "store")
    loaded = load_version(version.path)
    assert (loaded.list_id, loaded.published, loaded.sha256) == (july.list_id, july.published, july.sha256)
    assert (loaded.remark_segments, loaded.orphans, loaded.source) == (july.remark_segments, 0, july.source)
    assert all(loaded.tables[name].equals(table) for name, table in july.tables.items())
    assert (version.entities, version.names) == (7, july.name_count)


def test_the_same_content_again_is_no_new_version_and_touches_nothing(july, tmp_path):
    first = import_watchlist(july, tmp_path)
    before = {path: path.stat().st_mtime_ns for path in first.path.iterdir()}
    assert import_watchlist(july, tmp_path) == first
    assert {path: path.stat().st_mtime_ns for path in first.path.iterdir()} == before
    assert len(versions(tmp_path)) == 1


def test_the_newest_goes_by_the_date_of_the_list_not_of_the_import(july, august, tmp_path):
    later = import_watchlist(august, tmp_path)
    earlier = import_watchlist(july, tmp_path)
    other = import_watchlist(dataclasses.replace(july, list_id="OFAC-CONS", published=None), tmp_path)
    assert versions(tmp_path) == [other, earlier, later]
    assert newest(tmp_path) == [other, later]


def test_content_that_its_publisher_came_back_to_is_the_newest_again(july, august, tmp_path):
    first = import_watchlist(july, tmp_path)
    import_watchlist(august, tmp_path)
    september = dataclasses.replace(july, published=date(2021, 9, 1))
    assert not is_nothing_new(september, tmp_path)
    again = import_watchlist(september, tmp_path)
    assert (again.path, again.published, again.last_published) == (
        first.path,
        first.published,
        date(2021, 9, 1),
    )
    assert newest(tmp_path) == [again]
    assert len(versions(tmp_path)) == 2
    assert load_version(again.path).version == july.version
    # And forth once more.
    october = import_watchlist(dataclasses.replace(august, published=date(2021, 10, 1)), tmp_path)
    assert newest(tmp_path) == [october]


def test_content_that_comes_again_under_a_later_date_is_as_old_as_that(july, tmp_path):
    first = import_watchlist(july, tmp_path)
    assert first.in_force_since == july.published
    again = import_watchlist(dataclasses.replace(july, published=date(2021, 9, 1)), tmp_path)
    assert again.in_force_since == date(2021, 9, 1)
    assert load_version(again.path).version == july.version
    # What came before says nothing of it.
    assert import_watchlist(july, tmp_path).in_force_since == date(2021, 9, 1)


def test_an_undated_version_is_as_old_as_its_import(july, tmp_path):
    version = import_watchlist(dataclasses.replace(july, published=None), tmp_path)
    assert version.in_force_since == version.imported_at.date()


def test_the_version_before_another(july, august, tmp_path):
    first = import_watchlist(july, tmp_path)
    assert version_before(tmp_path, first) is None
    assert version_before(tmp_path, import_watchlist(august, tmp_path)) == first


def test_an_undated_list_that_comes_back_is_the_newest_again(july, august, tmp_path):
    one, other = (dataclasses.replace(each, published=None) for each in (july, august))
    import_watchlist(one, tmp_path)
    import_watchlist(other, tmp_path)
    again = import_watchlist(one, tmp_path)
    assert newest(tmp_path) == [again]
    assert is_nothing_new(one, tmp_path)


def test_an_older_version_that_is_imported_once_more_stays_old(july, august, tmp_path):
    older = import_watchlist(july, tmp_path)
    latest = import_watchlist(august, tmp_path)
    assert is_nothing_new(july, tmp_path)
    assert import_watchlist(july, tmp_path) == older
    assert newest(tmp_path) == [latest]
    assert not is_nothing_new(dataclasses.replace(july, sha256="7" * 64), tmp_path)


def test_what_the_list_was_read_from_and_what_the_gates_said_is_kept(july, small_csv, tmp_path):
    version = import_watchlist(july, tmp_path, [{"name": "list OFAC-SDN", "passed": True}])
    assert version.source_sha256 == july.source_sha256 == source_sha256(source_files(small_csv))
    assert load_version(version.path).source_sha256 == july.source_sha256
    meta = json.loads((version.path / "meta.json").read_text(encoding="utf-8"))
    assert meta["gates"] == [{"name": "list OFAC-SDN", "passed": True}]


def test_a_version_of_an_older_program_has_no_source_hash_and_loads(july, tmp_path):
    file = import_watchlist(july, tmp_path).path / "meta.json"
    meta = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({key: meta[key] for key in meta.keys() - {"source_sha256", "gates"}}), "utf-8")
    assert load_version(file.parent).source_sha256 is None
    assert newest(tmp_path)[0].source_sha256 is None


def test_a_version_of_the_program_before_loads_with_the_same_content(july, tmp_path):
    version = import_watchlist(july, tmp_path)
    (version.path / "unparsed_remarks.parquet").rename(version.path / "other.parquet")
    meta = json.loads((version.path / "meta.json").read_text())
    meta["files"]["other"] = meta["files"].pop("unparsed_remarks")
    meta["other_share"] = meta.pop("unparsed_share")
    (version.path / "meta.json").write_text(json.dumps(meta))
    assert load_version(version.path).tables["unparsed_remarks"].equals(july.tables["unparsed_remarks"])
    assert versions(tmp_path) == [version]
    assert is_nothing_new(july, tmp_path)


def test_an_empty_store_has_no_versions(tmp_path):
    assert versions(tmp_path / "nothing") == newest(tmp_path / "nothing") == []


@pytest.mark.parametrize("spoil", ["change", "cut", "remove", "meta"])
def test_a_damaged_version_is_found_out_and_the_one_before_it_is_used(july, august, tmp_path, spoil, caplog):
    good = import_watchlist(july, tmp_path)
    bad = import_watchlist(august, tmp_path)
    file = bad.path / "names.parquet"
    if spoil == "change":
        file.write_bytes(file.read_bytes().replace(b"PAR1", b"PAR2"))
    elif spoil == "cut":
        file.write_bytes(file.read_bytes()[:100])
    elif spoil == "remove":
        file.unlink()
    else:
        (bad.path / "meta.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match=r"damaged\. Import the list again"):
        load_version(bad.path)
    with caplog.at_level(logging.WARNING):
        assert newest(tmp_path) == [good]
    assert str(bad.path) in caplog.text
    # Importing again mends it.
    mended = import_watchlist(august, tmp_path)
    assert newest(tmp_path) == [mended]


def test_a_list_with_no_good_version_left_is_not_passed_over(july, tmp_path):
    version = import_watchlist(july, tmp_path)
    (version.path / "names.parquet").unlink()
    with pytest.raises(InputError, match=r"OFAC-SDN: no version of this list can be read"):
        newest(tmp_path)


def test_an_import_that_breaks_off_leaves_nothing_that_looks_finished(july, tmp_path, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json, "dumps", full)
    with pytest.raises(InputError, match=r"the store cannot be written: .*No space left"):
        import_watchlist(july, tmp_path)
    assert versions(tmp_path) == []
    assert list((tmp_path / "OFAC-SDN").iterdir()) == []


@pytest.mark.parametrize("list_id", ["../elsewhere", "", ".hidden", "a/b"])
def test_a_list_id_cannot_lead_out_of_the_store(july, tmp_path, list_id):
    with pytest.raises(InputError, match="list id"):
        import_watchlist(dataclasses.replace(july, list_id=list_id), tmp_path)


def test_a_version_of_other_columns_is_refused(july, tmp_path):
    tables = {
        **july.tables,
        "names": july.tables["names"].append_column("loudness", pa.nulls(july.name_count)),
    }
    version = import_watchlist(dataclasses.replace(july, tables=tables), tmp_path)
    with pytest.raises(InputError, match="written by another version of the program"):
        load_version(version.path)


def test_the_counts_of_the_publishers_files_are_kept(july, tmp_path):
    counted = dataclasses.replace(july, published_counts=(PartyCount("person", 2, 5),))
    assert load_version(import_watchlist(counted, tmp_path).path).published_counts == counted.published_counts


def test_a_version_from_before_there_were_these_tables_has_them_empty(july, tmp_path):
    version = import_watchlist(july, tmp_path)
    meta = json.loads((version.path / "meta.json").read_text())
    for table in CAME_LATER:
        (version.path / f"{table}.parquet").unlink()
        del meta["files"][table]
    del meta["published_counts"]
    (version.path / "meta.json").write_text(json.dumps(meta))
    loaded = load_version(version.path)
    assert {table: loaded.tables[table].num_rows for table in CAME_LATER} == dict.fromkeys(CAME_LATER, 0)
    assert loaded.published_counts is None


def test_the_first_run_with_a_version_is_noted_once(july, tmp_path):
    version = import_watchlist(july, tmp_path)
    assert version.first_screened_at is None
    for hour in (4, 5):
        note_first_screening(version.path, datetime(2021, 7, 3, hour, tzinfo=UTC))
    noted = stored(july, tmp_path)
    assert noted is not None
    assert noted.first_screened_at == datetime(2021, 7, 3, 4, tzinfo=UTC)
