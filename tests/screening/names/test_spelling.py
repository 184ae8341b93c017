"""Keys that romanizations of one name share, and that other names do not."""

import pytest

from screening.names.spelling import MARK, consonants, fold, join, latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("qays", "qais"),
        ("hussein", "husayn"),
        ("mohammed", "muhamed"),
        ("issawi", "isawi"),
        ("yousef", "yusif"),
    ],
)
def test_spellings_of_one_sound_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("harris", "harith"), ("david", "dari"), ("laith", "layla")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_number_is_not_read_as_letters() -> None:
    assert fold("2005") == "2005"
    assert fold("sech1n") == fold("sechin")


def test_arabic_letters_share_their_consonants_with_the_romanized_name() -> None:
    word = latin("الخزعلي")
    assert word.startswith(MARK)
    assert consonants(word) == consonants("alkhazali")


def test_words_written_together_keep_the_mark_of_a_script_without_vowels() -> None:
    assert join(["al", "khazali"]) == "alkhazali"
    assert join([latin("أهل"), latin("الحق")]).count(MARK) == 1
