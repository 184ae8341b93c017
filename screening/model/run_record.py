"""run.json: the evidence of a run, what was screened with what.

Keys stand in a fixed order and times are UTC, so that two records can be laid side by side. A record whose
rows do not add up cannot be made.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal, Self

import pyarrow as pa
import pyarrow.compute
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    computed_field,
    field_serializer,
    model_validator,
)

from screening.model.alert_states import UNDECIDED_HITS
from screening.model.errors import ScreeningError
from screening.model.gates import GateKind, Stops
from screening.model.hit_table import HitRows
from screening.model.party_counts import ListCoverage
from screening.model.run_verdict import Verdict, judge_run

__all__ = [
    "ColumnsRecord",
    "CustomersRecord",
    "FailedCheck",
    "GateRecord",
    "HitCounts",
    "ListCondition",
    "ListRecord",
    "ListState",
    "NightAlertCounts",
    "NightCustomers",
    "NightParties",
    "NightRecord",
    "RunRecord",
    "ShownHits",
    "is_trouble",
    "write_run_json",
]


# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ListRecord(_Record):
    """A watchlist as it was used. published: the list's own date; None where its files do not tell.

    first_screened_at: the end of the first run that was published with this version of the store, which may
    be this one; None for a list that was not taken from the store. unknown_programs: codes of the list
    that its publisher's table of programs does not know.
    """

    list_id: str
    published: date | None
    sha256: str
    entities: int = Field(ge=0)
    names: int = Field(ge=0)
    source: str | None = None
    first_screened_at: AwareDatetime | None = None
    unknown_programs: tuple[str, ...] = ()

    @computed_field  # type: ignore[prop-decorator]
    @property
    def hours_to_first_screening(self) -> float | None:
        """From the day of publication, which begins at midnight UTC, to the first run with this version."""
        if self.published is None or self.first_screened_at is None:
            return None
        published = datetime.combine(self.published, time.min, tzinfo=UTC)
        return round((self.first_screened_at - published).total_seconds() / 3600, 1)

    @model_validator(mode="before")
    @classmethod
    def _without_hours(cls, values: Any) -> Any:
        # They are counted anew, when a record is read back.
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if name != "hours_to_first_screening"}
        return values

    @field_serializer("first_screened_at")
    def _in_utc(self, moment: datetime | None) -> str | None:
        return _utc(moment) if moment else None


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


ListCondition = Literal["new", "unchanged", "refused", "unusable", "missing", "too old"]


class ListState(_Record):
    """What a night found of one list that is configured.

    state: refused, a gate kept its publication out; unusable, what was delivered cannot be read; missing,
    nothing was delivered and nothing is stored; too old, by the limit of its age. version: the one screened
    with, None where there is none. age_days: from its publication (where undated, its arrival) to the night.
    notes: what a person should know beside this.
    """

    list_id: str
    state: ListCondition
    version: str | None = None
    published: date | None = None
    age_days: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to look after the list."""
        return is_trouble(self.state)


def is_trouble(condition: str) -> bool:
    """Whether somebody has to look after a list in this condition (ListCondition, or of an older record)."""
    return condition not in ("new", "unchanged")


class NightCustomers(_Record):
    """Tonight's customers against last night's. gone: in last night's table and not in tonight's. kept: not
    there either, but not taken for gone, as rows that nobody could identify may be theirs."""

    new: int = Field(ge=0)
    changed: int = Field(ge=0)
    unchanged: int = Field(ge=0)
    gone: int = Field(ge=0)
    kept: int = Field(default=0, ge=0)


class NightParties(_Record):
    """Tonight's listed parties against last night's."""

    added: int = Field(ge=0)
    changed: int = Field(ge=0)
    removed: int = Field(ge=0)


class NightAlertCounts(_Record):
    """What became of alerts. suppressed: hits that stay false positives. unscreened: alerts left as they are,
    for their list or their customer's row could not be screened."""

    raised: int = Field(ge=0)
    reopened: int = Field(ge=0)
    closed: int = Field(ge=0)
    suppressed: int = Field(ge=0)
    unscreened: int = Field(default=0, ge=0)


class NightRecord(_Record):
    """What makes a run a night of a series. run_key: names it in the ledger and the state. full: whether
    everything was screened; why: in words. What a night that was stopped did not come to is None."""

    day: date
    run_key: str | None = None
    full: bool | None = None
    why: str = ""
    customers: NightCustomers | None = None
    parties: NightParties | None = None
    alerts: NightAlertCounts | None = None


class ColumnsRecord(_Record):
    """The customer table's columns. used: ours → the table's. missing: ours that it does not have. ignored:
    the table's that are neither mapped, known nor carried."""

    used: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class CustomersRecord(_Record):
    """The customer table. table_version: of a Delta Lake table.

    Raises ScreeningError unless rows in equal rows screened plus rows rejected.
    """

    path: str
    sha256: str
    rows_in: int = Field(ge=0)
    rows_screened: int = Field(ge=0)
    rows_rejected: int = Field(ge=0)
    rows_with_warnings: int = Field(default=0, ge=0)
    placeholder_birth_dates: int = Field(default=0, ge=0)
    columns: ColumnsRecord = ColumnsRecord()
    table_version: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _rows_add_up(self) -> Self:
        if self.rows_in != self.rows_screened + self.rows_rejected:
            raise ScreeningError(
                f"{self.path}: {self.rows_in:,} rows came in, but {self.rows_screened:,} were screened and "
                f"{self.rows_rejected:,} rejected. A row went missing or was counted twice; the run is void."
            )
        return self


class HitCounts(_Record):
    """rows: pairs of a customer and a listed party. records: customers among them, each counted once.
    undecided: rows that wait for a decision; in a run without a ledger all of them."""

    rows: int = Field(ge=0)
    records: int = Field(ge=0)
    undecided: int = Field(ge=0)

    @classmethod
    def of(cls, hits: HitRows) -> HitCounts:
        """The counts of a hit table."""
        columns = hits.select(["status", "record_id"]).slice()
        waiting = pc.is_in(columns["status"], value_set=pa.array(UNDECIDED_HITS))
        return cls(
            rows=hits.num_rows,
            records=len(columns["record_id"].unique()),
            undecided=pc.sum(waiting).as_py() or 0,
        )


class ShownHits(_Record):
    """How many hits are in the files that have a cap, the most likely first. workbook: in hits.xlsx; page: on
    report.html. hits.csv and hits.parquet have all."""

    workbook: int = Field(ge=0)
    page: int = Field(ge=0)


class FailedCheck(_Record):
    """What a gate asked for and did not find."""

    check: str
    saw: str


class GateRecord(_Record):
    """The verdict of a gate, in words for whoever reads run.json. gate: what it looks at; None in records of
    older versions. accepted: it did not pass, and a person took in all the same what it saw. kind: what it
    stops; "publication" for one that kept a newer publication of a list out, and let the run go on."""

    gate: GateKind | None = None
    name: str
    passed: bool
    accepted: bool = False
    saw: str
    checks: int | None = None
    failures: tuple[FailedCheck, ...] = ()
    kind: Stops = "run"


class RunRecord(_Record):
    """All of run.json. timings: seconds by stage. Times carry a time zone and are written in UTC.

    programs: the codes the lists were restricted to, empty where every party was screened against; the
    counts of `watchlists` are those after it, the hashes those of the whole lists.
    outcome: "stopped" where a gate stopped the run, which then has no hits, and of rows only those that it
    came to. lists: of a night, the state of every list that is configured or stored. coverage: the parties
    and names of each list and type at each step on the way to the hits.
    scoring_fingerprint: hash of all that can move a score. settings: as they were made, defaults included
    and passwords left out; `config_sha256` is their hash. night: None in a run for one file. party_links: by
    kind, how many pairs of entries of several lists count as one party (party_links.csv has them). shown:
    None in records of older versions and of stopped runs. verdict: made from the rest.
    """

    run_id: str
    started_at: AwareDatetime
    finished_at: AwareDatetime
    code_version: str
    config_sha256: str
    threshold: float = Field(ge=0, le=100)
    watchlists: tuple[ListRecord, ...]
    programs: tuple[str, ...] = ()
    customers: CustomersRecord
    hits: HitCounts
    gates: tuple[GateRecord, ...]
    timings: dict[str, float]
    outcome: Literal["published", "stopped"] = "published"
    lists: tuple[ListState, ...] = ()
    coverage: tuple[ListCoverage, ...] = ()
    scoring_fingerprint: str = ""
    settings: dict[str, Any] = Field(default_factory=dict)
    night: NightRecord | None = None
    party_links: dict[str, int] = Field(default_factory=dict)
    shown: ShownHits | None = None

    @model_validator(mode="before")
    @classmethod
    def _without_verdict(cls, values: Any) -> Any:
        # It is judged anew, so that a record that is read back has the verdict of what it holds.
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if name != "verdict"}
        return values

    @computed_field  # type: ignore[prop-decorator]
    @property
    def verdict(self) -> Verdict:
        """Whether the run may be relied on, and what speaks against it."""
        return judge_run(self)

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.finished_at < self.started_at:
            raise ScreeningError(f"run {self.run_id}: it ends before it starts. Check the machine's clock.")
        return self

    @field_serializer("started_at", "finished_at")
    def _in_utc(self, moment: datetime) -> str:
        return _utc(moment)

    @field_serializer("timings")
    def _to_milliseconds(self, timings: dict[str, float]) -> dict[str, float]:
        return {stage: round(seconds, 3) for stage, seconds in timings.items()}


def write_run_json(record: RunRecord, path: Path) -> None:
    """Write the record as indented JSON in UTF-8."""
    text = json.dumps(record.model_dump(mode="json"), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
