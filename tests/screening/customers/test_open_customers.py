"""Reading customer tables: Parquet, folders of parts and CSV, in batches, with every row accounted for."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from screening.customers import REJECTED_SCHEMA, CustomerSource, open_customers
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.settings import load_settings
from screening.settings.customers import CustomerSettings

TODAY = date(2026, 11, 22)


def read(path: Path, **settings: object) -> tuple[CustomerSource, list[dict], list[dict]]:
    """The source after reading it whole, its customers and its rejected rows."""
    source = open_customers(path, CustomerSettings.model_validate(settings), TODAY)
    customers, rejected = [], []
    for batch in source.batches():
        assert batch.customers.schema.names[: len(CUSTOMER_SCHEMA)] == CUSTOMER_SCHEMA.names
        assert batch.rejected.schema == REJECTED_SCHEMA
        customers += batch.customers.to_pylist()
        rejected += batch.rejected.to_pylist()
    assert source.rows_in == source.rows_screened + source.rows_rejected
    assert (source.rows_screened, source.rows_rejected) == (len(customers), len(rejected))
    return source, customers, rejected


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


def test_a_parquet_row_arrives_as_a_customer(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "customers.parquet",
        record_id=["C-1"],
        name=["  Layth   Al\u00a0Khazali "],
        entity_type=["Individual"],
        date_of_birth=["1974-06"],
        nationality=["Republic of Iraq"],
        country=["N/A"],
        gender=["M"],
        id_number=[" A10537439 "],
        address=[""],
    )
    source, customers, rejected = read(path)
    assert rejected == []
    assert customers == [
        {
            "row": 1,
            "record_id": "C-1",
            "name": "Layth Al Khazali",
            "entity_type": "person",
            "date_of_birth": "1974-06",
            "birth_earliest": date(1974, 6, 1),
            "birth_latest": date(1974, 6, 30),
            "nationality": "IQ",
            "country": None,
            "gender": "male",
            "id_number": "A10537439",
            "id_type": None,
            "id_country": None,
            "address": None,
            "data_warnings": [],
        }
    ]
    assert source.rows_total == 1


def test_the_same_rows_come_from_csv_and_from_parquet(tmp_path: Path) -> None:
    rows = {"record_id": ["1", "2"], "name": ["Müller, Jörg", 'The "Old" Bank'], "note": ["x", "y"]}
    table = parquet(tmp_path / "a.parquet", **rows)
    text = tmp_path / "a.csv"
    text.write_text(
        'record_id,name,note\r\n1,"Müller, Jörg",x\r\n2,"The ""Old"" Bank",y\r\n', encoding="utf-8-sig"
    )
    assert read(table, carry=["note"])[1] == read(text, carry=["note"])[1]
    assert read(text)[0].rows_total is None


def test_batches_hold_no_more_rows_than_asked(tmp_path: Path) -> None:
    ids = [str(number) for number in range(25)]
    path = parquet(tmp_path / "many.parquet", record_id=ids, name=ids)
    source = open_customers(path, CustomerSettings(batch_rows=10), TODAY)
    assert [batch.customers.num_rows for batch in source.batches()] == [10, 10, 5]
    assert [batch.customers.num_rows for batch in source.batches()] == [10, 10, 5]
    assert source.rows_in == 25


def test_rows_of_a_folder_are_counted_through_its_parts(tmp_path: Path) -> None:
    parquet(tmp_path / "part-2.parquet", record_id=["c"], name=["Third"])
    parquet(tmp_path / "part-1.parquet", name=["First", None], record_id=["a", "b"])
    (tmp_path / "_SUCCESS").touch()
    source, customers, rejected = read(tmp_path)
    assert [(row["row"], row["name"]) for row in customers] == [(1, "First"), (3, "Third")]
    assert [(row["row"], row["record_id"]) for row in rejected] == [(2, "b")]
    assert source.rows_total == 3


def test_the_hash_is_of_the_bytes_and_of_the_order_of_parts(tmp_path: Path) -> None:
    one = parquet(tmp_path / "1.parquet", record_id=["a"], name=["First"])
    alone = open_customers(one, CustomerSettings(), TODAY).sha256
    folder = open_customers(tmp_path, CustomerSettings(), TODAY).sha256
    assert open_customers(one, CustomerSettings(), TODAY).sha256 == alone != folder
    one.rename(tmp_path / "2.parquet")
    assert open_customers(tmp_path, CustomerSettings(), TODAY).sha256 != folder


def test_other_column_names_types_and_carried_columns(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "vendors.parquet",
        vendor_no=pa.array([7, 8], pa.int32()),
        vendor_name=pa.array(["Acme GmbH", "Bolt"]).dictionary_encode(),
        founded=pa.array([date(1974, 6, 20), None]),
        tier=pa.array([1.0, 2.5]),
    )
    columns = {"record_id": "vendor_no", "name": "vendor_name", "date_of_birth": "founded"}
    _, customers, _ = read(path, columns=columns, carry=["tier"], default_entity_type="organization")
    assert [row["record_id"] for row in customers] == ["7", "8"]
    assert [row["name"] for row in customers] == ["Acme GmbH", "Bolt"]
    assert [row["birth_latest"] for row in customers] == [date(1974, 6, 20), None]
    assert [row["tier"] for row in customers] == ["1", "2.5"]
    assert {row["entity_type"] for row in customers} == {"organization"}


def test_a_name_is_made_of_its_parts_where_it_is_missing(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "parts.parquet",
        record_id=["1", "2", "3", "4"],
        name=["Whole Name", " ", None, None],
        first_name=["x", "Qais", None, None],
        middle_name=["x", None, "Hadi", " "],
        last_name=["x", "al-Khazali", None, None],
    )
    _, customers, rejected = read(path)
    assert [row["name"] for row in customers] == ["Whole Name", "Qais al-Khazali", "Hadi"]
    assert [(row["row"], row["reason"]) for row in rejected] == [(4, "no name")]


def test_names_are_composed_and_lose_what_cannot_be_seen(tmp_path: Path) -> None:
    names = ["Soňa", "a\u202eb\u200b", "نیلوفر\u200cزاده", "Line\nBreak\tTab"]
    path = parquet(tmp_path / "n.parquet", record_id=list("1234"), name=names)
    _, customers, _ = read(path)
    assert [row["name"] for row in customers] == ["Soňa", "ab", "نیلوفر\u200cزاده", "Line Break Tab"]


def test_every_rejected_row_says_why(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "bad.parquet",
        record_id=["1", None, " ", "4", "n/a", None],
        name=["", "No Id", "Blank Id", "-- ?", "Nothing Id", "NULL"],
    )
    _, customers, rejected = read(path)
    assert customers == []
    assert [(row["row"], row["record_id"], row["reason"]) for row in rejected] == [
        (1, "1", "no name"),
        (2, None, "no record_id"),
        (3, None, "no record_id"),
        (4, "4", "no name: '-- ?' has neither letter nor digit"),
        (5, None, "no record_id"),
        (6, None, "no record_id; no name"),
    ]


def test_csv_rows_that_cannot_be_split_are_rejected_with_their_text(tmp_path: Path) -> None:
    path = tmp_path / "ragged.csv"
    path.write_text('record_id,name\n1,One\n2\n3,Three,more\n\n4,"Fo"ur\n5,Five\n', encoding="utf-8")
    _, customers, rejected = read(path, batch_rows=2)
    assert [(row["row"], row["record_id"]) for row in customers] == [(1, "1"), (5, "5")]
    assert [(row["row"], row["raw"]) for row in rejected] == [(2, "2"), (3, "3,Three,more"), (4, '4,"Fo"ur')]
    assert rejected[0]["reason"] == "the row has 1 fields where the header has 2"


def test_csv_in_another_encoding_with_another_delimiter(tmp_path: Path) -> None:
    path = tmp_path / "de.csv"
    path.write_bytes("record_id;name\r\n1;Jörg Müller\r\n".encode("cp1252"))
    _, customers, _ = read(path, csv_delimiter=";", csv_encoding="cp1252")
    assert customers[0]["name"] == "Jörg Müller"


def test_tables_without_rows_are_read_as_such(tmp_path: Path) -> None:
    empty = parquet(
        tmp_path / "none.parquet", record_id=pa.array([], pa.string()), name=pa.array([], pa.string())
    )
    header = tmp_path / "none.csv"
    header.write_text("record_id,name\n")
    for path in (empty, header):
        assert read(path)[0].rows_in == 0


@pytest.mark.parametrize(("file", "rows"), [("clean_us", 25_042), ("clean_global", 24_958)])
def test_real_customer_files_are_read_whole(shared_data: Path, file: str, rows: int) -> None:
    path = shared_data / "customers" / f"{file}.parquet"
    source = open_customers(path, load_settings().customers)
    named = sum(
        batch.customers.num_rows - batch.customers["birth_earliest"].null_count for batch in source.batches()
    )
    assert (source.rows_screened, source.rows_rejected, named) == (rows, 0, rows)
