"""Hidden folders of runs: gone when a run ends, and removed by the next one where a run was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from screening.runs.run_folder import staged_run

WRITER = """
import sys
from pathlib import Path
from screening.runs.run_folder import staged_run

with staged_run(Path(sys.argv[1])) as folder:
    (folder / "run.json").write_text("{}")
    if "workbook" in sys.argv:
        (folder / "hits.xlsx.rows").mkdir()
        (folder / "hits.xlsx.rows" / "tmp1").write_text("")
    (folder / "gates").mkdir()
    (folder / "gates" / "index.html").write_text("")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that is at it, until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, tmp_path / "theirs"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip().endswith(".partial")
    yield process
    process.kill()
    process.communicate()


def write(folder: Path) -> None:
    with staged_run(folder) as run:
        (run / "run.json").write_text("{}")


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_what_a_killed_run_left_is_removed_by_the_next_one(
    tmp_path: Path, writer: subprocess.Popen[str]
) -> None:
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    (left,) = names(tmp_path)
    assert left.startswith(".theirs.")
    write(tmp_path / "ours")
    assert names(tmp_path) == ["ours"]


def test_a_run_that_was_killed_at_its_workbook_is_removed_too(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path / "theirs"), "workbook"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        writer.kill()
    write(tmp_path / "ours")
    assert names(tmp_path) == ["ours"]


def test_what_another_run_is_writing_stays(tmp_path: Path, writer: subprocess.Popen[str]) -> None:
    write(tmp_path / "ours")
    assert len(names(tmp_path)) == 2
    writer.communicate()
    assert names(tmp_path) == ["ours", "theirs"]
    assert names(tmp_path / "theirs") == ["gates", "run.json"]


def test_a_folder_with_anything_else_in_it_stays(tmp_path: Path) -> None:
    kept = [tmp_path / ".notes.0123456789ab.partial", tmp_path / ".ours.partial"]
    for folder in kept:
        folder.mkdir()
    (kept[0] / "mine.txt").write_text("mine")
    write(tmp_path / "ours")
    assert names(tmp_path) == [".notes.0123456789ab.partial", ".ours.partial", "ours"]


def test_a_run_that_raises_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), staged_run(tmp_path / "ours") as folder:
        (folder / "hits.csv").write_text("")
        raise ZeroDivisionError
    assert names(tmp_path) == []
