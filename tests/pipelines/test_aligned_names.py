"""Two names word by word at a terminal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.cli.aligned_names import aligned_words, isolated, score_parts, width
from screening import compare_names


def told(name, listed, kind="person"):
    return list(aligned_words(compare_names(name, listed, kind=kind).evidence))


def test_words_that_met_stand_side_by_side_in_the_order_of_the_customers_name():
    assert told("Qays Hadi al-Khazali", "AL-KHAZALI, Qais Sayed") == [
        "Qays     =  Qais     the same name in another spelling",
        "al       =  AL       same",
        "Khazali  =  KHAZALI  same",
        "only in the customer's name: Hadi",
        "only in the listed name: Sayed",
    ]


def test_words_of_another_script_show_their_reading_and_keep_their_direction():
    first, second = told("قيس الخزعلي", "AL-KHAZALI, Qais")
    assert first.startswith("\u2068قيس\u2069 (qys)")
    assert second.startswith("\u2068الخزعلي\u2069 (alkhzly)  =  AL KHAZALI")


def test_names_with_nothing_in_common_say_so():
    assert told("Rex", "Milov")[0] == "no word in common"


def test_nothing_taken_off_is_said():
    evidence = compare_names("Qais", "QAIS").evidence
    assert list(score_parts(evidence, 100.0)) == ["100.00  nothing taken off", "100.00  name score"]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("Qais", 4), ("박진혁", 6), ("张", 2), ("\u2068قيس\u2069", 3), ("José", 4), ("Jose\u0301", 4)],
)
def test_the_width_of_a_text_is_what_a_terminal_takes(text, columns):
    assert width(text) == columns


def test_only_letters_from_right_to_left_are_isolated():
    assert isolated("AL-KHAZALI, Qais") == "AL-KHAZALI, Qais"
    assert isolated("قيس, Qais") == "\u2068قيس, Qais\u2069"


names = st.lists(
    st.sampled_from(["Qays", "قيس", "박", "진혁", "张伟", "Владимир", "al", "Khazali"]), min_size=1
).map(" ".join)


@given(names, names)
@settings(max_examples=40, deadline=None)
def test_the_columns_are_straight_whatever_the_script(name, listed):
    lines = [line for line in told(name, listed) if "  =  " in line]
    assert len({width(line[: line.index("  =  ")]) for line in lines}) <= 1
