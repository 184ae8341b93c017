"""Keys that romanizations of one name share, and that other names do not."""

import pytest
from pydantic import ValidationError

from screening.names.compare import compare_names
from screening.names.spelling import MARK, SpellingRules, consonants, fold, join, latin, sounds_across


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


def test_letters_beside_a_gap_that_may_become_one_sound_follow_from_the_sounds() -> None:
    across = sounds_across()
    # "pis hchev": sh. "adh jar": dj, once dh is d. "ay jin": ij, once ay is i.
    assert {("s", "h"), ("h", "j"), ("y", "j")} <= across
    assert ("m", "r") not in across


@pytest.mark.parametrize(
    ("section", "rule"),
    [("sounds", {"sh": ""}), ("sounds", {"s h": "s"}), ("letters", {"ou": "u"}), ("digits", {"0": "0"})],
)
def test_a_spelling_that_is_no_letters_is_refused(section: str, rule: dict[str, str]) -> None:
    values: dict[str, object] = {"sounds": {}, "letters": {}, "digits": {}, "silent_h_from": 4}
    with pytest.raises(ValidationError, match=section):
        SpellingRules.model_validate(values | {section: rule})


@pytest.mark.parametrize("name", ["ចេន ហ្ស៊ី", "අනුර කුමාර", "ແສງ ສຸລິ"])
def test_a_script_without_a_romanization_meets_itself(name: str) -> None:
    assert all(latin(word).isascii() and latin(word) for word in name.split())
    assert compare_names(name, name, kind="person").score == 100
