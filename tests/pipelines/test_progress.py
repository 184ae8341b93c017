"""What a user sees while a run goes on."""

import io
import logging
import re

from pipelines.cli.progress import shown_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def tell() -> None:
    log = logging.getLogger("pipelines.somewhere")
    log.info("read the list")
    log.info("screened 1 of 2", extra={"progress": True})
    log.info("screened 2 of 2", extra={"progress": True})
    logging.getLogger("screening.somewhere").info("published")


def test_a_terminal_shows_one_running_line():
    stream = Terminal()
    with shown_progress(stream):
        tell()
    assert stream.getvalue() == "read the list\nscreened 1 of 2\r\x1b[2Kscreened 2 of 2\npublished\n"


def test_a_running_line_is_ended_where_the_work_breaks_off():
    stream = Terminal()
    with shown_progress(stream):
        logging.getLogger("pipelines").info("screened 1 of 2", extra={"progress": True})
    assert stream.getvalue() == "screened 1 of 2\n"


def test_elsewhere_there_are_log_lines_with_utc_times():
    stream = io.StringIO()
    with shown_progress(stream):
        tell()
    lines = stream.getvalue().splitlines()
    assert [line.split(" INFO ")[1] for line in lines] == [
        "read the list",
        "screened 1 of 2",
        "screened 2 of 2",
        "published",
    ]
    assert all(re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line) for line in lines)


def test_nothing_is_shown_afterwards():
    stream = io.StringIO()
    with shown_progress(stream):
        pass
    tell()
    assert stream.getvalue() == ""
