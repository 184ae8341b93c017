"""Pieces of work: what was analyzed is not analyzed again, what was screened is not screened again."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from screening import Screener
from screening.customers import open_customers
from screening.matching.prepared import PreparedBatch
from screening.matching.workers import Workers, WorkItem
from screening.settings import load_settings

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)


class Counted(Screener):
    """A screener that notes how many customers it analyzed and screened."""

    analyzed = screened = 0

    def prepare(self, customers, kinds=None) -> PreparedBatch:  # type: ignore[no-untyped-def]
        self.analyzed += customers.num_rows
        return super().prepare(customers, kinds)

    def screen_prepared(self, batch: PreparedBatch, as_of: date | None = None) -> pa.Table:
        self.screened += batch.customers.num_rows
        return super().screen_prepared(batch, as_of)


@pytest.fixture(scope="module")
def loaded() -> Counted:
    return Counted.load(SAMPLE / "ofac_csv")  # type: ignore[return-value]


@pytest.fixture
def screener(loaded: Counted) -> Counted:
    loaded.analyzed = loaded.screened = 0
    return loaded


@pytest.fixture(scope="module")
def customers() -> pa.RecordBatch:
    batches = open_customers(SAMPLE / "customers.parquet", load_settings().customers).batches()
    return next(iter(batches)).customers


def screen(screener: Screener, *items: WorkItem) -> list[pa.Table]:
    with Workers(1) as workers:
        return list(workers.screen(screener, items, AS_OF))


def test_cached_hits_are_not_screened_again(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path
) -> None:
    item = WorkItem(customers, tmp_path / "batch", tmp_path / "hits.arrow")
    (first,) = screen(screener, item)
    assert (screener.analyzed, screener.screened) == (customers.num_rows, customers.num_rows)
    (again,) = screen(screener, item)
    assert (screener.analyzed, screener.screened) == (customers.num_rows, customers.num_rows)
    assert first.num_rows > 0
    assert again.equals(first)


def test_of_several_only_those_without_cached_hits_are_screened(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path
) -> None:
    items = [
        WorkItem(customers.slice(start, 50), tmp_path / f"{start}", tmp_path / f"{start}.arrow")
        for start in (0, 50, 100, 150)
    ]
    screen(screener, items[1], items[3])
    assert screener.screened == 100
    tables = screen(screener, *items)
    assert screener.screened == 200
    assert pa.concat_tables(tables).equals(
        pa.concat_tables(screener.screen_batch(item.customers, AS_OF) for item in items)
    )


def test_a_batch_that_is_kept_is_screened_without_its_names_being_read_again(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path
) -> None:
    (first,) = screen(screener, WorkItem(customers, tmp_path / "batch"))
    (again,) = screen(screener, WorkItem(None, tmp_path / "batch"))
    assert (screener.analyzed, screener.screened) == (customers.num_rows, 2 * customers.num_rows)
    assert again.equals(first)


def test_a_piece_without_a_place_keeps_nothing(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path
) -> None:
    (hits,) = screen(screener, WorkItem(customers))
    assert hits.equals(screener.screen_batch(customers, AS_OF))
    assert list(tmp_path.iterdir()) == []


def test_a_piece_without_customers_or_a_place_is_a_mistake(screener: Counted) -> None:
    with pytest.raises(ValueError, match="customers"):
        screen(screener, WorkItem())


def test_hits_are_kept_whole_or_not_at_all(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = WorkItem(customers, tmp_path / "batch", tmp_path / "hits.arrow")

    def power_cut(*_: object) -> None:
        raise OSError(5, "power cut")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", power_cut)
        with pytest.raises(OSError, match="power cut"):
            screen(screener, item)
    assert item.cached_hits() is None
    (hits,) = screen(screener, item)
    kept = item.cached_hits()
    assert kept is not None
    assert kept.equals(hits)


def test_hits_that_a_power_cut_left_unwritten_are_screened_again(
    screener: Counted, customers: pa.RecordBatch, tmp_path: Path
) -> None:
    item = WorkItem(customers, tmp_path / "batch", tmp_path / "hits.arrow")
    (first,) = screen(screener, item)
    (tmp_path / "hits.arrow").write_bytes(b"")
    (again,) = screen(screener, item)
    assert screener.screened == 2 * customers.num_rows
    assert again.equals(first)
