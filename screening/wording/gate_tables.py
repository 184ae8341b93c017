"""The words of the tables that quality gates look at: what each is called, and what one row of it is."""

from __future__ import annotations

from collections.abc import Mapping

from screening.model.gates import GateTable

__all__ = ["table_about", "table_title"]

_TABLES: Mapping[GateTable, tuple[str, str]] = {
    "list.entities": ("Parties", "One row for each listed party."),
    "list.names": ("Names", "One row for each name of a listed party."),
    "list.birth_dates": (
        "Birth dates",
        "One row for each date of birth, as a range of days; 1 in 'reversed' or 'out_of_range' is a fault.",
    ),
    "list.tables": (
        "References",
        "One row for each table of the list, with the number of its rows that point to no listed party.",
    ),
    "list.ends": (
        "Ends of the files",
        "One row for aliases and one for addresses: how many parties stand behind the last that has any, and "
        "the longest stretch of such parties before it.",
    ),
    "list.whole": (
        "Whole list",
        "One row for the list: its size, its age, and how much of it could not be placed or understood.",
    ),
    "change.counts": (
        "Number of rows",
        "One row for each kind of content: how far it fell or rose from the last good version, as a share.",
    ),
    "change.columns": (
        "Columns",
        "One row for each column of the list's tables; 1 where it was filled in the last good version and is "
        "empty now.",
    ),
    "change.whole": (
        "Versions",
        "One row for the two versions: how many days the new one is later; 1 where it lost its date; the "
        "share of the last good version's parties that are gone; when the same content was published "
        "before, if it was; 1 where most of what the last good version added is gone again.",
    ),
    "list.counts": (
        "Counts",
        "One row for each type: parties and names in the publisher's files, counted there by a way of its "
        "own, and in the list that was read; 1 in 'not_read' where they differ.",
    ),
    "coverage.counts": (
        "Counts",
        "One row for each list and type: parties and names that were published, read, indexed and screened "
        "against. Names without a letter or digit are in no index. 1 in 'not_read', 'not_indexed' or "
        "'not_screened' where the counts differ.",
    ),
    "customers.batches": (
        "Batches",
        "One row for each batch of customers that was read, with the number of its rows that break a rule.",
    ),
    "customers.whole": (
        "Whole file",
        "One row for the customer file: rows read, rows accounted for, and the share that was rejected.",
    ),
    "hits.whole": (
        "Whole table",
        "One row for the table of hits: its columns, and the share of customers with a hit.",
    ),
    "hits.rows": (
        "Hits",
        "One row for each hit; 1 in 'not_on_list', 'not_screened' or 'other_version' is a fault.",
    ),
    "night.table": (
        "Customer table",
        "One row for the customer table against last night's: shares of last night's rows; 1 in 'emptied' "
        "where it has no row any more.",
    ),
    "night.filled": (
        "Values",
        "One row for each column that is screened with: the share of rows with a value, last night and now.",
    ),
    "night.columns": (
        "Columns",
        "One row for each column of ours that the table had last night and has no more.",
    ),
    "night.alerts": (
        "Alerts",
        "One row for each reason why an alert that is undecided or a true match would lose its hit.",
    ),
}


def table_title(table: GateTable) -> str:
    """What a reader calls the table, such as "Parties"."""
    return _TABLES[table][0]


def table_about(table: GateTable) -> str:
    """What one row of the table is."""
    return _TABLES[table][1]
