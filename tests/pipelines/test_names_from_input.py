"""Names from standard input, one a line: each is answered at once, and ^C ends it as the input's end does."""

import os
import select
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner
from run_inputs import write_list

from pipelines.cli import main

GIVEN = b"Qays al-Khazali\n\n???\nRex Tillerson\n" + b"M\xfcller\n" + b"Asaib Ahl al-Haq"
# The command with answers that need no tables, to see what goes in and out when.
PROGRAM = """
from pipelines.cli import name

class Answers(name._Answers):
    def __init__(self, *_):
        pass
    def lines(self, text):
        yield f"'{text}' against nothing:"

name._Answers = Answers
from pipelines.cli import main
main(prog_name="sanctions")
"""


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    listed = write_list(tmp_path_factory.mktemp("lists") / "list")
    result = CliRunner().invoke(main, ["name", "-", "--watchlist", str(listed)], input=GIVEN)
    assert result.exit_code == 0
    return result


def test_each_name_is_answered_under_its_own_heading(answered):
    blocks = answered.stdout.split("' against OFAC-SDN undated ")
    assert [block.rpartition("'")[2] for block in blocks[:-1]] == [
        "Qays al-Khazali",
        "Rex Tillerson",
        "Asaib Ahl al-Haq",
    ]
    assert "28004" in blocks[1]
    assert "No party scores 80 or more.\n\n'Asaib" in answered.stdout
    assert "28283" in blocks[3]


def test_what_is_no_name_is_told_with_its_line_and_the_rest_goes_on(answered):
    assert "line 3: '???': a name needs a letter or a digit." in answered.stderr
    assert "line 5: is not UTF-8 (byte 2), and was left out." in answered.stderr


@pytest.fixture
def process():
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "name", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    yield started
    started.kill()
    started.wait()
    for pipe in (started.stdin, started.stdout, started.stderr):
        pipe.close()


def answer(process, given: bytes) -> bytes:
    """What comes for a line of input before there is another one."""
    process.stdin.write(given)
    process.stdin.flush()
    assert select.select([process.stdout], [], [], 20)[0], "no answer came"
    return os.read(process.stdout.fileno(), 4096)


def test_an_answer_comes_before_the_next_name(process):
    # Some editors begin a file so.
    assert answer(process, "\ufeffone\n".encode()) == b"'one' against nothing:\n\n"
    assert answer(process, "zwölf\n".encode()) == "'zwölf' against nothing:\n\n".encode()
    process.stdin.close()
    assert process.wait(20) == 0


def test_ctrl_c_ends_the_input_and_is_no_fault(process):
    answer(process, b"one\n")
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    assert "Stopped" not in process.stderr.read().decode()


def test_a_command_that_is_ended_otherwise_says_so(process):
    answer(process, b"one\n")
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 128 + signal.SIGTERM
