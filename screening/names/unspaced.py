"""Names that are written without spaces: 김정은, 习近平 and 高市早苗 cut into family and given name.

A word is cut where it begins with a family name of `configs/surnames.yaml` and what is left has the length of
a given name. Where two ways are possible (金子修 is the Japanese Kaneko Osamu or the Chinese Jin Zixiu) `cut`
gives both, the likelier first. Foreign names written by sound (塞瓦略斯, 더글러스) stay whole.

Only a word that is the whole name in its script is cut: in `경수 송`, spaces already tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pydantic import field_validator

from screening.config_files import CONFIG_DIR, Section, read_yaml

__all__ = [
    "MAY_BE_CUT",
    "MAY_BE_UNSPACED",
    "by_initial_sound",
    "cut",
    "cuts_of",
    "family_spellings",
    "from_traditional",
    "is_han",
    "is_hangul",
    "simplified",
    "with_cut",
]

# In RE2's grammar: part of every name that `cuts_of` gives several ways of.
MAY_BE_CUT = r"[\p{Han}\p{Hangul}]{3}"

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\uac00-\ud7a3"
_KANA = "\u3041-\u3096\u30a1-\u30fa\u30fc"
# Any of these: `with_cut` leaves a text as it is that has none.
MAY_BE_UNSPACED = f"[{_HAN}{_HANGUL}]"
_ALL_HAN = re.compile(f"[{_HAN}]+")
_ALL_HANGUL = re.compile(f"[{_HANGUL}]+")
_RUN = re.compile(f"[{_HAN}{_HANGUL}{_KANA}]+")
_KANA_BEHIND = re.compile(f"(?P<family>[{_HAN}]+)(?P<given>[{_KANA}]+)")
_SOME = re.compile(MAY_BE_UNSPACED)

# How Japan simplified characters that China simplified otherwise.
_JAPANESE_FORMS = str.maketrans(
    "沢辺邊邉広関桜竜恵栄徳斎浜滝渋瀬実亜黒満桟歳浅銭戦壱弐県児仏辻豊塩頼勲嶋真巻毎歩氷穂経続総聡覚観乗円壮寿"
    "収帯庁廃応拝拡拠挙捜掲斉暦条楽歴気浄済渓湾焼獅獣瑶発砕稲穏竜粋粛縁縄糸荘蔵薬衛訳読変譲賛転軽辞逓遅遥釈鉄鋭錬陥険隠隷霊静顔駅駆騒験髄鶏黙齢",
    "泽边边边广关樱龙惠荣德斋滨泷涩濑实亚黑满栈岁浅钱战壹贰县儿佛辻丰盐赖勋岛真卷每步冰穗经续总聪觉观乘圆壮寿"
    "收带厅废应拜扩据举搜揭齐历条乐历气净济溪湾烧狮兽瑶发碎稻稳龙粹肃缘绳丝庄藏药卫译读变让赞转轻辞递迟遥释铁锐炼陷险隐隶灵静颜驿驱骚验髓鸡默龄",
)

# Unicode has the syllables of Hangul in the order of their 19 initials, 21 vowels, and finals or none.
_FIRST_SYLLABLE = 0xAC00
_SYLLABLES_OF_A_VOWEL = 28
_SYLLABLES_OF_AN_INITIAL = 21 * _SYLLABLES_OF_A_VOWEL
_N, _R, _SILENT = 2, 5, 11
# ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ
_VOWELS_WITH_I = (2, 3, 6, 7, 12, 17, 20)


class _Surnames(Section):
    """configs/surnames.yaml, which says what each is."""

    chinese: Mapping[str, str]
    foreign_sounds: str
    japanese: Mapping[str, str]
    japanese_endings: str
    korean: Mapping[str, str]
    korean_in_han: str
    korean_given: str

    @field_validator("foreign_sounds", "japanese_endings", "korean_given")
    @classmethod
    def _without_line_breaks(cls, characters: str) -> str:
        return "".join(characters.split())


@dataclass(frozen=True)
class _Tables:
    """What the file holds, ready to be asked; Han in simplified characters. spellings: family name → as Latin
    letters write it."""

    chinese: frozenset[str]
    japanese: frozenset[str]
    korean: frozenset[str]
    foreign_sounds: frozenset[str]
    japanese_endings: frozenset[str]
    korean_given: frozenset[str]
    spellings: Mapping[str, frozenset[str]]


def is_han(word: str) -> bool:
    return _ALL_HAN.fullmatch(word) is not None


def is_hangul(word: str) -> bool:
    return _ALL_HANGUL.fullmatch(word) is not None


@lru_cache(maxsize=65_536)
def simplified(word: str) -> str:
    """The word with its traditional and Japanese characters as the simplified ones: 習 and 习 are one."""
    return from_traditional(word.translate(_JAPANESE_FORMS))


def from_traditional(text: str) -> str:
    """The text with traditional Chinese characters as the simplified ones, by ICU."""
    return str(_simplifier()(text))


def by_initial_sound(word: str) -> str:
    """A word of Hangul as South Korea writes its beginning: 리 as 이, 로 as 노, which the North leaves."""
    if not word or not is_hangul(word[0]):
        return word
    place = ord(word[0]) - _FIRST_SYLLABLE
    initial, rest = divmod(place, _SYLLABLES_OF_AN_INITIAL)
    if initial in (_N, _R):
        silent = rest // _SYLLABLES_OF_A_VOWEL in _VOWELS_WITH_I
        initial = _SILENT if silent else _N
    return chr(_FIRST_SYLLABLE + initial * _SYLLABLES_OF_AN_INITIAL + rest) + word[1:]


@lru_cache(maxsize=16_384)
def family_spellings(word: str) -> frozenset[str]:
    """The Latin spellings (lower-case ASCII letters) of a family name in Han or Hangul; else none."""
    return _tables().spellings.get(simplified(word) if is_han(word) else word, frozenset())


@lru_cache(maxsize=65_536)
def cut(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to cut a word into family and given name, the likeliest first. The whole word is the only one
    where no family name begins it, and the last where it may as well write the sounds of a foreign name."""
    if is_hangul(word):
        ways = list(_korean_ways(word))
    elif is_han(word):
        ways = list(_han_ways(word))
    else:
        ways = list(_kana_way(word))
    return tuple(dict.fromkeys(ways)) or ((word,),)


def cuts_of(text: str) -> list[str]:
    """A person's name with a space in its only word of Han or Hangul, one text for each way to cut it, the
    likeliest first; [text] where there is no such word, or spaces divide several."""
    if text.isascii() or not _SOME.search(text):
        return [text]
    runs = list(_RUN.finditer(text))
    if len(runs) != 1:
        return [text]
    (run,) = runs
    return [text[: run.start()] + " ".join(way) + text[run.end() :] for way in cut(run.group())]


def with_cut(text: str) -> str:
    """The likeliest of `cuts_of`."""
    return text if text.isascii() else cuts_of(text)[0]


def _korean_ways(word: str) -> Iterator[tuple[str, ...]]:
    tables = _tables()
    for size in (2, 1):
        family, given = word[:size], word[size:]
        if family in tables.korean and set(given) <= tables.korean_given:
            if 0 < len(given) <= 2:
                yield family, given
            # Given names of three syllables are Korean words, and few: it is as likely a foreign name.
            elif len(given) == 3 and size == 1:
                yield (word,)
                yield family, given


def _han_ways(word: str) -> Iterator[tuple[str, ...]]:
    tables = _tables()
    alike = simplified(word)
    count = len(word)
    if len(alike) != count or alike in tables.japanese or alike in tables.chinese:
        # A family name alone.
        return
    for size in (4, 2):
        if alike[:size] in tables.chinese and 1 <= count - size <= 2:
            yield word[:size], word[size:]
    for size in (3, 2):
        if alike[:size] in tables.japanese and 1 <= count - size <= 3:
            yield word[:size], word[size:]
    if alike[0] in tables.chinese and count <= 3:
        yield word[:1], word[1:]
    if alike[0] in tables.japanese and count <= 3:
        yield word[:1], word[1:]
    if count == 4 and alike[1] in tables.japanese_endings and not _is_foreign(alike):
        yield word[:2], word[2:]
    if count == 4 and alike[0] in tables.japanese and word[-1] in "子郎":
        yield word[:1], word[1:]
    if _is_foreign(alike):
        yield (word,)


def _is_foreign(alike: str) -> bool:
    """Whether the word may write the sounds of a foreign name: its first character and another do, or all
    others do. Names of two characters are too short to tell."""
    sounds = [character in _tables().foreign_sounds for character in alike]
    return len(alike) >= 3 and (all(sounds[1:]) or (sounds[0] and any(sounds[1:])))


def _kana_way(word: str) -> Iterator[tuple[str, ...]]:
    """高橋あすか: where the script changes, the given name begins."""
    found = _KANA_BEHIND.fullmatch(word)
    if found and simplified(found["family"]) in _tables().japanese:
        yield found["family"], found["given"]


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    file = _Surnames.model_validate(read_yaml(CONFIG_DIR / "surnames.yaml"))
    spellings: dict[str, set[str]] = {}
    for table in (file.chinese, file.japanese):
        for family, written in table.items():
            spellings.setdefault(simplified(family), set()).update(_latin_words(written))
    for family, written in file.korean.items():
        character, *others = written.split()
        in_han = [simplified(character)] if character in file.korean_in_han else []
        for alike in (family, *in_han):
            spellings.setdefault(alike, set()).update(_latin_words(" ".join(others)))
    return _Tables(
        chinese=frozenset(map(simplified, file.chinese)) | _koreans_in_han(file),
        japanese=frozenset(map(simplified, file.japanese)),
        korean=frozenset(file.korean),
        foreign_sounds=frozenset(file.foreign_sounds),
        japanese_endings=frozenset(map(simplified, file.japanese_endings)),
        korean_given=frozenset(file.korean_given),
        spellings={family: frozenset(known) for family, known in spellings.items()},
    )


def _koreans_in_han(file: _Surnames) -> frozenset[str]:
    return frozenset(simplified(written.split()[0]) for written in file.korean.values())


def _latin_words(written: str) -> set[str]:
    return {word.lower().replace("ü", "u").replace("-", "") for word in written.split()}


@lru_cache(maxsize=1)
def _simplifier():  # type: ignore[no-untyped-def]  # icu has no types
    from icu import Transliterator

    return Transliterator.createInstance("Traditional-Simplified").transliterate
