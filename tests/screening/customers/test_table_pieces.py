"""A Parquet table in pieces holds the rows of the table, whatever its files and row groups."""

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from delta_tables import write_delta_table
from s3_server import Store

from screening.customers import CustomerSource, ReadCounts, open_customers
from screening.model.errors import InputError
from screening.quality import CustomerFacts
from screening.settings import load_settings
from screening.storage.addresses import Place, as_place

TODAY = date(2026, 1, 2)
SETTINGS = load_settings(None, customers={"batch_rows": 7}).customers


def table(first: int, rows: int) -> pa.Table:
    ids = [f"C{number}" for number in range(first, first + rows)]
    born = ["1970-13-01" if number % 10 == 3 else "1980-02-03" for number in range(first, first + rows)]
    names = [None if number % 11 == 5 else f"Anna Berg {number}" for number in range(first, first + rows)]
    return pa.table({"record_id": ids, "name": names, "date_of_birth": born})


@pytest.fixture(
    params=[
        "one file of one row group",
        "many row groups",
        "several files",
        "partitions in a store",
        "deleted rows",
    ]
)
def path(request: pytest.FixtureRequest, tmp_path: Path, store: Store) -> Place:
    """100 customers, some without name, some with a birth date that cannot be read."""
    file = tmp_path / "customers.parquet"
    if request.param == "deleted rows":
        # Of 104, at the begin and the end of row groups, and the last.
        columns = table(0, 100).to_pydict()
        for place in (deleted := [0, 19, 60, 103]):
            for values in columns.values():
                values.insert(place, "gone")
        return write_delta_table(tmp_path / "table", columns, deleted, row_group_size=20)
    if request.param in ("several files", "partitions in a store"):
        file = tmp_path / "customers"
        for part, rows in enumerate((31, 0, 44, 25)):
            folder = file / f"desk={part}" if "partitions" in request.param else file
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(table((0, 31, 31, 75)[part], rows), folder / f"{part}.parquet", row_group_size=20)
        if "store" in request.param:
            return as_place(store.put_folder("customers", file))
    else:
        pq.write_table(table(0, 100), file, row_group_size=100 if "one row group" in request.param else 13)
    return file


def whole(source: CustomerSource) -> tuple[pa.Table, pa.Table, pa.Table]:
    batches = list(source.batches())
    return (
        pa.Table.from_batches([batch.customers for batch in batches]),
        pa.Table.from_batches([batch.rejected for batch in batches]),
        pa.Table.from_batches([batch.warnings for batch in batches]),
    )


@pytest.mark.parametrize("rows", [9, 33, 1000])
def test_pieces_together_are_the_table(path: Place, rows: int) -> None:
    source = open_customers(path, SETTINGS, TODAY)
    customers, rejected, warnings = whole(source)
    counted = (source.rows_in, source.rows_screened, source.rows_rejected, source.rows_with_warnings)
    assert counted == (100, 91, 9, 9)
    read = []
    for piece in source.pieces(rows) or ():
        assert 0 < piece.rows <= rows
        counts = ReadCounts()
        for batch, of_batch in piece.read(SETTINGS, TODAY):
            assert batch.customers.num_rows <= SETTINGS.batch_rows
            counts += of_batch
            read.append(batch)
        assert counts.rows_in == piece.rows
        source.count(counts)
    assert pa.Table.from_batches([batch.customers for batch in read]).equals(customers)
    assert pa.Table.from_batches([batch.rejected for batch in read]).equals(rejected)
    assert pa.Table.from_batches([batch.warnings for batch in read]).equals(warnings)
    assert (source.rows_in, source.rows_screened, source.rows_rejected, source.rows_with_warnings) == counted


def test_a_piece_says_which_rows_of_the_table_it_is_of(path: Place) -> None:
    pieces = list(open_customers(path, SETTINGS, TODAY).pieces(1000) or ())
    assert str(pieces[-1]).endswith("to 100 of the table")
    assert ": rows 1 to " in str(pieces[0])


def test_a_csv_file_is_not_cut(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("record_id,name\n1,Anna Berg\n", encoding="utf-8")
    assert open_customers(tmp_path / "customers.csv", SETTINGS, TODAY).pieces(10) is None


def test_doubled_ids_of_pieces_are_found_and_both_rows_named(tmp_path: Path) -> None:
    rows = pa.concat_tables([table(0, 50), table(20, 1)])
    pq.write_table(rows, tmp_path / "customers.parquet")
    source = open_customers(tmp_path / "customers.parquet", SETTINGS, TODAY)
    facts = CustomerFacts(TODAY)
    rejected = []
    for piece in source.pieces(10) or ():
        for batch, _ in piece.read(SETTINGS, TODAY):
            facts.add(batch.customers, batch.rejected)
            rejected.append(batch.rejected["record_id"])
    with pytest.raises(InputError, match="record_id 'C20' stands in row 21 and again in row 51"):
        source.check_read(facts.id_hashes(rejected))


def test_a_table_that_changed_since_it_was_opened_is_told(tmp_path: Path) -> None:
    path = tmp_path / "customers.parquet"
    pq.write_table(table(0, 50), path)
    source = open_customers(path, SETTINGS, TODAY)
    pq.write_table(table(0, 51), path)
    with pytest.raises(InputError, match="changed while it was read"):
        source.check_read(np.empty(0, dtype=np.uint64))
