"""Words as analysis leaves them, each kept once: what says who it is, its weight, and how the name shows it.

Names share their words, so a name is kept as the numbers of its words until its batch is put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from screening.names.name_table import BoolArray, FloatArray, IntArray, Vocabulary

__all__ = ["Growing", "KnownWords"]

_Kept = TypeVar("_Kept", bound=np.generic)
# Key, weight, whether it is a number, whether a legal form, as the name writes it.
_Word: TypeAlias = tuple[str, float, bool, bool, str]


class Growing(Generic[_Kept]):
    """A column that grows at its end, and is an array where it is asked for."""

    def __init__(self, dtype: type[_Kept]) -> None:
        self._array = np.zeros(0, dtype=dtype)
        self._new: list[Any] = []

    def append(self, value: Any) -> None:
        self._new.append(value)

    def extend(self, values: Iterable[Any]) -> None:
        self._new.extend(values)

    def array(self) -> NDArray[_Kept]:
        if self._new:
            self._array = np.concatenate((self._array, np.array(self._new, dtype=self._array.dtype)))
            self._new = []
        return self._array

    def __len__(self) -> int:
        return len(self._array) + len(self._new)


class KnownWords:
    """Words numbered in the order in which they came."""

    def __init__(self) -> None:
        self._numbers: dict[_Word, int] = {}
        self._key_numbers: dict[str, int] = {}
        self._keys: list[str] = []
        self._shown: list[str] = []
        self._key = Growing(np.int64)
        self._weight = Growing(np.float64)
        self._is_number = Growing(np.bool_)
        self._is_legal_form = Growing(np.bool_)

    def number(self, key: str, weight: float, is_number: bool, is_legal_form: bool, shown: str) -> int:
        """key: of a `Vocabulary`. shown: the word as the name writes it."""
        word = (key, weight, is_number, is_legal_form, shown)
        found = self._numbers.get(word)
        if found is None:
            found = self._numbers[word] = len(self._numbers)
            of_key = self._key_numbers.setdefault(key, len(self._keys))
            if of_key == len(self._keys):
                self._keys.append(key)
            self._key.append(of_key)
            self._weight.append(weight)
            self._is_number.append(is_number)
            self._is_legal_form.append(is_legal_form)
            self._shown.append(shown)
        return found

    def __len__(self) -> int:
        return len(self._numbers)

    def vocabulary_of(self, words: IntArray) -> tuple[Vocabulary, IntArray]:
        """The vocabulary of the words, numbered in order of first sight, and the number of each."""
        keys = self._key.array()[words]
        distinct, first, place = np.unique(keys, return_index=True, return_inverse=True)
        order = np.argsort(first)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        return Vocabulary([self._keys[key] for key in distinct[order].tolist()]), rank[place]

    def weights(self, words: IntArray) -> FloatArray:
        return self._weight.array()[words]

    def are_numbers(self, words: IntArray) -> BoolArray:
        return self._is_number.array()[words]

    def are_legal_forms(self, words: IntArray) -> BoolArray:
        return self._is_legal_form.array()[words]

    def shown(self, words: IntArray) -> Sequence[str]:
        shown = self._shown
        return [shown[word] for word in words.tolist()]
