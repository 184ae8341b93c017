"""A run has the same facts and hits whether it reads its table by itself or its workers do."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from screening import Screener, screen_file
from screening.customers import open_customers
from screening.matching.workers import Workers
from screening.model.errors import InputError
from screening.quality import CustomerFacts
from screening.runs.request import prepare_request
from screening.runs.screening_work import ScreeningWork
from screening.runs.set_aside import SetAside
from screening.runs.who_screens import workers_of
from screening.settings import load_settings

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)
_NOW = datetime(2026, 1, 2, tzinfo=UTC)


class TheyRead(Workers):
    """This process, in place of workers that read a table by themselves."""

    def rows_they_read(self, rows_total: int) -> int | None:
        return 100


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load(SAMPLE / "ofac_csv")


def seen(screener: Screener, workers: Workers) -> Iterator[Any]:
    """All that a run keeps of its table, and the hits."""
    source = open_customers(SAMPLE / "customers.parquet", screener.settings.customers, AS_OF)
    facts = CustomerFacts(AS_OF)
    with closing(SetAside()) as aside, workers:
        work = ScreeningWork(source, screener, facts, aside, AS_OF, workers)
        while work.has_more():
            work.screen(1)
        yield work.hits()
        yield work.screened()
        for spool in (aside.rejected, aside.warnings):
            yield pa.Table.from_batches(list(spool.batches()), spool.schema)
    yield source.rows_in, source.rows_screened, source.rows_rejected, source.rows_with_warnings
    yield source.placeholder_birth_dates, facts.repeated_record_ids()
    yield facts.batches().drop(columns=["batch", "wrong_columns"]).sum().to_dict()
    yield facts.whole(source.rows_in).to_dict()


def test_what_workers_read_is_as_if_this_process_had_read_it(screener: Screener) -> None:
    for here, there in zip(seen(screener, Workers(1)), seen(screener, TheyRead(1)), strict=True):
        assert here == there


def test_a_cluster_that_cannot_be_reached_stops_the_run_before_anything_is_published(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("cluster: {connect_seconds: 0.3}\n")
    out = tmp_path / "run"
    with pytest.raises(InputError, match=r"tcp://127\.0\.0\.1:1: no scheduler"):
        screen_file(
            SAMPLE / "customers.parquet",
            [SAMPLE / "ofac_csv"],
            out,
            config=config,
            cluster="tcp://127.0.0.1:1",
        )
    assert not out.exists()


def test_the_command_names_the_cluster_in_place_of_the_settings(tmp_path: Path) -> None:
    config = tmp_path / "own.yaml"
    config.write_text("cluster: {address: 'tcp://settings:8786', wait_seconds: 7}\n")
    given = (str(SAMPLE / "customers.parquet"), [str(SAMPLE / "ofac_csv")])
    for said, address in ((None, "tcp://settings:8786"), ("tcp://command:8786", "tcp://command:8786")):
        request = prepare_request(*given, started_at=_NOW, config=str(config), cluster=said)
        assert (request.settings.cluster.address, request.settings.cluster.wait_seconds) == (address, 7)


def test_without_an_address_processes_of_this_machine_screen() -> None:
    assert isinstance(workers_of(load_settings()), Workers)


def test_an_empty_address_is_refused() -> None:
    with pytest.raises(InputError, match=r"cluster\.address.*empty address"):
        load_settings(None, cluster={"address": " "})
