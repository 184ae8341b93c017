"""Names that another process reads are those that this one would have read."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields

import numpy as np
import pytest

from screening.names import beside
from screening.names.analysis import analyze
from screening.names.name_table import NameWords, Vocabulary
from screening.settings.names import default_name_policy

NAMES = ["Qays al-Khazali", "김정은", "Владимир Путин", "J. R. R. Tolkien", "", "José María Aznar II"]
POLICY = default_name_policy()


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[bytes]]:
    """The process beside this one, for one test."""
    monkeypatch.setattr(beside, "_is_read_here", False)
    monkeypatch.setattr(beside, "_processors", lambda: 2)
    beside.start_reading_beside()
    assert beside._reader is not None
    yield beside._reader._process
    beside.stop_reading_beside()


def plain(words: NameWords) -> dict[str, object]:
    """All that is known of names, to be compared."""
    values = {field.name: getattr(words, field.name) for field in fields(words)}
    return {
        name: value.tolist()
        if isinstance(value, np.ndarray)
        else (value.keys if isinstance(value, Vocabulary) else list(value))
        for name, value in values.items()
    }


def test_names_are_the_same_wherever_they_are_read(process: subprocess.Popen[bytes]) -> None:
    elsewhere = analyze(NAMES, "person", POLICY)
    assert process.poll() is None
    company = analyze(["Jansen Ltd"], "non_person", POLICY)
    # Nobody waits for a process that was killed: names are read here from then on.
    process.kill()
    process.wait()
    assert plain(analyze(NAMES, "person", POLICY)) == plain(elsewhere)
    assert beside._reader is None
    assert plain(analyze(["Jansen Ltd"], "non_person", POLICY)) == plain(company)


def test_the_process_ends_with_the_one_that_started_it() -> None:
    program = (
        "import os, signal, time\n"
        "from screening.names import beside\n"
        "beside._processors = lambda: 2\n"
        "beside.start_reading_beside()\n"
        "print(beside._reader._process.pid, flush=True)\n"
        "time.sleep(0.5)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    for _ in range(40):
        try:
            os.kill(int(done.stdout), 0)
        except ProcessLookupError:
            return
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError("it lives on")
