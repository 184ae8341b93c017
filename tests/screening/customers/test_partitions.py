"""Folders of Parquet parts with partitions: what the folders say are columns, and no part is left out."""

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from screening.customers import open_customers
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings


def part(path: Path, **columns: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
    return path


def rows(folder: Path, **settings: object) -> list[dict]:
    source = open_customers(folder, CustomerSettings.model_validate(settings))
    return [row for batch in source.batches() for row in batch.customers.to_pylist()]


def seen(folder: Path, *columns: str, **settings: object) -> list[tuple]:
    return [tuple(row[column] for column in columns) for row in rows(folder, **settings)]


def test_partitions_are_columns(tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1"], name=["Ann"])
    part(tmp_path / "country=IR" / "part-0.parquet", record_id=["2"], name=["Ben"])
    part(tmp_path / "country=__HIVE_DEFAULT_PARTITION__" / "part-0.parquet", record_id=["3"], name=["Cem"])
    assert seen(tmp_path, "record_id", "country") == [("1", "IQ"), ("2", "IR"), ("3", None)]


def test_a_partition_may_be_carried_and_its_name_holds_any_sign(tmp_path: Path) -> None:
    folder = tmp_path / "day=2026-01-02" / "desk=Z%C3%BCrich%2FWest"
    part(folder / "part-0.parquet", record_id=["1"], name=["Ann"])
    assert seen(tmp_path, "desk", "day", carry=["desk", "day"]) == [("Zürich/West", "2026-01-02")]


def test_a_partition_has_the_last_word(tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1"], name=["Ann"], country=["France"])
    assert seen(tmp_path, "country") == [("IQ",)]


def test_what_spark_leaves_beside_parts_is_no_part(tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1"], name=["Ann"])
    for name in ("_SUCCESS", "_committed_1", ".part-0.crc", "country=IQ/._x", "_temporary/0/part-1.parquet"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert len(rows(tmp_path)) == 1


def test_a_partition_whose_column_begins_like_a_mark_is_read(tmp_path: Path) -> None:
    part(tmp_path / "_day=1" / "part-0.parquet", record_id=["1"], name=["Ann"])
    assert len(rows(tmp_path)) == 1


def test_parts_with_other_types_and_orders_of_columns_are_one_table(tmp_path: Path) -> None:
    part(tmp_path / "a.parquet", record_id=pa.array([1, 2]), name=["Ann", "Ben"])
    part(tmp_path / "b.parquet", name=pa.array(["Cem", "Dia"], pa.large_string()), record_id=["3", "4"])
    part(
        tmp_path / "c.parquet",
        gender=["f"],
        record_id=pa.array([5.0]),
        name=pa.array(["Eve"]).dictionary_encode(),
    )
    part(tmp_path / "d.parquet", record_id=pa.array(["6"], pa.string_view()), name=[b"Fay"])
    assert seen(tmp_path, "record_id", "name", "gender") == [
        ("1", "Ann", None),
        ("2", "Ben", None),
        ("3", "Cem", None),
        ("4", "Dia", None),
        ("5", "Eve", "female"),
        ("6", "Fay", None),
    ]


def test_rows_and_hash_do_not_depend_on_the_order_of_a_listing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        part(
            tmp_path / f"country=I{number % 3}" / f"part-{number}.parquet",
            record_id=[f"{number}"],
            name=["Ann"],
        )
    source = open_customers(tmp_path, CustomerSettings())
    ordered = rows(tmp_path)
    listed = Path.iterdir

    def shuffled(folder: Path) -> list[Path]:
        return random.Random(1).sample(found := list(listed(folder)), len(found))

    monkeypatch.setattr(Path, "iterdir", shuffled)
    assert rows(tmp_path) == ordered
    assert open_customers(tmp_path, CustomerSettings()).sha256 == source.sha256


def test_a_doubled_id_is_told_across_partitions(tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1", "2"], name=["Ann", "Ben"])
    part(tmp_path / "country=IR" / "part-0.parquet", record_id=["2"], name=["Ben"])
    with pytest.raises(InputError, match="record_id '2' stands in row 2 and again in row 3"):
        rows(tmp_path)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("more", "more: a subfolder in a folder of customers would be left out"),
        ("=IQ", "=IQ: a subfolder in a folder"),
        ("country=IQ/more", "country=IQ/more: a subfolder in a folder"),
        ("country=IQ/country=IR", "a partition by 'country' in a partition by 'country'"),
    ],
)
def test_a_folder_that_says_no_column_is_refused(name: str, told: str, tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1"], name=["Ann"])
    part(tmp_path / name / "part-1.parquet", record_id=["2"], name=["Ben"])
    with pytest.raises(InputError) as caught:
        rows(tmp_path)
    assert told in str(caught.value)


def test_a_partition_that_leads_into_itself_is_refused(tmp_path: Path) -> None:
    part(tmp_path / "country=IQ" / "part-0.parquet", record_id=["1"], name=["Ann"])
    (tmp_path / "country=IQ" / "day=1").symlink_to(tmp_path)
    with pytest.raises(InputError, match="a partition by 'country' in a partition by 'country'"):
        rows(tmp_path)
