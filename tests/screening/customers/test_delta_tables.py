"""Delta Lake tables as customers: the rows of one version, neither more nor fewer, here and in a store."""

import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from delta_tables import write_delta_table
from s3_server import Store

from screening.customers import CustomerSource, open_customers
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import as_place

deltalake = pytest.importorskip("deltalake")


def opened(place: object, version: int | None = None) -> CustomerSource:
    return open_customers(as_place(place), CustomerSettings(table_version=version))


def names(place: object, version: int | None = None) -> list[str]:
    source = opened(place, version)
    found = [row["name"] for batch in source.batches() for row in batch.customers.to_pylist()]
    assert source.rows_in == source.rows_total == len(found)
    return sorted(found)


def refusal(place: object, version: int | None = None) -> str:
    with pytest.raises(InputError) as caught:
        names(place, version)
    return str(caught.value)


def people(*given: str) -> pa.Table:
    return pa.table({"record_id": list(given), "name": list(given), "country": ["IQ"] * len(given)})


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Version 0: Ann and Ben. 1: Cem, too. 2: no Ann, whose file is still there. 3: nobody but Dia."""
    folder = tmp_path / "table"
    deltalake.write_deltalake(folder, people("Ann"))
    deltalake.write_deltalake(folder, people("Ben", "Cem"), mode="append")
    deltalake.DeltaTable(folder).create_checkpoint()
    deltalake.DeltaTable(folder).delete("name = 'Ann'")
    deltalake.write_deltalake(folder, people("Dia"), mode="overwrite")
    return folder


@pytest.mark.parametrize("in_store", [False, True])
def test_each_version_has_its_rows(in_store: bool, table: Path, store: Store) -> None:
    place = store.put_folder("table", table) if in_store else table
    assert len(list(table.glob("*.parquet"))) == 3
    assert names(place) == ["Dia"]
    assert names(place, 0) == ["Ann"]
    assert names(place, 1) == ["Ann", "Ben", "Cem"]
    assert names(place, 2) == ["Ben", "Cem"]
    assert (opened(place).table_version, opened(place, 1).table_version) == (3, 1)
    assert opened(place, 1).sha256 == opened(table, 1).sha256 != opened(table).sha256


def test_only_the_log_since_the_last_checkpoint_is_fetched(table: Path, store: Store) -> None:
    place = store.put_folder("table", table)
    store.server.requests.clear()
    opened(place)
    fetched = {path.rpartition("/")[2] for method, path, _ in store.server.requests if "/_delta_log/" in path}
    assert f"{0:020}.json" not in fetched
    assert f"{3:020}.json" in fetched


def test_partitions_of_a_table_are_columns(tmp_path: Path, store: Store) -> None:
    rows = pa.table(
        {"record_id": ["1", "2", "3"], "name": ["Ann", "Ben", "Cem"], "desk": ["A", "b/ c", None]}
    )
    deltalake.write_deltalake(tmp_path / "table", rows, partition_by=["desk"])
    for place in (tmp_path / "table", store.put_folder("table", tmp_path / "table")):
        source = open_customers(as_place(place), CustomerSettings(carry=["desk"]))
        found = [row for batch in source.batches() for row in batch.customers.to_pylist()]
        assert {row["name"]: row["desk"] for row in found} == {"Ann": "A", "Ben": "b/ c", "Cem": None}


@pytest.mark.parametrize("inline", [False, True])
@pytest.mark.parametrize("in_store", [False, True])
def test_deleted_rows_are_not_read(in_store: bool, inline: bool, tmp_path: Path, store: Store) -> None:
    given = [f"Person {number}" for number in range(7)]
    columns = {"record_id": given, "name": given}
    write_delta_table(tmp_path / "table", columns, deleted=[0, 2, 5], inline=inline)
    whole = write_delta_table(tmp_path / "whole", columns)
    place = store.put_folder("table", tmp_path / "table") if in_store else tmp_path / "table"
    for batch_rows in (2, 100):
        source = open_customers(as_place(place), CustomerSettings(batch_rows=batch_rows))
        rows = [row for batch in source.batches() for row in batch.customers.to_pylist()]
        assert [row["name"] for row in rows] == ["Person 1", "Person 3", "Person 4", "Person 6"]
        assert [row["row"] for row in rows] == [1, 2, 3, 4]
        assert source.rows_total == 4
    assert source.sha256 != opened(whole).sha256


def test_deleted_rows_are_known_in_partitions_of_any_name(tmp_path: Path, store: Store) -> None:
    columns = {"record_id": ["1", "2"], "name": ["Ann", "Ben"]}
    folder = write_delta_table(tmp_path / "a b" / "table", columns, [0], partition={"desk": "Zürich/ 1%"})
    for place in (folder, store.put_folder("a b/table", folder)):
        source = open_customers(as_place(place), CustomerSettings(carry=["desk"]))
        rows = [row for batch in source.batches() for row in batch.customers.to_pylist()]
        assert [(row["name"], row["desk"]) for row in rows] == [("Ben", "Zürich/ 1%")]


def test_deleted_rows_that_cannot_be_known_are_refused(tmp_path: Path, store: Store) -> None:
    folder = write_delta_table(
        tmp_path / "table", {"record_id": ["1", "2"], "name": ["Ann", "Ben"]}, deleted=[0]
    )
    for file in folder.glob("deletion_vector_*.bin"):
        file.unlink()
    for place in (folder, store.put_folder("table", folder)):
        assert "its newest version of the Delta Lake table cannot be read" in refusal(place)


def test_columns_and_partitions_that_were_renamed(tmp_path: Path) -> None:
    write_delta_table(
        tmp_path / "table",
        {"record_id": ["1"], "name": ["Ann"]},
        features=("columnMapping",),
        called={"record_id": "col-1", "name": "col-2", "country": "col-3"},
        partition={"country": "IQ"},
        configuration={"delta.columnMapping.mode": "name"},
    )
    source = opened(tmp_path / "table")
    (batch,) = source.batches()
    (row,) = batch.customers.to_pylist()
    assert (row["record_id"], row["name"], row["country"]) == ("1", "Ann", "IQ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"features": ("catalogManaged",)}, "catalog-managed"),
        ({"features": ("somethingNew",)}, "somethingNew"),
        (
            {
                "features": ("columnMapping",),
                "called": {"record_id": "col-1", "name": "col-2"},
                "configuration": {"delta.columnMapping.mode": "id"},
            },
            "tells its columns by id",
        ),
        ({"path": "s3://elsewhere/part-0.parquet"}, "outside its folder (a shallow clone)"),
    ],
)
def test_a_table_that_needs_more_of_its_readers_is_refused(changes: dict, told: str, tmp_path: Path) -> None:
    write_delta_table(tmp_path / "table", {"record_id": ["1"], "name": ["Ann"]}, **changes)
    assert told in refusal(tmp_path / "table")


def test_a_version_that_is_not_there(table: Path, store: Store) -> None:
    for place in (table, store.put_folder("table", table)):
        said = refusal(place, 9)
        assert said.startswith(f"{place}: version 9 of the Delta Lake table cannot be read")
        assert "Give a version that its log has" in said


def test_a_version_of_what_is_no_such_table(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("record_id,name\n1,Ann\n")
    assert "no Delta Lake table, so there is no version 1 of it" in refusal(tmp_path / "c.csv", 1)


def test_a_file_of_the_table_that_is_gone(table: Path) -> None:
    for file in table.glob("*.parquet"):
        file.unlink()
    assert ".parquet: the file is gone" in refusal(table)


def test_the_package_is_asked_for_where_it_is_missing(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "deltalake", None)
    assert "needs the package deltalake. Install it: pip install 'sanctions-screening[delta]'" in refusal(
        table
    )


def test_files_that_no_version_has_are_not_read(table: Path) -> None:
    shutil.copy(next(table.glob("*.parquet")), table / "left-over.parquet")
    assert names(table) == ["Dia"]
