"""Customer tables that cannot be used: each stops with a message that names the place and the way out."""

import os
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from screening.customers import open_customers
from screening.customers.frame import customers_from_frame
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings


def refusal(path: Path, **settings: object) -> str:
    """The message with which reading `path` to its end is refused."""
    with pytest.raises(InputError) as caught:
        for _ in open_customers(path, CustomerSettings.model_validate(settings), date(2026, 1, 1)).batches():
            pass
    return str(caught.value)


def parquet(path: Path, **columns: object) -> Path:
    pq.write_table(pa.table(columns), path)
    return path


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return parquet(tmp_path / "good.parquet", record_id=["1", "2"], name=["One", "Two"])


def test_no_such_file(tmp_path: Path) -> None:
    assert "nowhere.parquet: no such file" in refusal(tmp_path / "nowhere.parquet")


@pytest.mark.parametrize("name", ["void.parquet", "void.csv"])
def test_an_empty_file(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert f"{name}: the file is empty (0 bytes)" in refusal(tmp_path / name)


def test_a_csv_of_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "blank.csv").write_text("\n\n")
    assert "Its first line must name the columns" in refusal(tmp_path / "blank.csv")


def test_a_parquet_cut_short(good: Path) -> None:
    good.write_bytes(good.read_bytes()[:-20])
    assert "good.parquet: the Parquet file is cut short or damaged" in refusal(good)


def test_a_parquet_damaged_inside(tmp_path: Path) -> None:
    path = tmp_path / "hurt.parquet"
    names = [f"Name {number}" for number in range(5_000)]
    pq.write_table(pa.table({"record_id": names, "name": names}), path, write_page_checksum=True)
    content = bytearray(path.read_bytes())
    content[2_000:2_100] = bytes(100)
    path.write_bytes(content)
    assert "hurt.parquet: the Parquet file is damaged after row 0" in refusal(path)


def test_text_under_a_parquet_name(tmp_path: Path) -> None:
    (tmp_path / "fake.parquet").write_text("record_id,name\n1,One\n")
    assert "not a Parquet file" in refusal(tmp_path / "fake.parquet")


def test_a_file_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "book.xlsx").write_bytes(b"PK\x03\x04")
    assert "neither Parquet nor CSV" in refusal(tmp_path / "book.xlsx")


def test_a_binary_file_under_a_csv_name(tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(b"\0\1\2\3" * 50)
    assert "photo.csv, line 1: not a CSV file" in refusal(tmp_path / "photo.csv")


def test_a_csv_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes("record_id,name\n1,Jörg\n".encode("latin-1"))
    message = refusal(tmp_path / "latin.csv")
    assert "not text in the encoding utf-8-sig" in message
    assert "customers.csv_encoding" in message


def test_a_quote_that_swallows_the_rows_after_it(tmp_path: Path) -> None:
    (tmp_path / "quote.csv").write_text('record_id,name\n1,One\n2,"Two\n3,Three\n4,Four\n')
    assert "quote.csv, line 3: a quote is opened there" in refusal(tmp_path / "quote.csv")


def test_settings_that_cannot_split_a_csv(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("record_id,name\n1,One\n")
    assert "must be one character" in refusal(tmp_path / "a.csv", csv_delimiter="||")
    assert "'utf-99' is not an encoding" in refusal(tmp_path / "a.csv", csv_encoding="utf-99")
    assert "set customers.csv_delimiter" in refusal(tmp_path / "a.csv", csv_delimiter=";")


def test_no_record_id_column(tmp_path: Path) -> None:
    message = refusal(parquet(tmp_path / "a.parquet", client_no=["1"], name=["One"]))
    assert "a.parquet: no column 'record_id'. The columns are: client_no, name." in message
    assert "record_id: YOUR_COLUMN" in message


def test_no_name_column(tmp_path: Path) -> None:
    message = refusal(parquet(tmp_path / "a.parquet", record_id=["1"], full_name=["One"]))
    assert "no column holds a name. The columns are: record_id, full_name." in message


def test_mappings_to_and_of_unknown_columns(good: Path) -> None:
    message = refusal(good, columns={"country": "land"})
    assert "no column 'land'" in message
    assert "customers.columns.country" in message
    assert "'shoe_size' is not a column of ours" in refusal(good, columns={"shoe_size": "name"})


def test_carried_columns_that_are_missing_ours_or_doubled(good: Path) -> None:
    assert "no column 'branch' to carry along" in refusal(good, carry=["branch"])
    assert "'name' is a column of ours" in refusal(good, carry=["name"])
    again = parquet(good.parent / "b.parquet", record_id=["1"], name=["One"], branch=["x"])
    assert "'branch' is named twice" in refusal(again, carry=["branch", "branch"])


def test_two_columns_of_one_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("record_id,name,name\n1,One,Two\n")
    assert "two columns are called 'name'" in refusal(tmp_path / "a.csv")


def test_a_column_of_a_type_without_text(tmp_path: Path) -> None:
    message = refusal(parquet(tmp_path / "a.parquet", record_id=["1"], name=[["One", "Two"]]))
    assert "column 'name' is of type list" in message


def test_text_that_is_not_utf_8(tmp_path: Path) -> None:
    raw = pa.array([b"J\xf6rg"], pa.binary())
    path = parquet(tmp_path / "a.parquet", record_id=["1"], name=raw)
    assert "column 'name': cannot be read as text" in refusal(path)


def test_a_doubled_record_id_in_one_batch(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", record_id=["x", "y", "x"], name=["One", "Two", "Three"])
    assert "record_id 'x' stands in row 1 and again in row 3" in refusal(path)


def test_a_doubled_record_id_across_parts_and_spelled_with_blanks(tmp_path: Path) -> None:
    for part in range(3):
        ids = [f"id-{part}-{number}" for number in range(40)]
        ids[7] = " twice " if part else ids[7]
        parquet(tmp_path / f"{part}.parquet", record_id=ids, name=ids)
    message = refusal(tmp_path, batch_rows=9)
    assert "record_id 'twice' stands in row 48 and again in row 88" in message


def test_a_doubled_record_id_in_csv_counts_broken_rows(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("record_id,name\n1,One\nbroken\n1,Again\n")
    assert "record_id '1' stands in row 1 and again in row 3" in refusal(tmp_path / "a.csv")


def test_a_folder_without_parts(tmp_path: Path) -> None:
    assert "holds no Parquet file" in refusal(tmp_path)


def test_customers_that_a_folder_would_leave_out(good: Path) -> None:
    extra = good.parent / "more.csv"
    extra.write_text("record_id,name\n3,Three\n")
    assert "more.csv: a folder of customers may hold Parquet parts only" in refusal(good.parent)
    extra.unlink()
    (good.parent / "sub").mkdir()
    good.rename(good.parent / "sub" / "part.parquet")
    assert "sub: a subfolder in a folder of customers would be left out" in refusal(good.parent)


@pytest.mark.parametrize("name", ["customers-2.csv.gz", "part-00002", "notes.docx"])
def test_whatever_is_not_parquet_in_a_folder(good: Path, name: str) -> None:
    (good.parent / name).write_bytes(b"no parquet")
    assert f"{name}: a folder of customers may hold Parquet parts only" in refusal(good.parent)


@pytest.mark.parametrize("name", ["part-00002", "two.parq", "two.PARQUET"])
def test_parquet_under_any_name_is_a_part(good: Path, name: str) -> None:
    pq.write_table(pa.table({"record_id": ["3"], "name": ["Three"]}), good.parent / name)
    source = open_customers(good.parent, CustomerSettings(), date(2026, 1, 1))
    assert sum(batch.customers.num_rows for batch in source.batches()) == 3


def test_a_dead_link_in_a_folder(good: Path) -> None:
    (good.parent / "part-2.parquet").symlink_to(good.parent / "nowhere.parquet")
    assert "part-2.parquet: a link to a file that is not there" in refusal(good.parent)


def test_a_pipe_or_device_is_refused_at_once(good: Path) -> None:
    os.mkfifo(good.parent / "pipe.csv")
    assert "pipe.csv: a pipe or a device" in refusal(good.parent / "pipe.csv")
    assert "pipe.csv: a pipe or a device" in refusal(good.parent)
    assert "/dev/null: a pipe or a device" in refusal(Path("/dev/null"))


def test_the_root_folder_is_refused_at_once() -> None:
    assert "a subfolder in a folder of customers would be left out" in refusal(Path("/"))


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path) -> None:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", forbidden)
    assert "cannot be read (Permission denied)" in refusal(tmp_path)


@pytest.mark.parametrize("name", ["a\0b.csv", "x" * 300, "good.parquet/inside.csv"])
def test_a_path_that_no_file_can_have(good: Path, name: str) -> None:
    assert str(good.parent) in refusal(good.parent / name)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_customers_deleted_while_they_are_read(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"customers.{ending}"
    if ending == "csv":
        path.write_text("record_id,name\n1,One\n2,Two\n")
    else:
        parquet(path, record_id=["1", "2"], name=["One", "Two"])
    source = open_customers(path, CustomerSettings(batch_rows=1), date(2026, 1, 1))
    batches = source.batches()
    next(batches)
    path.unlink()
    with pytest.raises(InputError, match="the file is gone"):
        list(batches)


def test_customers_deleted_before_they_are_read(good: Path) -> None:
    source = open_customers(good, CustomerSettings(), date(2026, 1, 1))
    good.unlink()
    with pytest.raises(InputError, match="the file is gone"):
        list(source.batches())


def test_a_first_line_that_is_a_customer_is_in_no_message(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("C-1,Qais al-Khazali,1974-06-20\nC-2,Other,1980-01-02\n")
    for settings in ({}, {"columns": {"name": "customer"}}, {"carry": ["branch"]}):
        message = refusal(path, **settings)
        assert "Khazali" not in message
        assert "1974" not in message
        assert "The first line has 3 fields" in message
    path.write_text("client_no,full_name,dob\n1,One,1974\n")
    assert "The columns are: client_no, full_name, dob." in refusal(path)


@pytest.mark.parametrize("encoding", ["utf\0-8", "base64", ""])
def test_an_encoding_that_there_is_not(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.csv").write_text("record_id,name\n1,One\n")
    assert "is not an encoding" in refusal(tmp_path / "a.csv", csv_encoding=encoding)


@pytest.mark.parametrize(
    "column", [["Qais", 7, 2.5], ["Qais", b"\xff"], ["Qais", "\ud800"], ["Qais", {"a": 1}], [2**80, 1]]
)
def test_a_frame_with_values_that_are_no_text(column: list[object]) -> None:
    frame = pd.DataFrame(
        {"record_id": ["1", "2", "3"][: len(column)], "name": pd.Series(column, dtype=object)}
    )
    with pytest.raises(InputError, match="column 'name'") as caught:
        customers_from_frame(frame, CustomerSettings())
    assert "Qais" not in str(caught.value)


def test_a_file_that_changes_while_it_is_read(good: Path) -> None:
    source = open_customers(good, CustomerSettings(batch_rows=1), date(2026, 1, 1))
    batches = source.batches()
    next(batches)
    content = good.read_bytes()
    good.write_bytes(content + b"x")
    with pytest.raises(InputError, match="changed while it was read"):
        list(batches)
