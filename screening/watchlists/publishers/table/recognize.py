"""Tables that a mapping knows: by the columns of their header, whatever their file is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache, partial
from pathlib import Path

from screening.config_files import CONFIG_DIR
from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists.publishers.publication import Publication
from screening.watchlists.publishers.publisher import Publisher
from screening.watchlists.publishers.table.mapping import FileForm, ListMapping
from screening.watchlists.publishers.table.mapping_files import BESIDE, known_mappings, mappings_beside
from screening.watchlists.publishers.table.rows import TableForm, form_of, header_of
from screening.watchlists.watchlist import Watchlist

__all__ = ["TABLE", "publisher_of_table"]

_SUFFIXES = {".csv", ".tsv", ".txt", ".gz", ".xlsx", ".parquet", ".json", ".jsonl", ".ndjson"}
_EXPECTED = (
    "a table (CSV, .xlsx, Parquet or JSON) that a mapping in configs/lists knows, or one with its mapping "
    f"beside it as NAME{BESIDE}"
)


def _recognize(path: Path) -> Publication | None:
    """A table with a mapping, or a folder that holds one such table; see `Recognize`."""
    if not path.is_dir():
        return _of_file(path)
    found = [
        publication
        for file in sorted(path.iterdir())
        if file.is_file() and not file.name.startswith(".") and (publication := _of_file(file)) is not None
    ]
    if len(found) > 1:
        names = ", ".join(publication.files[0].name for publication in found)
        raise InputError(f"{path}: holds several tables that are lists ({names}). Name one of them.")
    return found[0] if found else None


def _of_file(path: Path) -> Publication | None:
    if path.suffix.lower() not in _SUFFIXES or not path.is_file():
        return None
    form = form_of(path)
    if form is None:
        return None
    beside = mappings_beside(path)
    known = {**beside, **known_mappings()}
    fitting = _fitting(path, form, known)
    own = [place for place in fitting if place in beside]
    if not fitting:
        _tell_why_not(path, form, beside)
        return None
    most = max(len(known[place].recognize) for place in own or fitting)
    best = [place for place in own or fitting if len(known[place].recognize) == most]
    if len(best) > 1:
        raise InputError(
            f"{path}: is a list by two mappings, {best[0]} and {best[1]}. Name more columns under recognize "
            "in the one that is meant."
        )
    mapping = known[best[0]]
    # One's own mapping is a part of what is read: another one makes another list of the same table.
    files = sorted([path, best[0]] if best[0] in beside else [path])
    return Publication(files, partial(_read, path, form, mapping), partial(_count, path, form, mapping))


def _read(path: Path, form: TableForm, mapping: ListMapping, list_id: str | None) -> Watchlist:
    from screening.watchlists.publishers.table.parties import read_table

    codes: dict[str, str | None] = {}
    for programs in mapping.programs:
        if programs.codes is not None:
            codes.update(_authorities(programs.codes))
    return read_table(path, form, mapping, codes, list_id)


@cache
def _authorities(codes: str) -> Mapping[str, str | None]:
    """Program code → authority, of a file in configs."""
    from screening.watchlists.programs import read_programs

    return {code: program.authority for code, program in read_programs(CONFIG_DIR / codes).items()}


def _count(path: Path, form: TableForm, mapping: ListMapping) -> Sequence[PartyCount]:
    from screening.watchlists.publishers.table.counts import count_table

    return count_table(path, form, mapping)


def _fitting(path: Path, form: TableForm, known: Mapping[Path, ListMapping]) -> list[Path]:
    return [
        place
        for place, mapping in known.items()
        if set(mapping.recognize) <= set(_header(path, form, mapping))
    ]


def _header(path: Path, form: TableForm, mapping: ListMapping) -> tuple[str, ...]:
    status = path.stat()
    try:
        return _header_once(path, form, mapping.file, status.st_size, status.st_mtime_ns)
    except InputError:
        # It is another file than the mapping tells of, or broken: said by the reader that knows it.
        if form == "workbook":
            raise
        return ()


@lru_cache(maxsize=64)
def _header_once(path: Path, form: TableForm, file: FileForm, _size: int, _changed: int) -> tuple[str, ...]:
    return tuple(header_of(path, form, file))


def _tell_why_not(path: Path, form: TableForm, beside: Mapping[Path, ListMapping]) -> None:
    """Raise InputError where the table's own mapping, of the same name, does not fit it."""
    name = path.name.lower()
    for place, mapping in beside.items():
        if name.startswith(place.name.removesuffix(BESIDE).lower() + "."):
            header = _header(path, form, mapping)
            missing = [column for column in mapping.recognize if column not in header]
            raise InputError(
                f"{path}: has no column '{missing[0]}', which {place.name} names under recognize. Its "
                f"columns are: {', '.join(header) or 'none that could be read'}. Correct the mapping."
            )


@cache
def publisher_of_table(list_id: str) -> Publisher | None:
    """Whose list it is, where a mapping in configs/lists tells of it."""
    for mapping in known_mappings().values():
        if mapping.list_id == list_id:
            codes = next((each.codes for each in mapping.programs if each.codes), None)
            return Publisher(
                mapping.list_id, mapping.list_id, _recognize, _EXPECTED, mapping.details, codes, True
            )
    return None


TABLE = Publisher(name="TABLE", list_id="TABLE", recognize=_recognize, expected=_EXPECTED, in_one_file=True)
