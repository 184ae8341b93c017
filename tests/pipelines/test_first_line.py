"""What a command says first, and how soon: before anything slow is loaded, with what is waited for."""

import os
import pty
import select
import subprocess
import sys
from time import perf_counter

import pytest

COMMAND = [sys.executable, "-m", "pipelines.cli"]
SAID = "the tables of names, about"
COMMANDS = [
    ["name", "Qays al-Khazali", "--watchlist", "list"],
    ["screen", "customers.parquet", "--watchlist", "list"],
    ["nightly", "--config", "own.yaml"],
]


@pytest.fixture
def office(customers, listed, tmp_path):
    (tmp_path / "own.yaml").write_text("nightly: {customers: customers.parquet}\n", encoding="utf-8")
    return tmp_path


def first_line(command: list[str], office, terminal: bool) -> tuple[float, str]:
    """Seconds until something was said, and what; the command goes no further."""
    ours, theirs = pty.openpty() if terminal else os.pipe()
    began = perf_counter()
    process = subprocess.Popen([*COMMAND, *command], cwd=office, stdout=theirs, stderr=theirs)
    try:
        assert select.select([ours], [], [], 60)[0], "nothing was said in a minute"
        return perf_counter() - began, os.read(ours, 4096).decode()
    finally:
        process.kill()
        process.wait()
        os.close(theirs)
        os.close(ours)


@pytest.mark.parametrize("terminal", [True, False], ids=["terminal", "pipe"])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_the_first_line_comes_within_half_a_second(command, terminal, office):
    tries = [first_line(command, office, terminal) for _ in range(3)]
    assert all(SAID in said for _, said in tries)
    # The quickest of three, for a busy machine; without this line it takes ten seconds and more.
    assert min(seconds for seconds, _ in tries) < 0.5


def test_a_slow_import_is_not_waited_for(office):
    """Were pyarrow or pydantic loaded first, a cold disk would make the first line late."""
    program = (
        "import sys\n"
        "from pipelines.cli import progress\n"
        "def log_line(message):\n"
        "    print(sorted({'prefect', 'pyarrow', 'pydantic', 'rigour'} & sys.modules.keys()))\n"
        "    sys.exit(0)\n"
        "progress.log_line = log_line\n"
        "from pipelines.cli import main\n"
        "main(prog_name='sanctions')"
    )
    for command in COMMANDS:
        done = subprocess.run(
            [sys.executable, "-c", program, *command], cwd=office, capture_output=True, text=True, check=True
        )
        assert done.stdout == "[]\n"
