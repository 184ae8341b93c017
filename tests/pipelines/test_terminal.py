"""Nothing that a command shows can act on the terminal it is shown on."""

import io
import logging
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli.progress import shown_progress
from pipelines.cli.terminal import made_visible, one_line

ESCAPE = "\x1b[31mred"
ACTS = {"Cc", "Cs"}
DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2028\u2029")


@given(st.text(st.characters()))
def test_no_text_acts_on_a_terminal(text):
    for shown, kept in ((made_visible(text), "\n\t"), (one_line(text), "")):
        assert not [each for each in shown if unicodedata.category(each) in ACTS and each not in kept]
        assert not DIRECTIONS & set(shown)
    assert not set("\u2066\u2067\u2068\u2069") & set(one_line(text))


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_text_of_any_script_is_left_alone(text):
    assert made_visible(text) == one_line(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (ESCAPE, r"\x1b[31mred"),
        ("a\u202eb", r"a\u202eb"),
        ("a\x9bb", r"a\x9bb"),
        ("caf\udce9", r"caf\udce9"),
        ("one\ntwo", r"one\x0atwo"),
    ],
)
def test_what_would_act_is_shown_as_what_it_is(text, shown):
    assert one_line(text) == shown


def test_a_name_that_was_typed_is_shown_without_effect(sanctions, listed):
    result = sanctions("name", f"{ESCAPE} Qays\u202e al-Khazali\nNo party", "--watchlist", listed)
    assert result.exit_code == 0, result.stderr
    assert r"\x1b[31mred Qays\u202e al-Khazali\x0aNo party" in result.stdout.splitlines()[0]
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout


@pytest.mark.parametrize(
    "asked",
    [
        ("screen", ESCAPE, "--watchlist", "list"),
        ("lists", "import", ESCAPE),
        ("name", ESCAPE, "--config", ESCAPE),
        ("name", "x", f"--{ESCAPE}"),
        (ESCAPE,),
        (f"--{ESCAPE}",),
        ("nightly", "--config", "caf\udce9.yaml"),
    ],
    ids=repr,
)
def test_messages_show_arguments_without_effect(sanctions, asked):
    result = sanctions(*asked)
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert r"\x1b[31mred" in result.stderr or r"\udce9" in result.stderr


def test_log_lines_cannot_act_either():
    stream = io.StringIO()
    with shown_progress(stream):
        logging.getLogger("pipelines").info("read %s", ESCAPE)
    assert stream.getvalue().endswith(r"INFO read \x1b[31mred" + "\n")
