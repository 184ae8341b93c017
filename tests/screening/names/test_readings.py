"""The texts that are compared for one customer name."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.names.plain_text import plain
from screening.names.readings import MAX_WORDS, MAY_BE_READ_OTHERWISE, MOST_WORDS, readings
from screening.settings.names import Kind


def words(text: str) -> str:
    """The text as words, without what comparison does not look at."""
    return " ".join("".join(c if c.isalnum() or c in "'." else " " for c in text).replace(".", "").split())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Vladimir.Putin", "Vladimir Putin"),
        ("V.Putin", "V Putin"),
        ("V.V.Putin", "V V Putin"),
        ("Путин В.В.", "Путин В В"),
        ("В.В.Путин", "В В Путин"),
        ("Mr.Vladimir Putin", "Mr Vladimir Putin"),
        ("Vladimir_Putin", "Vladimir Putin"),
        ("Vladimir'Putin", "Vladimir Putin"),
        ("Vladimir’Putin", "Vladimir Putin"),
        ("Vladimir`Putin", "Vladimir Putin"),
        ("Vladimir^Putin", "Vladimir Putin"),
        ("Vladimir\u200bPutin", "Vladimir Putin"),
        ("VLADIMIR\u200bPUTIN", "VLADIMIR PUTIN"),
        ("Pu\u200bt\u00adin Vladimir", "Putin Vladimir"),
        ("Pu^tin Vladimir", "Putin Vladimir"),
        ("𝐕𝐥𝐚𝐝𝐢𝐦𝐢𝐫 𝓟𝓾𝓽𝓲𝓷", "Vladimir Putin"),
        ("ᴠʟᴀᴅɪᴍɪʀ ᴘᴜᴛɪɴ", "vladimir putin"),
        ("Ⓥⓛⓐⓓⓘⓜⓘⓡ ⓟⓤⓣⓘⓝ", "Vladimir putin"),
        ("Ｖｌａｄｉｍｉｒ　Ｐｕｔｉｎ", "Vladimir Putin"),
        ("Vlɑdimir Putin", "Vladimir Putin"),
        ("Vladimir&nbsp;Putin", "Vladimir Putin"),
        ("Vladimir%20Putin", "Vladimir Putin"),
        ("Conor O&#39;Neill", "Conor O'Neill"),
        ("Vladimir &amp;nbsp; Putin", "Vladimir Putin"),
        ("VladimirPutin", "Vladimir Putin"),
        ("PutinVladimir", "Putin Vladimir"),
        ("PUTINVladimir", "PUTIN Vladimir"),
        ("ВладимирПутин", "Владимир Путин"),
        ("V l a d i m i r P u t i n", "Vladimir Putin"),
        ("P U T I N Vladimir", "PUTIN Vladimir"),
        ("J.McDonald", "J McDonald"),
        ("Ronald; Vladimir.Putin", "Vladimir Putin"),
        ("Ronald (Vladimir Putin)", "Vladimir Putin"),
    ],
)
def test_a_name_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert meant in [words(reading) for reading in readings(text, "person")]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Bank.Melli.Iran", "Bank Melli Iran"),
        ("M.V.Iran Shahed", "MV Iran Shahed"),
        ("Brenner S.A.de C.V.", "Brenner SA de CV"),
        ("BrennerShipping Ltd", "Brenner Shipping Ltd"),
    ],
)
def test_initials_in_a_row_are_one_word_of_a_thing(text: str, meant: str) -> None:
    assert meant in [words(reading) for reading in readings(text, "non_person")]


@pytest.mark.parametrize(
    "name", ["Asa'ib Ahl al-Haq", "D'Angelo", "McDonald", "DeVito", "J.R. Smith", "Acme S.A."]
)
@pytest.mark.parametrize("kind", ["person", "non_person"])
def test_the_name_as_it_is_stands_first(name: str, kind: Kind) -> None:
    assert readings(name, kind)[0] == name


@pytest.mark.parametrize(
    "name", ["AL-KHAZALI, Qais", "Qais al-Khazali Jr.", "Brenner & Co. Ltd.", "قيس الخزعلي", "नेहा शर्मा", "44"]
)
def test_a_plain_name_has_one_reading(name: str) -> None:
    assert readings(name, "person") == readings(name, "non_person") == [name]


@pytest.mark.parametrize("name", ["Akram al-Ka'abi", "Asa'ib Ahl al-Haq", "Sa’id Wa`el"])
def test_an_apostrophe_before_a_small_letter_is_within_a_short_word(name: str) -> None:
    letters = name.replace("’", "'").replace("`", "'")
    assert {reading.replace("`", "'") for reading in readings(name, "person")} <= {letters, "Sa'id Wael"}


def test_forms_of_business_are_not_cut_into_letters() -> None:
    assert readings("Brenner S.A.", "non_person") == ["Brenner S.A."]


def test_an_overlong_name_is_compared_in_parts_that_fit() -> None:
    text = " ".join(f"word{number}" for number in range(60)) + " Qais al-Khazali"
    found = readings(text, "person")
    assert "Qais al Khazali" in [words(reading) for reading in found]
    assert all(len(words(reading).split()) <= MAX_WORDS for reading in found[1:])
    # Their number grows with the length of the text, and no further than that of a name.
    assert len(found) < 3 * 62
    assert len(readings("word " * 100_000, "person")) <= 3 * MOST_WORDS


texts = st.text(max_size=60) | st.text(
    alphabet="abAB .'’`^;|/()&%20_-\u200b\u00adɑ𝐕ⓟᴀ王قйЙ\n,kK", max_size=40
)


@given(texts, st.sampled_from(["person", "non_person"]))
def test_the_text_itself_is_always_read_and_nothing_twice(text: str, kind: Kind) -> None:
    found = readings(text, kind)
    assert found[0] == plain(text)
    assert len(set(found)) == len(found) <= 3 * MOST_WORDS


@given(texts, st.sampled_from(["person", "non_person"]))
def test_texts_that_are_passed_over_have_one_reading(text: str, kind: Kind) -> None:
    column = pa.array([text])
    if (
        len(text) < 2 * MAX_WORDS
        and pc.utf8_normalize(column, form="NFKC").equals(column)
        and not any(pc.match_substring_regex(column, each)[0].as_py() for each in MAY_BE_READ_OTHERWISE)
    ):
        assert readings(text, kind) == [text]


@given(texts)
def test_plain_text_is_plain(text: str) -> None:
    assert plain(plain(text)) == plain(text) or "&" in text or "%" in text
