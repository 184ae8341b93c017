"""The entities of a FollowTheMoney file, and of a version that delta files make of it.

    for entity in apply_delta(Path("entities.ftm.json"), [Path("20240527194702-wnk.entities.delta.json")]):
        entity.properties["name"]

A file may have gigabytes. So entities are read one by one, as often as somebody goes through them; only what
the delta files change is held.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.model.errors import InputError
from screening.watchlists.publishers.json_lines import json_lines

__all__ = ["Entities", "Entity", "apply_delta"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One line of a file. id and schema are text, properties texts by name; where: for messages."""

    id: str
    schema: str
    caption: str
    properties: Mapping[str, Sequence[str]]
    is_target: bool
    datasets: Sequence[str]
    referents: Sequence[str]
    last_seen: str | None
    where: str
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entities:
    """The entities of a version. Going through them again reads the base again.

    changed: id → what stands there now instead, None where it was deleted; of ids that the base has or, after
    all others in this order, has not.
    """

    base: Path
    changed: Mapping[str, Entity | None]

    def __iter__(self) -> Iterator[Entity]:
        """Raises InputError for a broken or cut line, and for one that is no entity."""
        return self.that(lambda _: True)

    def that(self, are_wanted: Callable[[Mapping[str, Any]], bool]) -> Iterator[Entity]:
        """Those whose line is wanted. Of the others only id and schema are looked at, which takes a fraction
        of the time."""
        seen = set()
        for number, value in json_lines(self.base):
            where = f"{self.base}, line {number}"
            entity_id = _checked_id(where, value)
            if entity_id in self.changed:
                seen.add(entity_id)
                now = self.changed[entity_id]
                if now is not None and are_wanted(now.raw):
                    yield now
            elif are_wanted(value):
                yield _entity(where, value)
        for entity_id, now in self.changed.items():
            if now is not None and entity_id not in seen and are_wanted(now.raw):
                yield now


def apply_delta(base: Path, deltas: Sequence[Path] = ()) -> Entities:
    """The version that delta files, in this order, make of the base.

    ADD and MOD bring an entity whole, DEL takes one away. Raises InputError for a broken line, for an
    operation that is none of these, and for MOD or DEL of an entity that is not there: these files were not
    made for this base, or one between them is missing.
    """
    changed: dict[str, Entity | None] = {}
    # Those that must be in the base, with the place that says so.
    needed: dict[str, str] = {}
    for delta in deltas:
        for number, line in json_lines(delta):
            where = f"{delta}, line {number}"
            operation, entity_id, entity = _operation(where, line)
            if operation != "ADD":
                if entity_id not in changed:
                    needed[entity_id] = where
                elif changed[entity_id] is None:
                    raise _does_not_follow(where, operation, entity_id)
            changed[entity_id] = entity
    if needed:
        missing = dict(needed)
        for _, value in json_lines(base):
            missing.pop(str(value.get("id")), None)
        if missing:
            entity_id, where = next(iter(missing.items()))
            raise _does_not_follow(where, "MOD or DEL", entity_id)
    return Entities(base, changed)


def _operation(where: str, line: Mapping[str, Any]) -> tuple[str, str, Entity | None]:
    operation, value = line.get("op"), line.get("entity")
    if operation not in ("ADD", "MOD", "DEL") or not isinstance(value, dict):
        raise InputError(
            f"{where}: is no change of an entity (ADD, MOD or DEL). Fetch the delta file again, or take the "
            "whole file of the version."
        )
    if operation == "DEL":
        entity_id = value.get("id")
        if not isinstance(entity_id, str) or not entity_id:
            raise InputError(f"{where}: does not say which entity is deleted. Fetch the delta file again.")
        return operation, entity_id, None
    entity = _entity(where, value)
    return operation, entity.id, entity


def _does_not_follow(where: str, operation: str, entity_id: str) -> InputError:
    return InputError(
        f"{where}: {operation} of '{entity_id}', which is not there. The delta file was not made for this "
        "base, or one before it is missing. Take the whole file of the newest version."
    )


def _entity(where: str, value: Mapping[str, Any]) -> Entity:
    entity_id, schema, properties = _checked_id(where, value), str(value["schema"]), value.get("properties")
    if not isinstance(properties, dict):
        raise InputError(f"{where}: the entity '{entity_id}' has no properties. Fetch the file again.")
    caption = value.get("caption")
    last_seen = value.get("last_seen")
    return Entity(
        id=entity_id,
        schema=schema,
        caption=caption.strip() if isinstance(caption, str) else "",
        properties={str(key): _texts(where, key, given) for key, given in properties.items()},
        is_target=_is_target(where, value.get("target")),
        datasets=_texts(where, "datasets", value.get("datasets", [])),
        referents=_texts(where, "referents", value.get("referents", [])),
        last_seen=last_seen if isinstance(last_seen, str) else None,
        where=where,
        raw=value,
    )


def _checked_id(where: str, value: Mapping[str, Any]) -> str:
    entity_id, schema = value.get("id"), value.get("schema")
    if not isinstance(entity_id, str) or not entity_id.strip() or not isinstance(schema, str):
        raise InputError(f"{where}: is no FollowTheMoney entity with id and schema. Fetch the file again.")
    return entity_id


def _is_target(where: str, said: Any) -> bool:
    # Whoever is taken for no target is not screened against, so nothing but true and false will do.
    if said is None or isinstance(said, bool):
        return bool(said)
    raise InputError(f"{where}: 'target' must be true or false, not {said!r}. Fetch the file again.")


def _texts(where: str, key: str, values: Any) -> list[str]:
    """The values of a property; those that are empty are left out. Nested entities stand for their id."""
    if not isinstance(values, list):
        raise InputError(f"{where}: '{key}' must be a list of values. Fetch the file again.")
    texts = []
    for value in values:
        if isinstance(value, dict):
            value = value.get("id")
        if not isinstance(value, str | int | float):
            raise InputError(f"{where}: '{key}' has a value that is no text. Fetch the file again.")
        text = str(value).strip()
        if text:
            texts.append(text)
    return texts
