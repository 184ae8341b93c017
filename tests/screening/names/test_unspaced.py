"""Names that are written without spaces, and letters that are written in several ways."""

import re

import pytest

from screening import compare_names
from screening.names.plain_text import article_apart
from screening.names.readings import readings
from screening.names.romanization import spelling_keys
from screening.names.unspaced import MAY_BE_CUT, by_initial_sound, cut, cuts_of, simplified

# Both ways to cut 金子修: a Japanese and a Chinese family name begin it.
_TWO_WAYS = ["金子 修", "金 子修"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("김정은", "김 정은"),
        ("조한나", "조 한나"),
        ("허준", "허 준"),
        ("남궁민수", "남궁 민수"),
        ("习近平", "习 近平"),
        ("習近平", "習 近平"),
        ("朱德", "朱 德"),
        ("欧阳修", "欧阳 修"),
        ("諸葛亮", "諸葛 亮"),
        ("高市早苗", "高市 早苗"),
        ("安倍晋三", "安倍 晋三"),
        ("長谷川潤", "長谷川 潤"),
        ("佐々木小次郎", "佐々木 小次郎"),
        ("渡邊健", "渡邊 健"),
        ("高橋あすか", "高橋 あすか"),
    ],
)
def test_a_word_is_cut_behind_its_family_name(word: str, parts: str) -> None:
    assert " ".join(cut(word)[0]) == parts


def test_a_family_name_that_is_in_no_table_is_known_by_its_ending() -> None:
    assert cut("花川早苗")[0] == ("花川", "早苗")


@pytest.mark.parametrize(
    "word", ["塞瓦略斯", "莱昂纳多", "더글러스", "오바마", "고르바초프", "近平", "欧阳", "石川", "あすか"]
)
def test_foreign_names_and_single_ones_stay_whole(word: str) -> None:
    assert cut(word) == ((word,),)


def test_where_two_ways_are_possible_both_are() -> None:
    assert cuts_of("金子修") == _TWO_WAYS
    assert readings("金子修", "person") == ["金子修", _TWO_WAYS[1]]


def test_what_may_be_a_foreign_name_is_also_read_whole() -> None:
    assert cuts_of("吴恩达") == ["吴 恩达", "吴恩达"]


@pytest.mark.parametrize("name", ["경수 송", "桂芝 秀兰 孙", "정은이 김", "聡太郎 石井", "Anna", ""])
def test_spaces_tell_where_there_are_any(name: str) -> None:
    assert cuts_of(name) == [name]


def test_a_word_beside_latin_ones_is_cut() -> None:
    assert cuts_of("Peter 陳大文") == ["Peter 陳 大文"]


@pytest.mark.parametrize("name", ["金子修", "황보인", "吴恩达", "김빛나라", "田中誠"])
def test_every_name_of_several_ways_is_asked_for_them(name: str) -> None:
    # RE2 names scripts where this engine names ranges.
    pattern = MAY_BE_CUT.replace(r"\p{Han}\p{Hangul}", "\u3005\u4e00-\u9fff\uac00-\ud7a3")
    assert len(cuts_of(name)) > 1
    assert re.search(pattern, name)


def test_an_organization_is_not_cut() -> None:
    assert readings("金子修", "non_person") == ["金子修"]


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        ("김정은", "KIM, Jong Un"),
        ("김정은", "Kim Jong-un"),
        ("김정은", "Kim Jongun"),
        ("김정은", "Gim Jeong Eun"),
        ("김 정은", "KIM, Jongun"),
        ("조한나", "CHO, Hanna"),
        ("박찬호", "Park Chan Ho"),
        ("황병서", "HWANG Pyong So"),
        ("习近平", "XI, Jinping"),
        ("习近平", "Xi Jin Ping"),
        ("習近平", "Hsi Chin-p'ing"),
        ("毛泽东", "Mao Tse-tung"),
        ("金正恩", "Kim Jong Un"),
        ("高市早苗", "Takaichi Sanae"),
        ("安倍晋三", "Abe Shinzo"),
    ],
)
def test_a_name_without_spaces_is_found_in_latin_letters(own: str, latin: str) -> None:
    assert compare_names(own, latin).score >= 80
    assert compare_names(latin, own).score >= 80


@pytest.mark.parametrize(
    ("own", "latin"), [("김정은", "KIM, Jong Il"), ("김정은", "Kim Jung Ho"), ("习近平", "Xi Zhongxun")]
)
def test_another_given_name_is_another_person(own: str, latin: str) -> None:
    assert compare_names(own, latin).score < 80
    assert compare_names(latin, own).score < 80


def test_family_names_have_the_spellings_in_use_and_given_names_those_of_the_systems() -> None:
    assert {"=wang", "=wong"} <= spelling_keys("王")
    assert {"=huang", "=wong"} <= spelling_keys("黄")
    assert {"=kim", "=gim"} <= spelling_keys("김")
    assert "jinping" in spelling_keys("近平")
    assert spelling_keys("Kim") == frozenset()


def test_a_latin_spelling_of_two_family_names_does_not_make_them_one() -> None:
    assert compare_names("王小明", "黄小明").score < 80


def test_traditional_japanese_and_northern_forms_are_the_same_signs() -> None:
    assert simplified("習東澤") == simplified("习东沢") == "习东泽"
    assert by_initial_sound("리") == "이"
    assert by_initial_sound("로") == "노"
    assert by_initial_sound("김") == "김"
    assert compare_names("리설주", "이설주").score == 100


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("Ｖｌａｄｉｍｉｒ　Ｐｕｔｉｎ", "Vladimir Putin"),
        ("ｳﾗｼﾞｰﾐﾙ･ﾌﾟｰﾁﾝ", "ウラジーミル プーチン"),
        ("弗拉基米尔·普京", "弗拉基米尔‧普京"),
        ("習　近平", "习近平"),
        ("قيس الخزعلي", "قيس ال خزعلي"),
        ("قيس الخزعلي", "قيس خزعلي"),
        ("عبد الرحمن علي", "عبدالرحمن علي"),
        ("علی اکبر", "علي اكبر"),
        ("ہاشم خان", "هاشم خان"),
        ("أحمد إبراهيم", "احمد ابراهيم"),
        ("محـــمد عَلِيّ", "محمد علي"),
        ("בנימין כהן", "בנימינ כהנ"),
        ("ג'ורג' חבש", "ג׳ורג׳ חבש"),
    ],
)
def test_letters_that_are_written_in_several_ways_are_the_same(written: str, otherwise: str) -> None:
    assert compare_names(written, otherwise).score >= 95
    assert compare_names(otherwise, written).score >= 95


@pytest.mark.parametrize("latin", ["Qais al-Khazali", "Qais Alkhazali", "Qais Khazali"])
def test_the_arabic_article_stands_joined_apart_or_not_at_all(latin: str) -> None:
    assert compare_names("قيس الخزعلي", latin).score >= 85


def test_the_article_is_not_taken_off_names_of_other_languages() -> None:
    assert article_apart("قيس الخزعلي") == "قيس ال خزعلي"
    for name in ("الياس", "الكسندر", "الهام", "الفريد", "علي"):
        assert article_apart(name) == name
