"""Words in customer tables → ours: types, genders, countries and "nothing".

The words themselves stand in configs/customer_words.yaml. Columns of few distinct values are looked up once
for each distinct value of a batch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.customers.left_out import LeftOut
from screening.model.countries import country_code
from screening.settings.customers import CustomerSettings

__all__ = ["TableWords", "plain_word"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

_JOINERS = re.compile(r"[\s_.\-]+")


def plain_word(text: str) -> str:
    """A word as it is looked up: without capitals, dots, hyphens, underscores and double spaces."""
    return _JOINERS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


class TableWords:
    """The words of one configuration, ready to look up."""

    def __init__(self, settings: CustomerSettings) -> None:
        self._types = _plain_keys(settings.entity_type_words)
        self._genders = _plain_keys(settings.gender_words)
        self._nothing = {plain_word(word) for word in settings.nothing_words} | {""}
        spellings = (str.lower, str.upper, str.title, str.capitalize, str)
        self._nothing_spelled = _value_set(
            {spell(word) for word in settings.nothing_words for spell in spellings}
        )
        self._nothing_in_parts = _value_set(settings.nothing_in_name_parts)

    def without_nothing(self, column: Any) -> Any:
        """Null where the whole cell is a word for "nothing", in small letters, capitals or between."""
        return _without(column, self._nothing_spelled)

    def without_nothing_in_names(self, column: Any) -> Any:
        """Null where the cell is a word for "nothing" that nobody is called."""
        return _without(column, self._nothing_in_parts)

    def says_nothing(self, text: str) -> bool:
        """Whether a text is a word for "nothing"."""
        return plain_word(text) in self._nothing

    def entity_types(self, column: Any) -> tuple[Any, list[LeftOut]]:
        """One of ENTITY_TYPES for each word, null where missing or not known; and those not known."""
        reason = "is not a type that is known, so the customer was compared with listed parties of all types"
        return self._look_up(
            "entity_type", column, _known(self._types), reason, "see customers.entity_type_words"
        )

    def genders(self, column: Any) -> tuple[Any, list[LeftOut]]:
        """male or female for each word, null where missing, neither or not known; and those not known."""
        words = self._genders
        if words.get("m") == words.get("h") == "male" and _are_spanish(column):
            words = {word: meaning for word, meaning in words.items() if word != "m"}
        reason = "is not a gender that is known, so it was not used"
        return self._look_up("gender", column, _known(words), reason, "see customers.gender_words")

    def countries(self, ours: str, column: Any) -> tuple[Any, list[LeftOut]]:
        """ISO 3166 alpha-2 codes, null where missing or no country goes by the text; and those texts."""

        def known(text: str) -> tuple[str | None, bool]:
            code = country_code(text)
            return code, code is not None

        return self._look_up(ours, column, known, "is not a country that is known, so it was not used")

    def _look_up(
        self,
        ours: str,
        column: Any,
        meaning: Callable[[str], tuple[str | None, bool]],
        reason: str,
        way_out: str = "",
    ) -> tuple[Any, list[LeftOut]]:
        coded = column.dictionary_encode()
        texts = [str(text) for text in coded.dictionary.to_pylist()]
        meanings = [meaning(text) for text in texts]
        odd = [
            place
            for place, (text, (_, known)) in enumerate(zip(texts, meanings, strict=True))
            if not known and plain_word(text) not in self._nothing
        ]
        values = pa.array([found for found, _ in meanings], pa.string()).take(coded.indices)
        if not odd:
            return values, []
        mask = pc.fill_null(pc.is_in(coded.indices, value_set=pa.array(odd, coded.indices.type)), False)
        places = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
        return values, [LeftOut(ours, places, column, reason, way_out)]


def _plain_keys(words: Mapping[str, Any]) -> dict[str, str | None]:
    return {plain_word(word): meaning for word, meaning in words.items()}


def _known(words: Mapping[str, str | None]) -> Callable[[str], tuple[str | None, bool]]:
    def look(text: str) -> tuple[str | None, bool]:
        word = plain_word(text)
        return words.get(word), word in words

    return look


def _are_spanish(column: Any) -> bool:
    """Whether the letters are those of hombre and mujer, where m is a woman."""
    letters = {plain_word(str(text)) for text in column.unique().to_pylist() if text}
    return {"h", "m"} <= letters and "f" not in letters


def _value_set(words: Iterable[str]) -> Any:
    return pa.array(sorted(set(words)), pa.string())


def _without(column: Any, words: Any) -> Any:
    nothing = pc.is_in(column, value_set=words)
    if not pc.any(nothing).as_py():
        return column
    return pc.if_else(nothing, pa.scalar(None, pa.string()), column)
