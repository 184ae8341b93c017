"""Hits in files are read as the hits in memory are, in the same order."""

import random
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hit_rows import hit_table

from screening.model.hit_table import HitRows, order_hits
from screening.model.run_record import HitCounts
from screening.runs.hit_spool import HitSpool, OrderedHits
from screening.runs.publishing import write_hits_parquet
from screening.spreadsheets import write_hits_csv

CHANCE = random.Random(3)
HITS = hit_table(
    *(
        {
            "alert_id": f"A{number}",
            "record_id": f"C{number % 60}",
            "entity_id": str(number),
            "match_probability": CHANCE.choice([None, 0.5, CHANCE.random()]),
        }
        for number in range(100)
    )
)


@pytest.fixture
def in_files() -> Iterator[HitRows]:
    spool = HitSpool(HITS.schema, in_memory=20, part=7)
    for begin in range(0, HITS.num_rows, 9):
        spool.add(HITS.slice(begin, 9))
    yield spool.ordered()
    spool.close()


def test_they_come_in_the_order_of_a_report(in_files: HitRows) -> None:
    assert isinstance(in_files, OrderedHits)
    assert in_files.schema == HITS.schema
    assert in_files.slice().equals(order_hits(HITS))


@pytest.mark.parametrize(("offset", "length"), [(0, 7), (5, 20), (98, 50), (100, 1), (13, 0)])
def test_some_rows_are_those_of_the_table(in_files: HitRows, offset: int, length: int) -> None:
    assert in_files.slice(offset, length).equals(order_hits(HITS).slice(offset, length))


def test_only_the_columns_asked_for_are_read(in_files: HitRows) -> None:
    columns = ["score", "alert_id", "listings"]
    assert in_files.select(columns).slice(3, 30).equals(order_hits(HITS).select(columns).slice(3, 30))


def test_few_hits_are_a_table() -> None:
    spool = HitSpool(HITS.schema)
    spool.add(HITS)
    assert order_hits(HITS).equals(spool.ordered())
    assert HitSpool(HITS.schema).ordered().num_rows == 0


def test_batches_are_regrouped_one_by_one() -> None:
    spool = HitSpool(HITS.schema, in_memory=20, part=7)
    for begin in range(0, HITS.num_rows, 10):
        spool.add(HITS.slice(begin, 10))
    made = spool.regrouped(lambda batch: batch.slice(0, batch.num_rows // 2))
    assert made.ordered().num_rows < HITS.num_rows
    made.close()


def test_files_made_of_them_are_the_same(in_files: HitRows, tmp_path: Path) -> None:
    table = order_hits(HITS)
    for name, write in (("hits.parquet", write_hits_parquet), ("hits.csv", write_hits_csv)):
        for folder, hits in (("files", in_files), ("memory", table)):
            (tmp_path / folder).mkdir(exist_ok=True)
            write(hits, tmp_path / folder / name)
        assert (tmp_path / "files" / name).read_bytes() == (tmp_path / "memory" / name).read_bytes()
    assert HitCounts.of(in_files) == HitCounts.of(table)


def test_a_file_without_hits_is_as_arrow_writes_it(tmp_path: Path) -> None:
    write_hits_parquet(HITS.slice(0, 0), tmp_path / "hits.parquet")
    pq.write_table(HITS.slice(0, 0), tmp_path / "other", compression="zstd", compression_level=9)
    assert (tmp_path / "hits.parquet").read_bytes() == (tmp_path / "other").read_bytes()


def test_metadata_of_a_batch_are_not_those_of_all() -> None:
    spool = HitSpool(HITS.schema)
    spool.add(HITS.slice(0, 3).replace_schema_metadata({"screened": "1"}))
    spool.add(HITS.slice(3, 3))
    assert spool.ordered().schema.metadata is None


def test_a_batch_without_hits_is_none() -> None:
    spool = HitSpool(HITS.schema, in_memory=1, part=1)
    spool.add(HITS.slice(0, 0))
    assert isinstance(spool.ordered(), pa.Table)
