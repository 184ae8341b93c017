"""Settings of a run, read from YAML: all that a compliance officer may change, each room's in its section.

`configs/screening.yaml` holds every default with the reason beside it, with `configs/names.yaml` as its key
`names`, `configs/match_probability.yaml` as `match_probability`, `configs/sources.yaml` as `fetching`,
`configs/document_kinds.yaml` as `document_kinds`, and `configs/customer_words.yaml` under `customers`.
A file given with --config is laid over them, key by key, so it need only say what differs. What cannot be
understood is an InputError that names the file and the key.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError, field_validator, model_validator

from screening.config_files import CONFIG_DIR, read_mapping
from screening.model.errors import InputError
from screening.settings.alerts import AlertSettings
from screening.settings.cluster import ClusterSettings
from screening.settings.gates import GateSettings
from screening.settings.lists import FetchSettings, ListSourceSettings, SourceSettings, without_secrets
from screening.settings.matching import ScreeningSettings
from screening.settings.nights import NightlySettings
from screening.settings.ownership import OwnershipSettings
from screening.settings.report import ReportSettings
from screening.settings.stores import LocalFolder, ObjectStoreSettings, PlaceSetting
from screening.storage.addresses import Place, StoreAddress, as_place

__all__ = ["Settings", "load_settings"]


class Settings(ScreeningSettings):
    """Every setting of a run."""

    runs_dir: PlaceSetting
    store_dir: LocalFolder
    lists: list[ListSourceSettings]
    fetching: FetchSettings
    gates: GateSettings
    alerts: AlertSettings
    nightly: NightlySettings
    cluster: ClusterSettings
    ownership: OwnershipSettings
    object_stores: ObjectStoreSettings
    report: ReportSettings

    @field_validator("lists")
    @classmethod
    def _each_list_once(cls, lists: list[ListSourceSettings]) -> list[ListSourceSettings]:
        # Two sources of one list would undo each other every night.
        list_ids = [source.list_id for source in lists]
        repeated = next((list_id for list_id in list_ids if list_ids.count(list_id) > 1), None)
        if repeated is not None:
            raise ValueError(f"{repeated} has more than one source")
        return lists

    @model_validator(mode="after")
    def _every_source_known(self) -> Self:
        for entry in self.lists:
            if entry.source is not None and entry.source not in self.fetching.sources:
                known = ", ".join(sorted(self.fetching.sources))
                raise ValueError(f"{entry.list_id}: no source is called '{entry.source}'; there are {known}")
        return self

    def fetched_from(self, entry: ListSourceSettings) -> SourceSettings | None:
        """The addresses that a list comes from; None for one that arrives in a folder."""
        if entry.source is not None:
            return self.fetching.sources[entry.source]
        return entry.addressed() if entry.address is not None else None

    def max_age_days(self, list_id: str) -> int | None:
        """How old a list may be that the program picked by itself; None for any age."""
        own = next((source.max_age_days for source in self.lists if source.list_id == list_id), None)
        return self.gates.max_list_age_days if own is None else own

    def place(self, given: Any) -> Place:
        """The path or address that is meant, with how its store is reached. Raises as `as_place`."""
        place = as_place(given)
        if isinstance(place, StoreAddress):
            return as_place(place, self.object_stores.of(place.scheme))
        return place

    def as_record(self) -> dict[str, Any]:
        """All settings after merging, ready for JSON, as run.json shows them: no password is among them."""
        said = self.model_dump()
        said["alerts"]["ledger"] = _without_password(self.alerts.ledger)
        for each in (*said["fetching"]["sources"].values(), *said["lists"]):
            each.update(_shown(each))
        record: dict[str, Any] = json.loads(json.dumps(said, default=_as_json))
        return record

    def sha256(self) -> str:
        """Hash of that record with its keys in order: equal settings, equal hash."""
        return hashlib.sha256(json.dumps(self.as_record(), sort_keys=True).encode()).hexdigest()


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """The default settings, with `path` (YAML) and then `overrides` (top-level keys, None skipped) laid over.

    Raises InputError for a missing or unreadable file, an unknown key or a value out of range.
    """
    merged = read_mapping(CONFIG_DIR / "screening.yaml") | {
        "names": read_mapping(CONFIG_DIR / "names.yaml"),
        "match_probability": read_mapping(CONFIG_DIR / "match_probability.yaml"),
        "fetching": read_mapping(CONFIG_DIR / "sources.yaml"),
        "document_kinds": read_mapping(CONFIG_DIR / "document_kinds.yaml"),
    }
    merged = _overlay(merged, {"customers": read_mapping(CONFIG_DIR / "customer_words.yaml")})
    if path is not None:
        merged = _overlay(merged, read_mapping(path))
    merged = _overlay(merged, {key: value for key, value in overrides.items() if value is not None})
    try:
        return _with_reached(Settings.model_validate(merged))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        source = path or "the command line"
        raise InputError(
            f"{source}: setting '{where}': {first['msg']}. "
            f"See {CONFIG_DIR / 'screening.yaml'} for every setting and its meaning."
        ) from error


def _with_reached(settings: Settings) -> Settings:
    """The same; the places among them know how their stores are reached."""
    nightly, customers = settings.nightly, settings.nightly.customers
    if isinstance(customers, StoreAddress):
        nightly = nightly.model_copy(update={"customers": settings.place(customers)})
    return settings.model_copy(update={"runs_dir": settings.place(settings.runs_dir), "nightly": nightly})


def _without_password(url: str) -> str:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # What it is instead may hold anything.
        return "not a database URL"
    # A database's driver also takes the password as a parameter.
    hidden = {key: "***" for key in parsed.query if "pass" in key.lower()}
    return parsed.update_query_dict(hidden).render_as_string(hide_password=True)


def _shown(source: dict[str, Any]) -> dict[str, Any]:
    """The addresses among a source's settings, with no secret in them."""

    def shown(value: Any) -> Any:
        if isinstance(value, str):
            return without_secrets(value)
        if isinstance(value, dict):
            return {name: without_secrets(address) for name, address in value.items()}
        return [without_secrets(address) for address in value] if isinstance(value, list) else value

    addresses = ("files", "address", "sha256", "index", "delta_index")
    return {key: shown(source[key]) for key in addresses if key in source}


def _as_json(value: object) -> list[Any] | str:
    """Sets in an order of their own: that of a running Python changes from process to process."""
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def _overlay(base: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _overlay(merged[key], value)
        else:
            merged[key] = value
    return merged
