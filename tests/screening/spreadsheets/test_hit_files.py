"""hits.parquet, hits.csv and rejected.csv."""

import csv
import hashlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hit_rows import hit_table

from screening.customers import REJECTED_SCHEMA
from screening.model.hit_table import HIT_SCHEMA
from screening.runs.publishing import write_hits_parquet
from screening.spreadsheets import write_hits_csv, write_rows_csv
from screening.spreadsheets.flat_hits import SHEET_COLUMNS
from screening.spreadsheets.formula_guard import unguard


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def fingerprint(hits: pa.Table, folder: Path) -> str:
    write_hits_parquet(hits, folder / "hits.parquet")
    return hashlib.sha256((folder / "hits.parquet").read_bytes()).hexdigest()


def test_equal_hits_give_equal_bytes_however_they_were_put_together(tmp_path: Path) -> None:
    rows = [{"record_id": f"C-{number}", "customer_branch": "x"} for number in range(50)]
    whole = hit_table(*rows)
    wanted = fingerprint(whole, tmp_path)
    in_chunks = pa.concat_tables([whole.slice(0, 7), whole.slice(7, 1), whole.slice(8)])
    by_way_of_pandas = pa.Table.from_pandas(whole.to_pandas())
    assert by_way_of_pandas.schema.metadata
    assert fingerprint(in_chunks, tmp_path) == wanted
    assert fingerprint(by_way_of_pandas, tmp_path) == wanted
    assert fingerprint(whole.slice(1), tmp_path) != wanted


def test_the_parquet_has_the_promised_columns_first(tmp_path: Path) -> None:
    hits = hit_table({"customer_branch": "Basra"}, {"customer_branch": None})
    write_hits_parquet(hits, tmp_path / "hits.parquet")
    found = pq.read_table(tmp_path / "hits.parquet")
    assert found.schema.names == [*HIT_SCHEMA.names, "customer_branch"]
    assert found.schema.metadata is None
    assert found.equals(hits)


def test_a_table_without_the_promised_columns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hits must begin with the columns"):
        write_hits_parquet(hit_table({}).drop_columns(["score"]), tmp_path / "hits.parquet")


def test_the_csv_opens_in_excel_and_leaves_room_for_decisions(tmp_path: Path) -> None:
    path = tmp_path / "hits.csv"
    write_hits_csv(hit_table({"linked_to": None}), path)
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2
    header, row = read_csv(path)
    assert header == [*SHEET_COLUMNS, "decision", "comment"]
    cells = dict(zip(header, row, strict=True))
    assert cells["name"] == "قيس الخزعلي"
    assert (cells["score"], cells["name_score"]) == ("97.25", "92.25")
    assert cells["linked_to"] == cells["decision"] == cells["comment"] == ""


def test_no_cell_of_the_csv_is_a_formula_and_all_can_be_taken_back(tmp_path: Path) -> None:
    names = ["=HYPERLINK(1)", "@x", 'a "b",\n c', "'+1", "x;=1"]
    write_hits_csv(hit_table(*[{"name": name} for name in names]), tmp_path / "hits.csv")
    header, *rows = read_csv(tmp_path / "hits.csv")
    cells = [row[header.index("name")] for row in rows]
    assert cells == ["'=HYPERLINK(1)", "'@x", 'a "b",\n c', "''+1", "x;'=1"]
    assert [unguard(cell) for cell in cells] == names


def test_carried_column_names_cannot_be_formulas_either(tmp_path: Path) -> None:
    write_hits_csv(hit_table({"=cmd": "x"}), tmp_path / "hits.csv")
    assert read_csv(tmp_path / "hits.csv")[0][len(SHEET_COLUMNS)] == "'=cmd"


def test_rejected_rows_are_written_as_they_come(tmp_path: Path) -> None:
    batch = pa.RecordBatch.from_pylist(
        [{"row": 3, "record_id": "C-3", "name": "=1+1", "reason": "no reason", "raw": None}],
        schema=REJECTED_SCHEMA,
    )
    write_rows_csv(iter([batch, batch]), REJECTED_SCHEMA, tmp_path / "rejected.csv")
    assert read_csv(tmp_path / "rejected.csv") == [
        ["row", "record_id", "name", "reason", "raw"],
        ["3", "C-3", "'=1+1", "no reason", ""],
        ["3", "C-3", "'=1+1", "no reason", ""],
    ]


def test_rejected_csv_without_rows_has_its_header(tmp_path: Path) -> None:
    write_rows_csv([], REJECTED_SCHEMA, tmp_path / "rejected.csv")
    assert read_csv(tmp_path / "rejected.csv") == [REJECTED_SCHEMA.names]


def test_a_hit_names_its_lists_in_words(tmp_path: Path) -> None:
    same = "same reference UN QDi.430"
    ofac = {"list_id": "OFAC-SDN", "entity_id": "28004", "score": 97.25}
    un = {"list_id": "UN", "entity_id": "QDi.430", "score": 91.0, "because": same}
    uk = {"list_id": "UK", "entity_id": "AQD0430", "because": f"{same}, with UN QDi.430"}
    write_hits_csv(hit_table({}, {"listings": [ofac, un, uk]}, {"listings": None}), tmp_path / "hits.csv")
    with (tmp_path / "hits.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["lists"] for row in csv.DictReader(file)] == [
            "OFAC-SDN 28004",
            f"OFAC-SDN 28004; UN QDi.430 ({same}); UK AQD0430 ({same}, with UN QDi.430; not a hit by itself)",
            "",
        ]
