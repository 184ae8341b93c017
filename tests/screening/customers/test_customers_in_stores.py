"""Customers in an object store: read as those on a disk are, by ranges, and refused with a way out."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from s3_server import SECRET, S3Server, Store

from screening.customers import CustomerSource, open_customers
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings
from screening.storage.addresses import StoreAddress, StoreOptions, as_place

TODAY = date(2026, 11, 22)


def opened(place: object, **settings: object) -> CustomerSource:
    return open_customers(as_place(place), CustomerSettings.model_validate(settings), TODAY)


def read(place: object, **settings: object) -> tuple[CustomerSource, list[dict]]:
    source = opened(place, **settings)
    return source, [row for batch in source.batches() for row in batch.customers.to_pylist()]


def refusal(place: object, **settings: object) -> str:
    with pytest.raises(InputError) as caught:
        read(place, **settings)
    assert SECRET not in str(caught.value)
    return str(caught.value)


def people(count: int, first: int = 1) -> pa.Table:
    numbers = range(first, first + count)
    return pa.table({"record_id": list(numbers), "name": [f"Person {number}" for number in numbers]})


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    path = tmp_path / "customers.parquet"
    pq.write_table(people(1000), path, row_group_size=100)
    return path


def test_a_parquet_file_is_read_as_that_on_the_disk(customers: Path, store: Store) -> None:
    here, rows = read(customers, batch_rows=64)
    there, same_rows = read(store.put("customers.parquet", customers), batch_rows=64)
    assert same_rows == rows
    assert (there.sha256, there.rows_total, there.rows_in) == (here.sha256, 1000, 1000)
    assert str(there.path) == f"{store.address}/customers.parquet"


def test_only_the_columns_that_are_used_are_fetched_beyond_the_hash(tmp_path: Path, store: Store) -> None:
    table = people(20_000).append_column("picture", pa.array([f"{n * 7919:0200d}" for n in range(20_000)]))
    path = tmp_path / "wide.parquet"
    pq.write_table(table, path, compression="none", use_dictionary=False, row_group_size=10_000)
    source = opened(store.put("wide.parquet", path))
    store.server.requests.clear()
    assert sum(batch.customers.num_rows for batch in source.batches()) == 20_000
    fetched = sum(length for method, _, length in store.server.requests if method == "GET")
    assert fetched < path.stat().st_size / 5


def test_a_csv_file_is_read_as_that_on_the_disk(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("record_id,name\n1,Müller\n2,Ng\n", encoding="utf-8")
    assert read(store.put("customers.csv", path))[1] == read(path)[1]


def test_a_partitioned_folder_is_read_as_that_on_the_disk(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "table"
    for number, country in enumerate(("IQ", "IR", "C%C3%B4te")):
        (folder / f"country={country}").mkdir(parents=True)
        pq.write_table(people(3, number * 3), folder / f"country={country}" / "part-0.parquet")
    (folder / "_SUCCESS").touch()
    here, rows = read(folder)
    there, same_rows = read(store.put_folder("table", folder))
    assert same_rows == rows
    assert len(rows) == 9
    assert there.sha256 == here.sha256


def test_marks_of_folders_and_of_hadoop_are_no_parts(customers: Path, store: Store) -> None:
    for name in ("t/", "t/_SUCCESS", "t/.part-0.crc", "t/country=IQ_$folder$"):
        store.put(name, b"")
    store.put("t/country=IQ/part-0", customers)
    assert read(f"{store.address}/t")[0].rows_in == 1000


def test_a_file_that_changes_while_it_is_read_is_noticed(customers: Path, store: Store) -> None:
    address = store.put("customers.parquet", customers)
    batches = opened(address, batch_rows=100).batches()
    next(batches)
    # Of the same size, and in the same second.
    store.put("customers.parquet", customers.read_bytes().replace(b"Person 7", b"Nobody 7"))
    with pytest.raises(InputError, match=r"customers\.parquet: the file changed while it was read"):
        list(batches)


def test_a_file_that_is_not_there(store: Store) -> None:
    assert refusal(f"{store.address}/none.parquet") == (
        f"{store.address}/none.parquet: no such file or folder of customers in the store. Check the address."
    )


def test_a_bucket_that_is_not_there(store: Store) -> None:
    assert "s3://nobody/c.parquet: there is no bucket 'nobody'. Check the address" in refusal(
        "s3://nobody/c.parquet"
    )


def test_an_empty_file_and_one_of_another_kind(store: Store) -> None:
    assert "the file is empty (0 bytes)" in refusal(store.put("a.parquet", b""))
    assert "neither Parquet nor CSV" in refusal(store.put("a.docx", b"PK words"))
    assert "cut short or damaged" in refusal(store.put("b.parquet", b"PAR1 and no more"))
    store.put("t/notes.docx", b"PK words")
    assert "t/notes.docx: a folder of customers may hold Parquet parts only" in refusal(f"{store.address}/t")
    store.put("u/more/part-0.parquet", b"PAR1")
    assert f"{store.address}/u/more: a subfolder" in refusal(f"{store.address}/u")


def test_access_that_is_refused(customers: Path, store: Store) -> None:
    address = store.put("customers.parquet", customers)
    store.server.fails = lambda method, path: ("403 Forbidden", "AccessDenied")
    said = refusal(address)
    assert said.startswith(f"{address}: the store refused access (ACCESS_DENIED HeadObject). Check the cred")


def test_no_credentials(store: Store, no_clouds: pytest.MonkeyPatch) -> None:
    no_clouds.delenv("AWS_ACCESS_KEY_ID")
    store.server.requests.clear()
    assert "s3://bank: no credentials for it. Set AWS_ACCESS_KEY_ID and" in refusal(f"{store.address}/c.csv")
    assert store.server.requests == []


def test_a_public_bucket_needs_none(customers: Path, store: Store, no_clouds: pytest.MonkeyPatch) -> None:
    address = store.put("customers.parquet", customers)
    no_clouds.delenv("AWS_ACCESS_KEY_ID")
    assert read(StoreAddress.parse(address, StoreOptions(anonymous=True)))[0].rows_in == 1000


def test_a_server_that_goes_away_in_the_middle(customers: Path, no_clouds: pytest.MonkeyPatch) -> None:
    server = S3Server()
    try:
        no_clouds.setenv("AWS_ENDPOINT_URL", server.url)
        no_clouds.setenv("AWS_ACCESS_KEY_ID", "AKIATESTING")
        no_clouds.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        server.client().create_bucket(Bucket="bank")
        address = Store(server, "x").put("customers.parquet", customers)
        batches = opened(address, batch_rows=100).batches()
        next(batches)
    finally:
        server.stop()
    with pytest.raises(InputError) as caught:
        list(batches)
    assert str(caught.value).startswith(
        f"{address}: the store cannot be reached at {server.url} (NETWORK_CONNECTION GetObject)."
    )
    assert SECRET not in str(caught.value)
