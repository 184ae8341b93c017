"""OpenSanctions' publications: the simple CSV by its header, FollowTheMoney by its first entity, and a folder
with such a file and the delta files that follow it."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.watchlists.publishers.opensanctions.counts import count_entities, count_simple_csv
from screening.watchlists.publishers.opensanctions.entities import apply_delta
from screening.watchlists.publishers.opensanctions.simple_csv import COLUMNS, read_simple_csv
from screening.watchlists.publishers.plain_files import first_bytes
from screening.watchlists.publishers.publication import Publication
from screening.watchlists.publishers.publisher import Publisher
from screening.watchlists.watchlist import Watchlist

__all__ = ["OPENSANCTIONS"]

_EXPECTED = (
    "OpenSanctions' targets.simple.csv or entities.ftm.json, or a folder with that file and the delta files "
    "that follow it"
)
_SUFFIXES = {".csv", ".json", ".jsonl", ".ndjson", ".gz"}
_INDEX = "delta.json"


def _recognize(path: Path) -> Publication | None:
    """A file, or a folder with a FollowTheMoney file and delta files; see `Recognize`."""
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() not in _SUFFIXES:
        return None
    start = first_bytes(path)
    if _is_simple_csv(start):
        return Publication([path], partial(read_simple_csv, path), partial(count_simple_csv, path))
    if _is_entity(_first_object(start)):
        return _entities(path, ())
    return None


def _entities(base: Path, deltas: Sequence[Path]) -> Publication:
    files = sorted([base, *deltas])
    return Publication(files, partial(_read_entities, base, deltas), partial(count_entities, base, deltas))


def _read_entities(base: Path, deltas: Sequence[Path], list_id: str | None) -> Watchlist:
    from screening.watchlists.publishers.opensanctions.follow_the_money import read_entities

    return read_entities(apply_delta(base, deltas), list_id)


def _folder(folder: Path) -> Publication | None:
    """The one publication in a folder. Raises InputError for two of them, for a delta file without a base,
    and for one that the index of delta files tells to be missing."""
    found: list[Publication] = []
    bases, deltas = [], []
    for file in sorted(folder.iterdir()):
        if not file.is_file() or file.suffix.lower() not in _SUFFIXES or file.name == _INDEX:
            continue
        start = first_bytes(file)
        first = _first_object(start)
        if _is_simple_csv(start):
            found.append(Publication([file], partial(read_simple_csv, file), partial(count_simple_csv, file)))
        elif _is_entity(first):
            bases.append(file)
        elif first is not None and "op" in first and "entity" in first:
            deltas.append(file)
    if len(found) + len(bases) > 1:
        raise InputError(
            f"{folder}: holds files of two OpenSanctions lists. Put each into a folder of its own."
        )
    if found:
        return found[0]
    if not bases:
        if deltas:
            raise InputError(
                f"{folder}: holds OpenSanctions' delta files and not the file that they change. Put the "
                "entities.ftm.json of the version before them there, too."
            )
        return None
    _check_chain(folder, deltas)
    return _entities(bases[0], deltas)


def _check_chain(folder: Path, deltas: Sequence[Path]) -> None:
    """Raise InputError where the index names a delta file between those that are there which is missing.

    Versions are called by their time, so their names are in their order.
    """
    index = folder / _INDEX
    if not deltas or not index.is_file():
        return
    try:
        listed = json.loads(index.read_bytes())["versions"]
        versions = sorted(str(version) for version in listed)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InputError(f"{index}: is no index of delta files. Fetch it again, or take it away.") from error
    there = {file.name.split(".")[0] for file in deltas}
    first, last = min(there), max(there)
    missing = [version for version in versions if first < version < last and version not in there]
    if missing:
        raise InputError(
            f"{folder}: the delta file of version {missing[0]} is missing, which {_INDEX} names between "
            f"{first} and {last}. Fetch it, or take the whole file of the newest version."
        )


def _is_simple_csv(start: bytes) -> bool:
    line = start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0]
    try:
        header = next(csv.reader([line.decode().rstrip("\r")]), [])
    except (UnicodeDecodeError, csv.Error):
        return False
    return set(header) >= COLUMNS


def _first_object(start: bytes) -> Mapping[str, Any] | None:
    """The object that a file begins with, as far as it can be told; None where it begins with none."""
    text = start.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "ignore").lstrip()
    if not text.startswith("{"):
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        # The first line may be longer than what was read, or broken: its beginning tells.
        line = text.partition("\n")[0]
        return {key: "" for key in ("id", "schema", "properties", "op", "entity") if f'"{key}"' in line}
    return value if isinstance(value, dict) else None


def _is_entity(first: Mapping[str, Any] | None) -> bool:
    return first is not None and "op" not in first and {"id", "schema", "properties"} <= first.keys()


OPENSANCTIONS = Publisher(
    name="OPENSANCTIONS",
    list_id="OPENSANCTIONS",
    recognize=_recognize,
    expected=_EXPECTED,
    details="https://www.opensanctions.org/entities/{}/",
    programs="programs/opensanctions.yaml",
    in_one_file=True,
)
