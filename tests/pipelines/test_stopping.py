"""How a command ends that is told to stop or is killed: in seconds, and with every process it started."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

# A machine with other work on it is slow; what is not ended by itself lives on for ever.
SECONDS = 20
ENDED = """
import os, sys, threading, time
from pipelines.cli import stopping
stopping._SECONDS_FOR_WORKERS, stopping._SECONDS_IN_ALL = 0.1, 0.5
"""


def started(program: str, **more) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more
    )


def living(pids: set[int]) -> set[int]:
    """Those of the processes that have not ended."""
    found = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            found.add(pid)
    return found


def with_all_below(pid: int) -> set[int]:
    """A process, its children, theirs, and so on."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def all_end(pids: set[int]) -> bool:
    end = time.monotonic() + SECONDS
    while living(pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_unwinds_and_says_so_once(number, status):
    program = (
        ENDED
        + """
import click
from pipelines.cli.entry import main
@main.command()
def wait():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("tidied up", flush=True)
main(["wait"])
"""
    )
    process = started(program)
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    out, err = process.communicate(timeout=SECONDS)
    assert process.returncode == status
    assert out == b"tidied up\n"
    name = signal.Signals(number).name
    assert err.decode().strip() == (
        f"Stopped by {name}. Nothing is published by halves: run the same command again."
    )


def test_a_command_that_cannot_be_interrupted_is_cut_off():
    program = (
        ENDED
        + """
with stopping.ends_when_told():
    try:
        print("ready", flush=True)
        time.sleep(60)
    except BaseException:
        time.sleep(60)
"""
    )
    process = started(program)
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=SECONDS) == 143


def test_a_signal_to_a_command_that_has_ended_does_what_it_did_before():
    program = """
import os, signal
from pipelines.cli.stopping import ends_when_told
with ends_when_told() as stopping:
    assert callable(signal.getsignal(signal.SIGTERM))
assert stopping.by is None
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
os.kill(os.getpid(), signal.SIGTERM)
"""
    assert started(program).wait(timeout=SECONDS) == -signal.SIGTERM


def test_a_tied_process_ends_with_one_that_was_killed():
    program = """
import os, time
from pipelines.tied import start_tied
print(start_tied("http.server", ["0", "--bind", "127.0.0.1"], os.environ).pid, flush=True)
time.sleep(60)
"""
    process = started(program)
    tied = int(process.stdout.readline())
    assert living({tied})
    process.kill()
    assert all_end({tied})
    process.communicate(timeout=SECONDS)  # nobody holds its pipes any more


def test_workers_end_with_one_that_was_killed():
    program = """
import multiprocessing, time
from screening.matching.workers import Workers
if __name__ == "__main__":
    workers = Workers(2)
    workers.start(tables=False)
    print(*(each.pid for each in multiprocessing.active_children()), flush=True)
    time.sleep(60)
"""
    process = started(program)
    pids = {int(pid) for pid in process.stdout.readline().split()}
    assert len(pids) == 2
    process.kill()
    assert all_end(pids)
    process.communicate(timeout=SECONDS)


def test_workers_of_a_run_that_failed_are_not_waited_for():
    program = """
import time
from screening.matching.workers import Workers
if __name__ == "__main__":
    began = time.monotonic()
    try:
        with Workers(2) as workers:
            workers.start(tables=False)
            workers._pool.submit(time.sleep, 60)
            raise KeyError
    except KeyError:
        print(time.monotonic() - began)
"""
    out, err = started(program).communicate(timeout=3 * SECONDS)
    assert float(out) < SECONDS, err


@pytest.fixture(scope="module")
def many_customers(tmp_path_factory) -> Path:
    """Enough of them for workers to be started before anything else."""
    path = tmp_path_factory.mktemp("many") / "customers.parquet"
    ids = [f"c{number}" for number in range(400_000)]
    names = [f"Given{number % 7919} Family{number % 6007}" for number in range(400_000)]
    pq.write_table(pa.table({"record_id": ids, "name": names}), path)
    return path


@pytest.fixture(scope="module")
def prefect_home(tmp_path_factory) -> Path:
    """Where Prefect's server makes its database once, which takes longer than all else."""
    return tmp_path_factory.mktemp("prefect")


@pytest.mark.parametrize(
    ("number", "status", "flow"),
    [
        (signal.SIGKILL, -signal.SIGKILL, True),  # the hardest, as a flow with a server of its own
        (signal.SIGINT, 130, False),
        (signal.SIGTERM, 143, False),
    ],
)
def test_a_run_ends_with_all_its_processes(
    number, status, flow, many_customers, listed, prefect_home, tmp_path
):
    own = tmp_path / "own.yaml"
    own.write_text("workers: 2\n", encoding="utf-8")
    out = tmp_path / "runs" / "today"
    asked = ["screen", many_customers, "--watchlist", listed, "--config", own, "--out", out]
    asked += ["--flow"] if flow else []
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PREFECT_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "pipelines.cli", *map(str, asked)],
        cwd=tmp_path,
        env=environment | {"PREFECT_HOME": str(prefect_home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    said = b""
    while b"read OFAC-SDN" not in said:
        line = process.stdout.readline()
        assert line, said
        said += line
    family = with_all_below(process.pid)
    # Itself, two workers, and the tracker that comes with them; of a flow run also Prefect's server.
    assert len(family) >= 4 + flow
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does
    else:
        process.send_signal(number)
    rest, _ = process.communicate(timeout=SECONDS)  # its end, and that of all who hold its output
    assert process.returncode == status
    assert all_end(family)
    assert b"Traceback" not in rest
    assert rest.count(b"Nothing is published by halves") == (number != signal.SIGKILL)
    left = [] if number == signal.SIGKILL else [entry.name for entry in out.parent.glob("*")]
    assert left == []
