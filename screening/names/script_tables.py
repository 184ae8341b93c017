"""How letters of other scripts are written in Latin ones: the tables of `configs/scripts`, ready for use.

A table is learned from pairs of one name in two scripts (`benchmarks/learn_scripts.py`); the Greek one was
written by hand, as there are no pairs for it. Each line says what it costs, in bits, that a group of letters
is written as a group of Latin ones: 1 bit where every second name does it, 2 where every fourth does.
`configs/scripts/latin.tsv` says the same of each Latin letter behind another in names of all kinds, which is
what chance would give.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from screening.config_files import CONFIG_DIR
from screening.names.unspaced import from_traditional

__all__ = [
    "NO_COST",
    "SCRIPTS",
    "Script",
    "ScriptTable",
    "background",
    "letters_of",
    "script_of",
    "table_of",
]

Script: TypeAlias = Literal["cyrillic", "greek", "arabic", "hebrew", "hangul", "han", "kana"]
SCRIPTS: tuple[Script, ...] = ("cyrillic", "greek", "arabic", "hebrew", "hangul", "han", "kana")
# Costs are kept in hundredths of a bit; this one is none.
NO_COST: Final = np.uint16(60_000)
_HUNDREDTHS = 100

_BLOCKS: tuple[tuple[int, int, Script], ...] = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x1F00, 0x1FFF, "greek"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x06FF, "arabic"),
    (0x0750, 0x077F, "arabic"),
    (0x1100, 0x11FF, "hangul"),
    (0x3005, 0x3007, "han"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xAC00, 0xD7A3, "hangul"),
    (0xF900, 0xFAFF, "han"),
    (0xFB1D, 0xFB4F, "hebrew"),
    (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFC, "arabic"),
    (0x20000, 0x2FA1F, "han"),
)
# Persian, Urdu, Kurdish, Pashto and Uyghur letters as the Arabic ones that stand for the same sound.
_ONE_ARABIC = str.maketrans(
    {
        letter: arabic
        for arabic, letters in (
            ("ك", "کڪ"),
            ("غ", "گ"),
            ("ي", "یېۍے"),
            ("ه", "ەۀہھ"),
            ("و", "ۆۇۈۋۅ"),
            ("ب", "پ"),
            ("تش", "چ"),
            ("ز", "ځژ"),
            ("د", "ډڈ"),
            ("ت", "ټٹ"),
            ("ر", "ړڕڑ"),
            ("ش", "ښ"),
            ("ن", "ڼں"),
            ("ل", "ڵ"),
            ("ف", "ڤ"),
        )
        for letter in letters
    }
)
_HIRAGANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_MIXED: Final = frozenset(("han", "kana"))


@lru_cache(maxsize=262_144)
def script_of(word: str) -> Script | None:
    """The script a word is written in, None where there is no table for it, or where it mixes scripts.

    Kanji and kana together are "han".
    """
    if word.isascii():
        return None
    found: set[Script] = set()
    for character in word:
        if character.isalpha() or character in "々ー":
            script = _script_of_letter(ord(character))
            if script is None:
                return None
            found.add(script)
    if len(found) == 1:
        return found.pop()
    return "han" if found == _MIXED else None


def _script_of_letter(code: int) -> Script | None:
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return None


@lru_cache(maxsize=262_144)
def letters_of(word: str, script: str) -> str:
    """The word as tables have it: no accents, vowel signs or punctuation, one form of each letter.

    script: a Script, or the name of a table.
    """
    text = unicodedata.normalize("NFKC", word).lower()
    if script == "arabic":
        text = text.translate(_ONE_ARABIC)
    elif script in ("kana", "han"):
        text = text.translate(_HIRAGANA)
    if script == "han":
        text = from_traditional(text)
    elif script == "greek":
        # Without accents, and one sigma.
        text = "".join(c for c in unicodedata.normalize("NFD", text) if c.isalpha()).replace("ς", "σ")
    if script == "hangul":
        return "".join(c for c in unicodedata.normalize("NFD", text) if c.isalpha())
    return "".join(
        character for character in text if (character.isalpha() and character != "ـ") or character in "々ー"
    )


@dataclass(frozen=True)
class ScriptTable:
    """One table. groups, latin_groups: group → its number; costs: hundredths of a bit by the two numbers,
    NO_COST where the table has none. Behind the last group of each there is one row and one column more,
    for groups that no table has."""

    name: str
    groups: dict[str, int]
    latin_groups: dict[str, int]
    costs: NDArray[np.uint16]

    @cached_property
    def flat_costs(self) -> NDArray[np.float32]:
        """The costs in one row."""
        return self.costs.astype(np.float32).ravel()

    @cached_property
    def longest_group(self) -> int:
        return max(map(len, self.groups))

    @cached_property
    def shapes(self) -> Sequence[tuple[int, int]]:
        """The lengths of groups that stand together somewhere in the table."""
        lengths = np.array([len(group) for group in self.groups])
        latin_lengths = np.array([len(group) for group in self.latin_groups])
        row, column = np.nonzero(self.costs[:-1, :-1] < NO_COST)
        return sorted(set(zip(lengths[row].tolist(), latin_lengths[column].tolist(), strict=True)))

    def likeliest(self, group: str) -> Sequence[tuple[int, str]]:
        """What a group is written as, with the cost, the cheapest first."""
        return self._by_group.get(group, ())

    @cached_property
    def _by_group(self) -> dict[str, list[tuple[int, str]]]:
        latin, found = list(self.latin_groups), {}
        for group, number in self.groups.items():
            row = self.costs[number, :-1]
            found[group] = sorted((int(row[place]), latin[place]) for place in np.flatnonzero(row < NO_COST))
        return found


@lru_cache(maxsize=16)
def table_of(name: str) -> ScriptTable:
    """The table of that name in configs/scripts, as `benchmarks/learn_scripts.py` writes it: letters, Latin
    letters, bits, how often seen."""
    path = CONFIG_DIR / "scripts" / f"{name}.tsv"
    rows = _rows(path)
    groups = {group: number for number, group in enumerate(dict.fromkeys(row[0] for row in rows))}
    latin = {group: number for number, group in enumerate(dict.fromkeys(row[1] for row in rows))}
    costs = np.full((len(groups) + 1, len(latin) + 1), NO_COST, dtype=np.uint16)
    places = [groups[row[0]] for row in rows], [latin[row[1]] for row in rows]
    costs[places] = np.rint([_HUNDREDTHS * float(row[2]) for row in rows]).astype(np.uint16)
    return ScriptTable(name, groups, latin, costs)


@lru_cache(maxsize=1)
def background() -> NDArray[np.float32]:
    """What a Latin letter costs behind another, in whole hundredths of a bit, so that sums are exact:
    [before, letter], by place in the
    alphabet, 26 for the beginning of a word, for its end, and for whatever is no letter."""
    costs = np.full((27, 27), 10 * _HUNDREDTHS, dtype=np.float32)
    path = CONFIG_DIR / "scripts" / "latin.tsv"
    for pair, _, bits, *_ in _rows(path):
        one, other = (26 if letter == "-" else ord(letter) - ord("a") for letter in pair)
        costs[one, other] = round(_HUNDREDTHS * float(bits))
    return costs


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        content = (line for line in lines if not line.startswith("#"))
        return list(csv.reader(content, delimiter="\t"))[1:]
