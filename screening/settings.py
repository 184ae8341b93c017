"""Settings of a run, read from YAML. Reach for it to know what a compliance officer may change.

`configs/screening.yaml`, with `configs/names.yaml` as its key `names` and `configs/customer_words.yaml` under
`customers`, holds every default with the reason beside it. A file given with --config is laid over them, key
by key, so it need only say what differs. What cannot be understood is an InputError that names the file and
the key.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from screening.config_files import CONFIG_DIR, read_yaml
from screening.errors import InputError
from screening.names.policy import NamePolicy

__all__ = [
    "AlertSettings",
    "CustomerSettings",
    "EntityType",
    "GateSettings",
    "IdentifierPolicy",
    "ListSourceSettings",
    "MatchingSettings",
    "NightGateSettings",
    "NightlySettings",
    "Settings",
    "WeakAliasPolicy",
    "load_settings",
]


class _Section(BaseModel):
    # A misspelled key must not pass for a setting that was made.
    model_config = ConfigDict(extra="forbid", frozen=True)


EntityType = Literal["person", "organization", "vessel", "aircraft"]


Gender = Literal["male", "female"]


class CustomerSettings(_Section):
    """How a customer table is read. See configs/screening.yaml and configs/customer_words.yaml."""

    columns: dict[str, str] = Field(default_factory=dict)  # our name → the table's name
    carry: list[str] = Field(default_factory=list)
    default_entity_type: EntityType | None = None
    day_first: bool | None = None
    csv_delimiter: str = ","
    csv_encoding: str = "utf-8-sig"
    batch_rows: int = Field(default=10_000, ge=1)
    placeholder_birth_dates: list[date | int | Literal["today"]] = Field(default_factory=list)
    entity_type_words: dict[str, EntityType | None] = Field(
        default_factory=lambda: _customer_words("entity_type_words")
    )
    gender_words: dict[str, Gender | None] = Field(default_factory=lambda: _customer_words("gender_words"))
    nothing_words: list[str] = Field(default_factory=lambda: _customer_words("nothing_words"))
    nothing_in_name_parts: list[str] = Field(default_factory=lambda: _customer_words("nothing_in_name_parts"))
    usual_column_names: dict[str, list[str]] = Field(
        default_factory=lambda: _customer_words("usual_column_names")
    )

    @field_validator("entity_type_words", "gender_words", mode="before")
    @classmethod
    def _numbers_are_words(cls, words: Any) -> Any:
        # Tables have codes such as 1 and 2, which YAML reads as numbers.
        if not isinstance(words, dict):
            return words
        return {str(word) if type(word) is int else word: meaning for word, meaning in words.items()}


class IdentifierPolicy(_Section):
    """Points that secondary identifiers add to or take from a name score, 0 to 100 each."""

    birth_date_agrees: float = Field(ge=0, le=100)
    birth_year_agrees: float = Field(ge=0, le=100)
    birth_date_conflicts: float = Field(ge=0, le=100)
    birth_date_near: float = Field(ge=0, le=100)
    birth_year_tolerance: int = Field(ge=0, le=10)
    nationality_agrees: float = Field(ge=0, le=100)
    country_agrees: float = Field(ge=0, le=100)
    country_conflicts: float = Field(ge=0, le=100)
    gender_agrees: float = Field(ge=0, le=100)
    gender_conflicts: float = Field(ge=0, le=100)
    person_conflicts: float = Field(ge=0, le=100)
    birth_date_and_nationality_floor: float = Field(ge=0, le=100)
    id_agrees_floor: float = Field(ge=0, le=100)
    id_min_length: int = Field(ge=3)
    document_labels: tuple[str, ...]


class WeakAliasPolicy(_Section):
    """When a weak alias may make a hit (OFAC FAQ 122 and 123)."""

    require_exact: bool
    require_identifier: bool


class MatchingSettings(_Section):
    screened_against: dict[EntityType, list[EntityType]]
    across_types_from: float | None = Field(default=None, gt=0, le=100)
    identifiers: IdentifierPolicy
    weak_aliases: WeakAliasPolicy


class NightGateSettings(_Section):
    """Limits of the gate between a night and the one before. See configs/screening.yaml."""

    max_rows_fall_share: float = Field(ge=0, le=1)
    max_rows_rise_share: float = Field(ge=0)
    max_ids_gone_share: float = Field(ge=0, le=1)
    max_renumbered_share: float = Field(ge=0, le=1)
    max_filled_fall: float = Field(ge=0, le=1)
    rows_allowed: int = Field(ge=0)
    max_alerts_lost_share: float = Field(ge=0, le=1)
    alerts_allowed: int = Field(ge=0)


class GateSettings(_Section):
    """Limits of the quality gates."""

    max_orphan_share: float = Field(ge=0, le=1)
    max_other_share: float = Field(ge=0, le=1)
    max_list_age_days: int | None = Field(default=None, ge=0)
    min_entities: int = Field(ge=1)
    max_parties_without_alias: int | None = Field(default=None, ge=1)
    max_rejected_share: float = Field(ge=0, le=1)
    rejected_share_from_rows: int = Field(ge=1)
    max_hit_share: float = Field(ge=0, le=1)
    hit_share_from_rows: int = Field(ge=1)
    max_fall_share: float = Field(ge=0, le=1)
    max_rise_share: float = Field(ge=0)
    max_parties_gone_share: float = Field(ge=0, le=1)
    change_rows_allowed: int = Field(ge=0)
    night: NightGateSettings


class ListSourceSettings(_Section):
    """Where new publications of one list arrive. See `screening.watchlists.sources`.

    max_age_days: of this list instead of `gates.max_list_age_days`."""

    list_id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    folder: Path
    settle_seconds: float = Field(default=10, ge=0)
    max_age_days: int | None = Field(default=None, ge=0)


CustomerFact = Literal[
    "name", "date_of_birth", "nationality", "country", "gender", "id_number", "entity_type", "address"
]
PartyFact = Literal[
    "primary_name",
    "names",
    "birth_dates",
    "programs",
    "documents",
    "countries",
    "places",
    "addresses",
    "linked_to",
    "entity_type",
    "gender",
    "title",
]


class ReopenOn(_Section):
    """The facts whose change opens a decided alert again."""

    customer: list[CustomerFact]
    party: list[PartyFact]


class AlertSettings(_Section):
    """The ledger of alerts and how decisions hold. See configs/screening.yaml."""

    ledger: str = Field(min_length=1)
    second_person: bool
    reviewers: dict[str, list[str]] | None = None  # name → other ways to write it, and logins
    false_positive_expires_after_days: int | None = Field(default=None, ge=1)
    close_below_threshold_after_days: int | None = Field(default=None, ge=1)
    reopen_on: ReopenOn


class NightlySettings(_Section):
    """The nightly run. See configs/screening.yaml."""

    customers: Path | None = None
    time_zone: str
    state_dir: Path
    full_on_day: int | None = Field(default=1, ge=1, le=28)
    notify_score: float = Field(ge=0, le=100)
    notify_block: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known_time_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"'{name}' is no time zone. Name one of the IANA database, such as America/New_York or UTC"
            ) from error
        return name

    def day_of(self, moment: datetime) -> date:
        """The date of a moment in the office's time zone."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


class Settings(_Section):
    # Pairs that have nothing in common score 0 and are not looked at: a threshold of 0 would ask for them.
    threshold: float = Field(gt=0, le=100)
    workers: int = Field(ge=1)
    runs_dir: Path
    store_dir: Path
    lists: list[ListSourceSettings]
    customers: CustomerSettings
    matching: MatchingSettings
    names: NamePolicy
    gates: GateSettings
    alerts: AlertSettings
    nightly: NightlySettings

    @field_validator("lists")
    @classmethod
    def _each_list_once(cls, lists: list[ListSourceSettings]) -> list[ListSourceSettings]:
        # Two sources of one list would undo each other every night.
        list_ids = [source.list_id for source in lists]
        repeated = next((list_id for list_id in list_ids if list_ids.count(list_id) > 1), None)
        if repeated is not None:
            raise ValueError(f"{repeated} has more than one source")
        return lists

    def max_age_days(self, list_id: str) -> int | None:
        """How old a list may be that the program picked by itself; None for any age."""
        own = next((source.max_age_days for source in self.lists if source.list_id == list_id), None)
        return self.gates.max_list_age_days if own is None else own

    def as_record(self) -> dict[str, Any]:
        """All settings after merging, ready for JSON, as run.json shows them: no password is among them."""
        said = self.model_dump()
        said["alerts"]["ledger"] = _without_password(self.alerts.ledger)
        record: dict[str, Any] = json.loads(json.dumps(said, default=_as_json))
        return record

    def sha256(self) -> str:
        """Hash of that record with its keys in order: equal settings, equal hash."""
        return hashlib.sha256(json.dumps(self.as_record(), sort_keys=True).encode()).hexdigest()


def load_settings(path: Path | None = None, **overrides: Any) -> Settings:
    """The default settings, with `path` (YAML) and then `overrides` (top-level keys, None skipped) laid over.

    Raises InputError for a missing or unreadable file, an unknown key or a value out of range.
    """
    merged = _read_settings(CONFIG_DIR / "screening.yaml") | {
        "names": _read_settings(CONFIG_DIR / "names.yaml")
    }
    merged = _overlay(merged, {"customers": _read_settings(CONFIG_DIR / "customer_words.yaml")})
    if path is not None:
        merged = _overlay(merged, _read_settings(path))
    merged = _overlay(merged, {key: value for key, value in overrides.items() if value is not None})
    try:
        return Settings.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        source = path or "the command line"
        raise InputError(
            f"{source}: setting '{where}': {first['msg']}. "
            f"See {CONFIG_DIR / 'screening.yaml'} for every setting and its meaning."
        ) from error


@lru_cache(maxsize=1)
def _default_customer_words() -> dict[str, Any]:
    return _read_settings(CONFIG_DIR / "customer_words.yaml")


def _customer_words(key: str) -> Any:
    return _default_customer_words()[key]


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


def _as_json(value: object) -> list[Any] | str:
    """Sets in an order of their own: that of a running Python changes from process to process."""
    return sorted(value) if isinstance(value, (set, frozenset)) else str(value)


def _read_settings(path: Path) -> dict[str, Any]:
    content = read_yaml(path)
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected settings as 'key: value' lines at the top level.")
    return content


def _overlay(base: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _overlay(merged[key], value)
        else:
            merged[key] = value
    return merged
