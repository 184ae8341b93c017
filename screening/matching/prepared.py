"""A batch of customers with its names analyzed.

Nothing here depends on a list: the same prepared batch can be screened against one list tonight and against
the parties that changed tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any, get_args

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.model.vocabulary import ENTITY_TYPES, EntityType
from screening.names.analysis import AnalyzedNames, analyze_names
from screening.names.name_table import BoolArray, IntArray, ranges
from screening.names.readings import MAX_WORDS, MAY_BE_READ_OTHERWISE, readings
from screening.settings.matching import ScreeningSettings
from screening.settings.names import Kind, NamePolicy, kind_of

__all__ = [
    "TYPE_NUMBERS",
    "PreparedBatch",
    "PreparedNames",
    "prepare",
    "read_each",
    "screened_against",
    "type_numbers",
]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

_TYPES: tuple[EntityType | None, ...] = (*ENTITY_TYPES, None)
# Of customers' types; the last is that of an unknown one.
TYPE_NUMBERS: Mapping[str | None, int] = {each: number for number, each in enumerate(_TYPES)}
_KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class PreparedNames:
    """The distinct names that a batch compares as one kind, and which of them each customer has.

    names: each reading of each customer's name once. reading: its places, row after row, within a row the
    plainest first. first: where each row's begin, with one entry more at the end; a row that is not compared
    as this kind has none.
    """

    names: AnalyzedNames
    first: IntArray
    reading: IntArray

    @cached_property
    def row(self) -> IntArray:
        """The customer row of each entry of `reading`."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    def compares(self, row: int) -> bool:
        return bool(self.first[row] < self.first[row + 1])


@dataclass(frozen=True)
class PreparedBatch:
    """Customers (CUSTOMER_SCHEMA, then carried columns) and their analyzed names by kind."""

    customers: pa.RecordBatch
    names: Mapping[Kind, PreparedNames]


def prepare(customers: pa.RecordBatch, settings: ScreeningSettings, kinds: Iterable[Kind]) -> PreparedBatch:
    """Analyze the names of a batch, each distinct one once for each of the kinds it is compared as.

    kinds: those of the listed names. A customer that is compared as none of them is analyzed all the same,
    as what it is: a name that is nearly the same counts across types.
    """
    encoded = customers["name"].dictionary_encode()
    name_of_row = encoded.indices.to_numpy(zero_copy_only=False)
    texts: list[Any] = encoded.dictionary.to_pylist()
    otherwise = _may_be_read_otherwise(encoded.dictionary)
    type_of_row = type_numbers(customers)
    as_kind = {
        kind: [any(kind_of(other) == kind for other in screened_against(t, settings)) for t in _TYPES]
        for kind in _KINDS
    }
    wanted = [kind for kind in _KINDS if kind in set(kinds)]
    left = [not any(as_kind[kind][number] for kind in wanted) for number in range(len(_TYPES))]
    names: dict[Kind, PreparedNames] = {}
    for kind in _KINDS:
        compared = [
            as_kind[kind][number] and (kind in wanted or left[number]) for number in range(len(_TYPES))
        ]
        rows = np.nonzero(np.array(compared)[type_of_row])[0]
        if kind in wanted or len(rows):
            names[kind] = _named(rows, name_of_row, texts, otherwise, kind, settings.names)
    return PreparedBatch(customers, names)


def type_numbers(customers: pa.RecordBatch) -> IntArray:
    """The type of each customer, by its number in TYPE_NUMBERS."""
    types: list[Any] = customers["entity_type"].to_pylist()
    return np.fromiter(map(TYPE_NUMBERS.__getitem__, types), np.int64, len(types))


def read_each(texts: Sequence[str], kind: Kind, policy: NamePolicy) -> PreparedNames:
    """Names as `PreparedNames`, a row each."""
    rows = np.arange(len(texts))
    return _named(rows, rows, texts, np.ones(len(texts), dtype=np.bool_), kind, policy)


def screened_against(entity_type: EntityType | None, settings: ScreeningSettings) -> Sequence[str]:
    """The types of listed parties that a customer of a type is compared with by name."""
    if entity_type is None:
        return ENTITY_TYPES
    return settings.matching.screened_against[entity_type]


def _may_be_read_otherwise(texts: pa.Array[Any]) -> BoolArray:
    """Whether a name may have more readings than itself. Few have, and to ask each would cost seconds."""
    found = reduce(pc.or_, [pc.match_substring_regex(texts, pattern) for pattern in MAY_BE_READ_OTHERWISE])
    found = pc.or_(found, pc.greater_equal(pc.utf8_length(texts), 2 * MAX_WORDS))
    found = pc.or_(found, pc.not_equal(pc.utf8_normalize(texts, form="NFKC"), texts))
    may: BoolArray = found.to_numpy(zero_copy_only=False)
    return may.astype(np.bool_)


def _named(
    rows: IntArray,
    name_of_row: IntArray,
    texts: Sequence[str],
    otherwise: BoolArray,
    kind: Kind,
    policy: NamePolicy,
) -> PreparedNames:
    """The names of `rows`, by their place among the texts of the batch."""
    distinct, place_of_row = np.unique(name_of_row[rows], return_inverse=True)
    names = [texts[name] for name in distinct.tolist()]
    several = np.nonzero(otherwise[distinct])[0].tolist()
    # Nearly all names have one reading, and differ from each other.
    numbers = dict(zip(names, range(len(names)), strict=True)) if several else {}
    count = np.ones(len(distinct), dtype=np.int64)
    of_several: dict[int, list[int]] = {}
    for place in several:
        found = readings(names[place], kind)
        of_several[place] = [numbers.setdefault(text, len(numbers)) for text in found]
        count[place] = len(found)
    begin = np.cumsum(count) - count
    reading = np.repeat(np.arange(len(distinct)), count)
    for place, readings_there in of_several.items():
        reading[begin[place] : begin[place] + count[place]] = readings_there
    used, kept = _used([*names, *list(numbers)[len(names) :]], reading)
    of_row = np.zeros(len(name_of_row), dtype=np.int64)
    of_row[rows] = count[place_of_row]
    entries = ranges(begin[place_of_row], count[place_of_row])
    return PreparedNames(
        analyze_names(used, kind, policy),
        np.concatenate(([0], np.cumsum(of_row))),
        kept[entries],
    )


def _used(names: Sequence[str], reading: IntArray) -> tuple[Sequence[str], IntArray]:
    """The names that are a reading of any: one with several may not be one itself."""
    used = np.zeros(len(names), dtype=np.bool_)
    used[reading] = True
    if used.all():
        return names, reading
    places = np.nonzero(used)[0].tolist()
    return [names[place] for place in places], (np.cumsum(used) - 1)[reading]
