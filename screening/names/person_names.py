"""What rigour knows of people's names: of Qais that it is Q20086585, as Qays and قيس are.

rigour makes its own table of half a million names in each process, which takes many seconds before the first
name is read. Here the same names lie sorted in `configs/person_names.tsv.zst` (`benchmarks/rigour_tables.py`)
and are looked up, each word once (`word_by_word`). The table is of one version of rigour; with another one
rigour's own is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.csv

from screening.config_files import CONFIG_DIR
from screening.names.phrases import Phrases, phrases

__all__ = ["TABLE", "PersonNames", "person_names"]

TABLE = CONFIG_DIR / "person_names.tsv.zst"
# Words of the longest phrase.
_LONGEST = 8
# Words that were looked up, kept for names that are more than their words.
_MOST_KNOWN = 100_000


class PersonNames:
    """Names and phrases of people, folded, with their symbols such as "NAME:Q20086585" or "NICK:ALEX"."""

    def __init__(self, forms: pa.Array[Any], symbols: pa.Array[Any], known_phrases: Phrases) -> None:
        """forms: in the order of their UTF-8 bytes. symbols: those of each, with a space between."""
        _, offsets, text = forms.buffers()
        if offsets is None or text is None:
            raise ValueError("a table without names")
        self._offsets, self._text = memoryview(offsets).cast("i"), text.to_pybytes()
        self._symbols = symbols
        self._phrases = known_phrases
        self._known: dict[str, tuple[str, ...]] = {}

    def symbols_of(self, form: str) -> tuple[str, ...]:
        """The symbols of a word or phrase (lower case, without marks, one space between words)."""
        known = self._known.get(form)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[form] = self._look_up(form.encode())
        return known

    def _look_up(self, wanted: bytes) -> tuple[str, ...]:
        low, high = 0, len(self._symbols)
        offsets, text = self._offsets, self._text
        while low < high:
            middle = (low + high) // 2
            if text[offsets[middle] : offsets[middle + 1]] < wanted:
                low = middle + 1
            else:
                high = middle
        if low == len(self._symbols) or text[offsets[low] : offsets[low + 1]] != wanted:
            return ()
        return tuple(str(self._symbols[low]).split(" "))

    def phrases_of(self, words: Sequence[str]) -> Iterator[tuple[Sequence[int], str]]:
        """The places of several words of a name, and the symbol by which rigour knows them together: each
        phrase that is in the name, as often as it is there."""
        told: set[tuple[str, str]] = set()
        begins = [self._phrases.begins(*two) for two in pairwise(words)]
        for end in range(2, len(words) + 1) if any(begins) else ():
            for begin in range(max(0, end - _LONGEST), end - 1):
                phrase = " ".join(words[begin:end]) if begins[begin] else ""
                for symbol in self.symbols_of(phrase) if phrase else ():
                    if (phrase, symbol) not in told:
                        told.add((phrase, symbol))
                        yield from ((places, symbol) for places in _found(words, words[begin:end]))


def _found(words: Sequence[str], phrase: Sequence[str]) -> Iterator[Sequence[int]]:
    """Where rigour finds the words of a phrase in a name: one after the other, whatever stands between."""
    places: list[int] = []
    for place, word in enumerate(words):
        if word == phrase[len(places)]:
            places.append(place)
            if len(places) == len(phrase):
                yield places
                places = []


@lru_cache(maxsize=1)
def person_names() -> PersonNames | None:
    """The table; None where it is not that of the installed version of rigour."""
    known_phrases = phrases("person")
    if known_phrases is None:
        return None
    with pa.input_stream(TABLE, compression="zstd") as lines:
        content = lines.read()
    begin = content.index(b"\n") + 1
    if content[: begin - 1].decode().split("\t")[1] != version("rigour"):
        return None
    table = pyarrow.csv.read_csv(
        BytesIO(memoryview(content)[begin:]),
        read_options=pyarrow.csv.ReadOptions(column_names=["form", "symbols"]),
        parse_options=pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={"form": pa.string(), "symbols": pa.string()}, strings_can_be_null=False
        ),
    ).combine_chunks()
    forms, symbols = (table[name].combine_chunks() for name in ("form", "symbols"))
    return PersonNames(forms, symbols, known_phrases)
