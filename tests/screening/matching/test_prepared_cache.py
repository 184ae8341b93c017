"""A prepared batch comes back from disk as it was, and gives the same hits."""

from datetime import date
from pathlib import Path

import pytest

from screening import Screener
from screening.customers import open_customers
from screening.matching.prepared_cache import read_prepared, write_prepared
from screening.model.errors import InputError
from screening.settings import load_settings

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load(SAMPLE / "ofac_csv")


def test_a_batch_from_disk_gives_the_hits_of_the_batch_itself(screener: Screener, tmp_path: Path) -> None:
    for place, batch in enumerate(
        open_customers(SAMPLE / "customers.parquet", load_settings().customers).batches()
    ):
        prepared = screener.prepare(batch.customers)
        write_prepared(prepared, tmp_path / str(place))
        again = read_prepared(tmp_path / str(place))
        hits = screener.screen_prepared(again, AS_OF)
        assert hits.num_rows > 0
        assert hits.equals(screener.screen_batch(batch.customers, AS_OF))
        assert again.customers.equals(batch.customers)


def test_a_batch_that_is_there_already_stays(screener: Screener, tmp_path: Path) -> None:
    empty = next(
        open_customers(SAMPLE / "customers.parquet", load_settings().customers).batches()
    ).customers.slice(0, 0)
    write_prepared(screener.prepare(empty), tmp_path / "batch")
    written = (tmp_path / "batch" / "customers.arrow").stat().st_mtime_ns
    write_prepared(screener.prepare(empty), tmp_path / "batch")
    assert (tmp_path / "batch" / "customers.arrow").stat().st_mtime_ns == written
    assert [entry.name for entry in tmp_path.iterdir()] == ["batch"]
    assert screener.screen_prepared(read_prepared(tmp_path / "batch"), AS_OF).num_rows == 0


def test_a_batch_that_is_not_whole_is_not_read(screener: Screener, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"customers\.arrow: .* Move .* away"):
        read_prepared(tmp_path / "state" / "batches" / "nothing")
