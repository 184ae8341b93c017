"""Several processes give what one gives, in the same order."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from screening import Screener
from screening.customers import open_customers
from screening.matching.workers import Workers, WorkItem
from screening.settings import load_settings

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load(SAMPLE / "ofac_csv")


def batches() -> list[WorkItem]:
    settings = load_settings(None, customers={"batch_rows": 40}).customers
    source = open_customers(SAMPLE / "customers.parquet", settings)
    return [WorkItem(batch.customers) for batch in source.batches()]


def test_two_workers_give_the_hits_of_one(screener: Screener) -> None:
    with Workers(1) as alone, Workers(2) as both:
        one = list(alone.screen(screener, batches(), AS_OF))
        two = list(both.screen(screener, batches(), AS_OF, alone=1))
    assert len(one) == len(two) > 2
    assert all(first.equals(second) for first, second in zip(one, two, strict=True))


def test_what_a_worker_raises_arrives(screener: Screener) -> None:
    broken = pa.RecordBatch.from_pydict({"nothing": ["to screen"]})
    with Workers(2) as workers, pytest.raises(KeyError):
        list(workers.screen(screener, [*batches()[:2], WorkItem(broken)], AS_OF, alone=1))


def test_workers_started_early_screen_every_batch_and_take_up_another_screener(screener: Screener) -> None:
    strict = Screener.load(SAMPLE / "ofac_csv", threshold=99)
    with Workers(2) as workers:
        workers.start()
        first = pa.concat_tables(workers.screen(screener, batches(), AS_OF))
        second = pa.concat_tables(workers.screen(strict, batches(), AS_OF))
    assert first.num_rows > second.num_rows > 0
    assert min(second["score"].to_pylist()) >= 99
