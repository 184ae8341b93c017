"""A cluster gives what one process gives, in order, whatever happens to its workers; or a message."""

import time
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
from cluster_work import Number, Times
from dask_processes import DaskProcesses

from screening import Screener
from screening.customers import open_customers
from screening.matching import cluster
from screening.matching.cluster import ClusterWorkers
from screening.matching.workers import WorkItem
from screening.model.errors import InputError
from screening.runs.table_work import PieceOfTable
from screening.settings import load_settings
from screening.settings.cluster import ClusterSettings
from screening.storage.file_marks import FileMark

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"
AS_OF = date(2026, 1, 2)
TIMES = Times(3)


def at(address: str, **changes: Any) -> ClusterSettings:
    said = {"address": address, "connect_seconds": 5, "wait_seconds": 60, **changes}
    return load_settings(None, cluster=said).cluster


def multiplied(
    workers: ClusterWorkers, numbers: Iterable[Number], times: Times = TIMES
) -> list[tuple[int, int]]:
    """What the cluster makes of all of them."""
    return list(workers.screen(cast("Screener", times), numbers, AS_OF, alone=0))


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskProcesses]:
    """A scheduler with a worker, which loads what it needs meanwhile."""
    with DaskProcesses(tmp_path_factory.mktemp("dask"), allowed_failures=1) as started:
        started.start_worker("--preload", "screening.matching.cluster_worker")
        yield started


@pytest.fixture(scope="module")
def workers(processes: DaskProcesses) -> Iterator[ClusterWorkers]:
    with ClusterWorkers(at(processes.address)) as connected:
        yield connected


# What the program does with names, which takes long to load: the tests after it find it loaded.
@pytest.fixture(scope="module")
def screener(processes: DaskProcesses) -> Screener:
    return Screener.load(SAMPLE / "ofac_csv")


def test_hits_of_batches_are_those_of_one_process_and_are_kept_where_the_night_wants_them(
    screener: Screener, workers: ClusterWorkers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = load_settings(None, customers={"batch_rows": 80}).customers
    source = open_customers(SAMPLE / "customers.parquet", settings)
    batches = [batch.customers for batch in islice(source.batches(), 2)]
    here = [screener.screen_batch(batch, AS_OF) for batch in batches]
    assert sum(hits.num_rows for hits in here) > 10

    def work(folder: Path) -> list[WorkItem]:
        return [
            WorkItem(batch, folder / "batches" / f"{place}", folder / f"{place}.arrow")
            for place, batch in enumerate(batches)
        ]

    def is_kept(folder: Path) -> bool:
        """Whether the hits are there, and the analyzed names, of which come the same."""
        kept = [item.cached_hits() for item in work(folder)]
        again = [WorkItem(None, item.prepared).screen(screener, AS_OF) for item in work(folder)]
        return kept == here == again

    plain = [WorkItem(batch) for batch in batches]
    assert list(workers.screen(screener, plain, AS_OF, alone=0)) == here
    # Workers that see this machine's disk, and then workers that do not.
    assert list(workers.screen(screener, work(tmp_path / "seen"), AS_OF, alone=0)) == here
    assert is_kept(tmp_path / "seen")
    elsewhere = FileMark(tmp_path / "elsewhere", 0, 0)
    monkeypatch.setattr(WorkItem, "marks", lambda _: (elsewhere,))
    assert list(workers.screen(screener, work(tmp_path / "unseen"), AS_OF, alone=0)) == here
    assert is_kept(tmp_path / "unseen")


@pytest.mark.parametrize("is_seen", [True, False], ids=["workers read the table", "rows are sent"])
def test_pieces_of_a_table_bring_their_facts_with_their_hits(
    screener: Screener, workers: ClusterWorkers, is_seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = open_customers(SAMPLE / "customers.parquet", screener.settings.customers, AS_OF)
    (whole,) = source.batches()
    rows = (source.rows_in, source.rows_with_warnings)
    pieces = [PieceOfTable(piece, screener.settings.customers, AS_OF) for piece in source.pieces(100) or ()]
    assert len(pieces) == 4
    if not is_seen:
        monkeypatch.setattr(PieceOfTable, "marks", lambda _: (FileMark(Path("elsewhere"), 0, 0),))
    done = list(workers.screen(screener, pieces, AS_OF, alone=0))
    hits = pa.concat_tables([piece.hits for piece in done])
    assert hits.equals(screener.screen_batch(whole.customers, AS_OF))
    assert pa.concat_tables([piece.rejected for piece in done]).to_batches()[-1].equals(whole.rejected)
    counted = [
        sum(getattr(piece.counts, name) for piece in done) for name in ("rows_in", "rows_with_warnings")
    ]
    assert tuple(counted) == rows
    assert sum(piece.facts.rows_screened for piece in done) == whole.customers.num_rows


def test_results_come_in_order_and_known_ones_are_not_made_again(workers: ClusterWorkers) -> None:
    numbers = [Number(each, known=(0, 0) if each % 5 == 4 else None) for each in range(40)]
    results = [result for result, _ in multiplied(workers, numbers)]
    assert results == [0 if each % 5 == 4 else each * 3 for each in range(40)]


def test_what_a_worker_cannot_see_is_sent(workers: ClusterWorkers, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    seen.touch()
    here = FileMark.of(seen)
    changed = FileMark(seen, 0, here.changed + 1)
    results = multiplied(workers, [Number(1, lies_in=here), Number(2, lies_in=changed), Number(3)])
    assert [result for result, _ in results] == [3, 6, 9]
    # Of the second it came back as sent.
    assert [process == -1 for _, process in results] == [False, True, False]


def test_what_a_worker_raises_arrives(workers: ClusterWorkers) -> None:
    with pytest.raises(TypeError):
        multiplied(workers, [Number(cast("int", None))])


def test_first_batches_are_screened_here_until_there_are_many(processes: DaskProcesses) -> None:
    import os

    with ClusterWorkers(at(processes.address)) as fresh:
        results = list(fresh.screen(cast("Screener", TIMES), map(Number, range(5)), AS_OF, alone=3))
    here = [process == os.getpid() for _, process in results]
    assert here == [True, True, True, False, False]


def test_a_worker_of_another_version_is_told(
    processes: DaskProcesses, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cluster.identity()
    monkeypatch.setattr(
        cluster, "difference", lambda theirs: {"pyarrow": (theirs["pyarrow"], "1.0")} if ours else {}
    )
    with pytest.raises(InputError, match=r"tcp://.*pyarrow is .* there and 1\.0 here.*same version"):
        ClusterWorkers(at(processes.address)).__enter__()


def test_a_worker_of_another_version_that_joins_late_is_told(
    workers: ClusterWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "identity", lambda: {"Python": "2.7"})
    with pytest.raises(InputError, match=r"tcp://.*: this worker .* Python is 3.* there and 2\.7 here"):
        multiplied(workers, [Number(1)])


def test_a_worker_killed_half_way_is_made_up_for(
    processes: DaskProcesses, workers: ClusterWorkers, tmp_path: Path
) -> None:
    processes.start_worker()
    numbers = [Number(each, 0.01, each == 12, tmp_path / "grave") for each in range(60)]
    results = multiplied(workers, numbers)
    assert (tmp_path / "grave").exists()
    assert [result for result, _ in results] == [each * 3 for each in range(60)]


def test_a_worker_that_joins_late_takes_part(processes: DaskProcesses, workers: ClusterWorkers) -> None:
    screened = workers.screen(
        cast("Screener", Times(3, bytes(1000))), (Number(each, 0.05) for each in range(400)), AS_OF, alone=0
    )
    by = set()
    late = None
    for place, (result, process) in enumerate(screened):
        assert result == place * 3
        by.add(process)
        late = late or processes.start_worker()
        if late.pid in by:
            break
    else:
        pytest.fail("the worker that joined late was given nothing")


def test_rows_that_end_every_worker_are_named(processes: DaskProcesses, workers: ClusterWorkers) -> None:
    for _ in range(2):
        processes.start_worker()
    with pytest.raises(InputError, match=r"customers.parquet: rows 7: the worker .* ended, and so did all"):
        multiplied(workers, [Number(7, deadly=True)])


def test_nobody_there_is_waited_for_and_a_lost_scheduler_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with DaskProcesses(tmp_path) as mortal, ClusterWorkers(at(mortal.address, wait_seconds=0.3)) as orphaned:
        with (
            caplog.at_level("WARNING"),
            pytest.raises(InputError, match=r"no worker, and none came within 0\.3"),
        ):
            multiplied(orphaned, [Number(1)])
        assert "waiting for one" in caplog.text
        mortal.start_worker()
        time.sleep(0.1)
        with pytest.raises(InputError, match="the scheduler of the cluster is lost"):
            for _ in range(100):
                try:
                    numbers = (Number(each, 0.05) for each in range(10_000))
                    for _ in orphaned.screen(cast("Screener", TIMES), numbers, AS_OF):
                        mortal.scheduler.kill()
                except InputError as error:
                    if "no worker" not in str(error):
                        raise


def test_a_wrong_address_is_told_at_once() -> None:
    with pytest.raises(InputError, match=r"tcp://127\.0\.0\.1:1: no scheduler .* answers"):
        ClusterWorkers(at("tcp://127.0.0.1:1", connect_seconds=0.3)).__enter__()
