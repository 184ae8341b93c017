"""What quality gates demand, look at and find, as data. The words of it: `wording.gates`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from screening.model.party_counts import ListCoverage

__all__ = [
    "AlertsLost",
    "CoverageSeen",
    "CustomersSeen",
    "Demand",
    "DemandKind",
    "Example",
    "FirstVersionSeen",
    "Found",
    "GateKind",
    "GateSeen",
    "GateTable",
    "HitsSeen",
    "ListChangeSeen",
    "ListSeen",
    "NightComparison",
    "RowCount",
    "Stops",
]

# What a gate looks at.
GateKind = Literal["list", "list change", "coverage", "customers", "hits", "night"]

# What a gate stops that does not pass: the run, or only a newer publication of a list from being used.
Stops = Literal["run", "publication"]

# The tables that gates look at, each with demands of its own.
GateTable = Literal[
    "list.entities",
    "list.names",
    "list.birth_dates",
    "list.tables",
    "list.counts",
    "list.ends",
    "list.whole",
    "change.counts",
    "change.columns",
    "change.whole",
    "coverage.counts",
    "customers.batches",
    "customers.whole",
    "hits.whole",
    "hits.rows",
    "night.table",
    "night.filled",
    "night.columns",
    "night.alerts",
]

DemandKind = Literal[
    # Of a list.
    "party has number",
    "party listed once",
    "party has type",
    "party type known",
    "party has primary name",
    "name not null",
    "name not blank",
    "name has quality",
    "name quality known",
    "birth date has first day",
    "birth date has last day",
    "birth date in order",
    "birth date in range",
    "rows point to parties",
    "aliases and addresses to the end",
    "published parties read",
    "least parties",
    "most orphans",
    "most unparsed remarks",
    "list age",
    # Of a list against the last good version.
    "first version",
    "most fall",
    "most rise",
    "no column lost",
    "not older",
    "states its date",
    "most parties gone",
    "not published before",
    "additions still there",
    # Of lists on the way to the hits.
    "parties read are indexed",
    "indexed parties screened against",
    # Of customers.
    "customer columns",
    "customer has id",
    "customer has name",
    "customer type known",
    "customer gender known",
    "customer birth date possible",
    "rows add up",
    "record id unique",
    "most rejected",
    # Of hits.
    "hit columns",
    "most hits",
    "hit has value",
    "hit score in range",
    "hit value known",
    "alert id unique",
    "pair unique",
    "hit on a listed party",
    "hit on a screened customer",
    "hit of a screened version",
    # Of a night against the one before.
    "table has rows",
    "most rows fewer",
    "most rows more",
    "most ids gone",
    "most renumbered",
    "most values fewer",
    "no customer column gone",
    "most alerts lost",
]


@dataclass(frozen=True)
class Demand:
    """One thing that must hold. column: of the table looked at. limit: the most or the least that there may
    be. values: those that there may be."""

    kind: DemandKind
    column: str | None = None
    limit: float | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Example:
    """What was found in one place. row: its column and value that name the row, where the table has one;
    the values then are those of other columns, none where the label says it all."""

    values: tuple[object, ...]
    row: tuple[str, object] | None = None


@dataclass(frozen=True)
class Found:
    """What was found where a demand is not met: the first few examples; how many of how many rows, None where
    the table is judged as a whole."""

    examples: tuple[Example, ...]
    count: int | None = None
    of_rows: int | None = None


@dataclass(frozen=True)
class ListSeen:
    """A list and its age. brought: the day its age is counted from; None where its age does not matter.
    unknown_programs: codes that no table of programs knows; see `quality.lists`."""

    gate: ClassVar[GateKind] = "list"

    list_id: str
    parties: int
    names: int
    orphans: int
    orphan_share: float
    unparsed_share: float
    remark_segments: int
    published: date | None
    day: date
    brought: date | None = None
    unknown_programs: tuple[str, ...] = ()


@dataclass(frozen=True)
class FirstVersionSeen:
    """A list of which no version was there before."""

    gate: ClassVar[GateKind] = "list change"

    list_id: str
    parties: int


@dataclass(frozen=True)
class RowCount:
    """rows: what a reader calls them, such as "parties"."""

    rows: str
    before: int
    after: int


@dataclass(frozen=True)
class ListChangeSeen:
    """A list against the last good version of it."""

    gate: ClassVar[GateKind] = "list change"

    list_id: str
    counts: tuple[RowCount, ...]
    published: date | None
    last_good: str


@dataclass(frozen=True)
class CoverageSeen:
    """Listed parties counted on their way to the hits, a count for each list and type."""

    gate: ClassVar[GateKind] = "coverage"

    counts: tuple[ListCoverage, ...]


@dataclass(frozen=True)
class CustomersSeen:
    """A customer table as it was read."""

    gate: ClassVar[GateKind] = "customers"

    rows_in: int
    rows_screened: int
    rows_rejected: int
    repeated_record_ids: int


@dataclass(frozen=True)
class HitsSeen:
    """hits: rows; records: customers among them, each counted once; customers: all that were screened."""

    gate: ClassVar[GateKind] = "hits"

    hits: int
    records: int
    customers: int


@dataclass(frozen=True)
class AlertsLost:
    """Of `total` alerts that wait for a person or are true matches, how many would lose their hit: because
    the customer is gone, because the party is listed no more, or because the pair is no hit any more."""

    total: int
    customer_gone: int
    party_gone: int
    no_hit: int

    @property
    def lost(self) -> int:
        return self.customer_gone + self.party_gone + self.no_hit


@dataclass(frozen=True)
class NightComparison:
    """A night against the one before. run_key: of the night before; None where there is none.

    rows_before, rows: customers screened then and now. ids_gone: of those then, missing now.
    renumbered: customers of the same name and birth date under another id than before.
    filled: column → rows with a value then and now. columns_gone: of our columns, those that the table had
    then (columns_before of them) and has no more.
    """

    gate: ClassVar[GateKind] = "night"

    run_key: str | None
    rows_before: int
    rows: int
    ids_gone: int
    renumbered: int
    filled: Mapping[str, tuple[int, int]]
    columns_gone: tuple[str, ...]
    columns_before: int
    alerts: AlertsLost


# What a gate looked at, in figures. Which it is tells the kind of the gate.
GateSeen = (
    ListSeen | FirstVersionSeen | ListChangeSeen | CoverageSeen | CustomersSeen | HitsSeen | NightComparison
)
