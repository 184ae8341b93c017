"""Prepared batches cached on disk, so that a night need not analyze again what the night before did.

    FOLDER/customers.arrow        the batch
    FOLDER/person/, non_person/   its names analyzed as that kind: one Arrow file a group of columns

Arrow files are read without a copy, so a batch comes back in milliseconds where its analysis took seconds.
The folder is written aside and moved into place: it is there in full or not at all.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias, get_args, overload

import numpy as np
import pyarrow as pa
import pyarrow.feather

from screening.matching.prepared import PreparedBatch, PreparedNames
from screening.model.errors import InputError
from screening.names.adjacent_tokens import AdjacentTokens, PhoneticHashes
from screening.names.analysis import AnalyzedNames
from screening.names.name_table import NameWords, Vocabulary
from screening.settings.names import Kind

__all__ = [
    "PackedFolder",
    "pack_prepared",
    "read_customers",
    "read_prepared",
    "unpack_prepared",
    "write_prepared",
]

# The files of a cached batch for a machine with another disk: path in its folder → size, compressed content.
PackedFolder: TypeAlias = Mapping[str, tuple[int, bytes]]

_WORD_COLUMNS = ("word_name", "word_position", "word_text", "word_weight")
_WORD_FLAGS = ("word_is_number", "word_is_legal_form")
# Of adjacent, then of what they sound like.
_HEARD = ("first", "size", "fold", "consonants", "marked")


def write_prepared(batch: PreparedBatch, folder: Path) -> None:
    """Cache a batch as `folder`; one that is there already holds the same and stays."""
    with _written_aside(folder) as aside:
        _write(aside / "customers.arrow", pa.Table.from_batches([batch.customers]))
        for kind, names in batch.names.items():
            (aside / kind).mkdir()
            _write(aside / kind / "first.arrow", pa.table({"first": pa.array(names.first)}))
            _write(aside / kind / "reading.arrow", pa.table({"reading": pa.array(names.reading)}))
            for name, table in _tables(names.names).items():
                _write(aside / kind / f"{name}.arrow", table)


@contextmanager
def _written_aside(folder: Path) -> Iterator[Path]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
    try:
        yield aside
        try:
            aside.rename(folder)
        except OSError:
            # Of several that write the same batch one is first, and the others have nothing to add.
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def pack_prepared(folder: Path) -> PackedFolder:
    """A cached batch as it can be sent."""
    files = {file: file.read_bytes() for file in sorted(folder.rglob("*.arrow"))}
    return {
        file.relative_to(folder).as_posix(): (len(content), pa.compress(content, "zstd", asbytes=True))
        for file, content in files.items()
    }


def unpack_prepared(packed: PackedFolder, folder: Path) -> None:
    """Cache as `folder` what was packed; as `write_prepared`, in full or not at all."""
    with _written_aside(folder) as aside:
        for name, (size, content) in packed.items():
            (aside / name).parent.mkdir(exist_ok=True)
            (aside / name).write_bytes(pa.decompress(content, size, "zstd", asbytes=True))


def read_prepared(folder: Path) -> PreparedBatch:
    """The batch that `write_prepared` cached. Raises InputError where it is not whole."""
    customers = read_customers(folder)
    names: dict[Kind, PreparedNames] = {}
    for kind in get_args(Kind):
        if (folder / kind).is_dir():
            first = _read(folder / kind / "first.arrow")["first"].to_numpy()
            reading = _read(folder / kind / "reading.arrow")["reading"].to_numpy()
            names[kind] = PreparedNames(_names(folder / kind, kind), first, reading)
    return PreparedBatch(customers, names)


def read_customers(folder: Path) -> pa.RecordBatch:
    """The customers of a cached batch, without their analyzed names. Raises InputError as above."""
    customers = _read(folder / "customers.arrow").combine_chunks()
    empty = pa.RecordBatch.from_pylist([], schema=customers.schema)
    return next(iter(customers.to_batches()), empty)


def _tables(names: AnalyzedNames) -> dict[str, pa.Table]:
    words = names.words
    heard = vars(names.adjacent) | vars(names.phonetic)
    return {
        "names": pa.table(
            {"name": pa.array(words.names, pa.string()), "total_weight": pa.array(words.total_weight)}
        ),
        "words": pa.table(
            {"shown": pa.array(words.shown, pa.string())}
            | {column: pa.array(getattr(words, column)) for column in (*_WORD_COLUMNS, *_WORD_FLAGS)}
        ),
        "vocabulary": pa.table({"key": pa.array(words.vocabulary.keys, pa.string())}),
        "symbols": pa.table({"key": pa.array(words.symbols.keys, pa.string())}),
        "adjacent": pa.table({name: pa.array(heard[name]) for name in _HEARD}),
        "spans": pa.table({str(place): pa.array(words.spans[:, place]) for place in range(4)}),
    }


def _names(folder: Path, kind: Kind) -> AnalyzedNames:
    heard = _read(folder / "adjacent.arrow")
    first, size, fold, consonants, marked = (heard[name].to_numpy() for name in _HEARD)
    return AnalyzedNames(
        _words(folder, kind),
        AdjacentTokens(first, size),
        PhoneticHashes(fold, consonants, marked),
    )


def _words(folder: Path, kind: Kind) -> NameWords:
    names, words, vocabulary, symbols, spans = (
        _read(folder / f"{name}.arrow") for name in ("names", "words", "vocabulary", "symbols", "spans")
    )
    columns = {column: words[column].to_numpy() for column in (*_WORD_COLUMNS, *_WORD_FLAGS)}
    counts = np.bincount(columns["word_name"], minlength=names.num_rows)
    return NameWords(
        names=_CachedTexts(names["name"]),
        kind=kind,
        vocabulary=Vocabulary(_plain(vocabulary["key"])),
        symbols=Vocabulary(_plain(symbols["key"])),
        shown=_CachedTexts(words["shown"]),
        first_word=np.concatenate(([0], np.cumsum(counts))),
        total_weight=names["total_weight"].to_numpy(),
        spans=np.stack([spans[column].to_numpy() for column in "0123"], axis=1),
        **columns,
    )


def _plain(column: pa.ChunkedArray[Any]) -> list[Any]:
    """The values of a column that holds no null."""
    return column.to_pylist()


def _write(path: Path, table: pa.Table) -> None:
    pyarrow.feather.write_feather(table, path, compression="uncompressed")


def _read(path: Path) -> pa.Table:
    try:
        return pyarrow.feather.read_table(path, memory_map=True)
    except (OSError, pa.ArrowException) as error:
        # Cached batches lie in a folder of the nights' state, which is of no use without them.
        state = path.parents[2] if path.parent.name not in get_args(Kind) else path.parents[3]
        raise InputError(
            f"{path}: customers that an earlier night kept cannot be read ({error}). "
            f"Move {state} away; the next run then screens everything."
        ) from error


class _CachedTexts(Sequence[str]):
    """A column of texts without nulls, as a sequence that reads one where it is asked for.

    Of a batch's names and words only those of hits are ever shown; to make a string of each takes longer than
    to screen them.
    """

    def __init__(self, column: pa.ChunkedArray[Any]) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __iter__(self) -> Iterator[str]:
        for chunk in self._column.chunks:
            yield from map(str, chunk.to_pylist())

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return [str(self._column[at]) for at in range(*place.indices(len(self)))]
        return str(self._column[place])
