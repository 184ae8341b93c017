"""Demands on a table and how Great Expectations is to look for each; light to import.

A gate lists its demands as data. `validation` makes a suite of them, `wording.demands` says them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from screening.model.gates import Demand, DemandKind, GateTable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Expectation",
    "TableToCheck",
    "at_most",
    "between",
    "expect",
    "filled",
    "one_of",
    "unique",
    "zero",
]


@dataclass(frozen=True)
class Expectation:
    """A demand, and the expectation of Great Expectations that finds whether it is met.

    looks_for: the expectation's class. arguments: its own, but for those that are the demand's column.
    """

    demand: Demand
    looks_for: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TableToCheck:
    """A table that a gate looks at. row_label: the column that names a row in what was found (such as
    entity_id), where the table has one."""

    table: GateTable
    rows: pd.DataFrame
    expectations: tuple[Expectation, ...]
    row_label: str | None = None


def expect(demand: Demand, looks_for: str, **arguments: Any) -> Expectation:
    return Expectation(demand, looks_for, arguments)


def zero(column: str, kind: DemandKind, **of_demand: Any) -> Expectation:
    """Every value is 0: of a count of faults, or of a mark of one."""
    return expect(Demand(kind, column, **of_demand), "ExpectColumnValuesToBeInSet", value_set=[0])


def at_most(column: str, kind: DemandKind, limit: float) -> Expectation:
    return expect(Demand(kind, column, limit), "ExpectColumnValuesToBeBetween", max_value=limit)


def between(column: str, kind: DemandKind, least: float, most: float | None = None) -> Expectation:
    """The demand's limit is the least."""
    bounds = {"min_value": least} | ({} if most is None else {"max_value": most})
    return expect(Demand(kind, column, least), "ExpectColumnValuesToBeBetween", **bounds)


def filled(column: str, kind: DemandKind) -> Expectation:
    return expect(Demand(kind, column), "ExpectColumnValuesToNotBeNull")


def unique(column: str, kind: DemandKind) -> Expectation:
    return expect(Demand(kind, column), "ExpectColumnValuesToBeUnique")


def one_of(column: str, kind: DemandKind, values: tuple[str, ...]) -> Expectation:
    demand = Demand(kind, column, values=values)
    return expect(demand, "ExpectColumnValuesToBeInSet", value_set=list(values))
