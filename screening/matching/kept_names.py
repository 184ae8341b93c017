"""Listed names, analyzed and ready to be met: kept for the next process, or made.

To analyze a list takes seconds; what was kept is mapped in a fraction of one. An entry is called by the names
themselves, how they are read and the policy (see `storage.kept_tables`), so the parties that names belong to,
and what else a list says of them, play no part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from screening.names.alignment import ListedNames
from screening.names.elements import read_names
from screening.names.name_table import Elements, IntArray, NameTable, Vocabulary
from screening.names.similarity import Spellings
from screening.settings.names import Kind, NamePolicy
from screening.storage.kept_tables import Kept, KeptTables

__all__ = ["listed_names", "made_of"]

_WHAT = "names"
_NUMBER, _WEIGHT, _TEXT = pa.int64(), pa.float64(), pa.string()
_WORDS: dict[str, pa.DataType] = {
    "word_name": _NUMBER,
    "word_position": _NUMBER,
    "word_text": _NUMBER,
    "word_weight": _WEIGHT,
    "word_is_number": pa.bool_(),
    "word_is_legal_form": pa.bool_(),
}
_ELEMENTS: dict[str, pa.DataType] = {
    "name": _NUMBER,
    "start": _NUMBER,
    "length": _NUMBER,
    "weight": _WEIGHT,
    "text": _NUMBER,
    "symbol": _NUMBER,
}
_SPANS = {"name": _NUMBER, "start": _NUMBER, "length": _NUMBER, "symbol": _NUMBER}
_SCHEMAS = {
    "names": pa.schema({"total_weight": _WEIGHT}),
    "words": pa.schema({"shown": _TEXT, **_WORDS}),
    "vocabulary": pa.schema({"key": _TEXT, "fold": _TEXT, "consonants": _TEXT}),
    "symbols": pa.schema({"key": _TEXT}),
    "elements": pa.schema(_ELEMENTS),
    "spans": pa.schema(_SPANS),
}


def listed_names(
    texts: Sequence[str], kind: Kind, policy: NamePolicy, threads: int, kept: KeptTables | None
) -> ListedNames:
    """The names `texts` of one kind as the listed side. kept: where they are kept, None for nowhere."""
    if kept is None:
        return ListedNames(read_names(texts, kind, policy), policy.similarity, threads)
    known = list(made_of(texts, kind, policy))
    found = kept.read(_WHAT, known)
    if found is not None:
        try:
            table, spellings = _read(found, texts, kind)
        except (KeyError, ValueError, TypeError):
            # Whoever wrote it, it is not what belongs there.
            found = None
        else:
            return ListedNames(table, policy.similarity, threads, spellings)
    table = read_names(texts, kind, policy)
    spellings = Spellings.of(table.vocabulary.texts)
    kept.keep(_WHAT, known, _written(table, spellings))
    return ListedNames(table, policy.similarity, threads, spellings)


def made_of(texts: Sequence[str], kind: Kind, policy: NamePolicy) -> Iterator[str]:
    """All that analyzed names are made from, but the code and its tables."""
    yield kind
    yield policy_text(policy)
    yield from texts


def policy_text(policy: NamePolicy) -> str:
    """The policy as one text, the same whatever order its sets have in this process."""
    return repr(_ordered(policy.model_dump()))


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return [(key, _ordered(each)) for key, each in value.items()]
    if isinstance(value, set | frozenset):
        return sorted(value)
    return [_ordered(each) for each in value] if isinstance(value, list | tuple) else value


def _written(table: NameTable, spellings: Spellings) -> Kept:
    columns = {
        "names": {"total_weight": table.total_weight},
        "words": vars(table),
        "vocabulary": {"key": table.vocabulary.keys} | vars(spellings),
        "symbols": {"key": table.symbols.keys},
        "elements": vars(table.elements),
        "spans": dict(zip(_SPANS, table.spans.T, strict=True)),
    }
    tables = {
        name: pa.table(
            {field.name: pa.array(columns[name][field.name], field.type) for field in schema}, schema=schema
        )
        for name, schema in _SCHEMAS.items()
    }
    return Kept(tables, {"words": table.vocabulary.word_count})


def _read(kept: Kept, texts: Sequence[str], kind: Kind) -> tuple[NameTable, Spellings]:
    """The table that was written. Raises KeyError, ValueError or TypeError where it is none."""
    tables = kept.tables
    if any(not tables[name].schema.equals(schema) for name, schema in _SCHEMAS.items()):
        raise TypeError("columns have other types")
    if any(column.null_count for name in _SCHEMAS for column in tables[name].columns):
        raise ValueError("a column has gaps")
    words, spans, vocabulary = tables["words"], tables["spans"], tables["vocabulary"]
    columns = {column: words[column].to_numpy() for column in _WORDS}
    elements = Elements(**{column: tables["elements"][column].to_numpy() for column in _ELEMENTS})
    total_weight = tables["names"]["total_weight"].to_numpy()
    table = NameTable(
        names=texts,
        kind=kind,
        vocabulary=Vocabulary.of_parts(_texts(vocabulary["key"]), int(kept.facts["words"])),
        symbols=Vocabulary(_texts(tables["symbols"]["key"])),
        shown=_texts(words["shown"]),
        first_word=_begins(columns["word_name"], len(texts)),
        total_weight=total_weight,
        spans=np.stack([spans[column].to_numpy() for column in _SPANS], axis=1).astype(np.int64),
        elements=elements,
        first_element=_begins(elements.name, len(texts)),
        **columns,
    )
    _check(table)
    return table, Spellings(_texts(vocabulary["fold"]), _texts(vocabulary["consonants"]))


def _texts(column: pa.ChunkedArray[Any]) -> list[Any]:
    """The values of a column without gaps."""
    return column.to_pylist()


def _begins(name: IntArray, names: int) -> IntArray:
    """Where each name's entries begin, with one more at the end. name: of each entry, in rising order."""
    if len(name) and (np.diff(name) < 0).any():
        raise ValueError("names are out of order")
    _check_range(name, 0, names)
    return np.concatenate(([0], np.cumsum(np.bincount(name, minlength=names))))


def _check(table: NameTable) -> None:
    names, words, symbols = len(table), table.vocabulary.word_count, len(table.symbols)
    if len(table.total_weight) != names or not 0 <= words <= len(table.vocabulary):
        raise ValueError("there are more names or words than were told")
    counts = np.diff(table.first_word)
    _check_range(table.word_text, 0, words)
    _check_range(table.word_position, 0, int(counts.max(initial=0)))
    _check_range(table.elements.text, -1, len(table.vocabulary))
    _check_range(table.elements.symbol, -1, symbols)
    for name, start, length in (
        (table.elements.name, table.elements.start, table.elements.length),
        (table.spans[:, 0], table.spans[:, 1], table.spans[:, 2]),
    ):
        _check_range(name, 0, names)
        if (start < 0).any() or (length < 1).any() or (start + length > counts[name]).any():
            raise ValueError("a span ends outside of its name")
    _check_range(table.spans[:, 3], 0, symbols)


def _check_range(numbers: IntArray, least: int, end: int) -> None:
    if len(numbers) and (int(numbers.min()) < least or int(numbers.max()) >= end):
        raise ValueError("a number points to nothing")
