"""A table for a spreadsheet: every script readable, no cell a formula."""

import pyarrow as pa
import pytest

from screening.model.errors import InputError
from screening.spreadsheets.csv_files import write_table_csv


def test_cells_are_readable_and_harmless(tmp_path):
    table = pa.table({"name": ["قيس", "=1+1", None], "text": ['a "b"', "c;d", "e\r\nf"]})
    write_table_csv(table, tmp_path / "out.csv")
    content = (tmp_path / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == 'name,text\r\nقيس,"a ""b"""\r\n\'=1+1,c;d\r\n,"e\r\nf"\r\n'


def test_a_folder_that_is_missing_is_named(tmp_path):
    with pytest.raises(InputError, match=r"nowhere/out\.csv: cannot be written"):
        write_table_csv(pa.table({"name": ["x"]}), tmp_path / "nowhere" / "out.csv")
