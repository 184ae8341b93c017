"""What differs between two runs.

First what the records say: settings, lists, code, customers, counts. Then the hits, which are the same where
their alert_id is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute
import pyarrow.parquet as pq

from screening.model.errors import InputError
from screening.storage.addresses import Place

__all__ = ["HitChange", "RunDiff", "ValueChange", "diff_runs"]

# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute

_COLUMNS = ["alert_id", "record_id", "list_id", "entity_id", "entity_name", "score"]
# What is another in every run, and says nothing of why.
_ALWAYS_ANOTHER = ("run_id", "started_at", "finished_at", "timings")
# What the elements of a list are known by.
_KEYS = ("list_id", "name")


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of the records: its path with dots, and what each has; None where it has no such value."""

    key: str
    one: Any
    other: Any


@dataclass(frozen=True, slots=True)
class HitChange:
    """A hit that one of the runs has, or both with different scores."""

    alert_id: str
    record_id: str
    list_id: str
    entity_id: str
    entity_name: str
    one: float | None
    other: float | None


@dataclass(frozen=True)
class RunDiff:
    """one, other: the runs' ids. values: in the order of the record, newer keys last.

    came, went, moved: hits only of the other run, only of the one, and of both with different scores, each
    the closest first. stayed: how many both have with the same score.
    """

    one: str
    other: str
    values: tuple[ValueChange, ...]
    came: tuple[HitChange, ...]
    went: tuple[HitChange, ...]
    moved: tuple[HitChange, ...]
    stayed: int


def diff_runs(one: Place, other: Place) -> RunDiff:
    """Compare the runs in two folders. Raises InputError for a folder that holds no run."""
    first, second = _record(one), _record(other)
    before, after = _hits(one, first), _hits(other, second)
    came = [_change(row, None, row["score"]) for row in _without(after, before).to_pylist()]
    went = [_change(row, row["score"], None) for row in _without(before, after).to_pylist()]
    place = pc.index_in(after["alert_id"], value_set=before["alert_id"].combine_chunks())
    both = after.append_column("before", before["score"].take(place)).filter(pc.is_valid(place))
    moved = both.filter(pc.not_equal(both["before"], both["score"]))
    return RunDiff(
        one=str(first["run_id"]),
        other=str(second["run_id"]),
        values=tuple(_value_changes(_said(first), _said(second))),
        came=_closest_first(came),
        went=_closest_first(went),
        moved=_closest_first([_change(row, row["before"], row["score"]) for row in moved.to_pylist()]),
        stayed=both.num_rows - moved.num_rows,
    )


def _record(folder: Place) -> dict[str, Any]:
    """run.json as it is: a record of an older or newer version of the program has other keys."""
    file = folder / "run.json"
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror}). Give the folder of a run, such as runs/today."
        ) from error
    except ValueError as error:
        raise InputError(f"{file}: is no JSON, so no record of a run: {error}.") from error
    if not isinstance(record, dict) or "run_id" not in record:
        raise InputError(f"{file}: is no record of a run. Give the folder of one, such as runs/today.")
    return record


def _hits(folder: Place, record: Mapping[str, Any]) -> pa.Table:
    file = folder / "hits.parquet"
    if record.get("outcome") == "stopped":
        schema = [pa.field(name, pa.float64() if name == "score" else pa.string()) for name in _COLUMNS]
        return pa.schema(schema).empty_table()
    try:
        with file.open("rb") as opened:
            return pq.read_table(opened, columns=_COLUMNS)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{file}: cannot be read: {error}. The run's folder is not whole.") from error


def _without(hits: pa.Table, others: pa.Table) -> pa.Table:
    known = pc.is_in(hits["alert_id"], value_set=others["alert_id"].combine_chunks())
    return hits.filter(pc.invert(known))


def _change(row: Mapping[str, Any], one: float | None, other: float | None) -> HitChange:
    said = {name: str(row[name]) for name in _COLUMNS if name != "score"}
    return HitChange(**said, one=one, other=other)


def _closest_first(changes: list[HitChange]) -> tuple[HitChange, ...]:
    return tuple(sorted(changes, key=lambda hit: (-max(hit.one or 0, hit.other or 0), hit.alert_id)))


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    return dict(_flat({key: value for key, value in record.items() if key not in _ALWAYS_ANOTHER}))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Each value that holds no others, by its path; elements of a list by their names where they have any."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value and all(isinstance(inner, dict) for inner in value):
        for position, inner in enumerate(value, start=1):
            name = next((inner[key] for key in _KEYS if key in inner), position)
            yield from _flat(inner, f"{path}[{name}]")
    else:
        yield path, value


def _value_changes(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[ValueChange]:
    for key in dict.fromkeys([*one, *other]):
        if one.get(key) != other.get(key):
            yield ValueChange(key, one.get(key), other.get(key))
