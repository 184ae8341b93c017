"""The words of quality gates: their names, what they saw, what they demand, and the way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, assert_never

from screening.model.gates import (
    CoverageSeen,
    CustomersSeen,
    Demand,
    DemandKind,
    Example,
    FirstVersionSeen,
    Found,
    GateSeen,
    GateTable,
    HitsSeen,
    ListChangeSeen,
    ListSeen,
    NightComparison,
)
from screening.model.party_counts import ListCoverage
from screening.wording.lists import coverage_words

__all__ = [
    "demand_words",
    "found_words",
    "gate_name",
    "seen_words",
    "table_about",
    "table_title",
    "way_out_words",
]


class _Words(NamedTuple):
    """says: what must hold, without its full stop; way_out: what a person can do where it does not. Both may
    have {column}, {limit} and {values} of the demand."""

    says: str
    way_out: str


_FETCH_AGAIN = "fetch the list again from its publisher; if it stays so, the publisher's format has changed"
_FAULT = "this is a fault of the program: keep the run's input and report it"
_SETTINGS = "see the 'gates' section of the settings"
_COMPARE = (
    "compare the two with 'sanctions lists diff'; where the change is real, import with --accept-change"
)
_LOOK = (
    "see that the customer table is whole and the right one, and run again; where the change is real, take "
    "it in: sanctions nightly --config FILE --accept-change"
)
_NIGHT_SETTINGS = "see gates.night of the settings"

_DEMANDS: Mapping[DemandKind, _Words] = {
    "party has number": _Words("every party has a number", _FETCH_AGAIN),
    "party listed once": _Words("every party is listed once", _FETCH_AGAIN),
    "party has type": _Words("every party has a type", _FETCH_AGAIN),
    "party type known": _Words("types are {values}", _FETCH_AGAIN),
    "party has primary name": _Words("every party has a primary name", _FETCH_AGAIN),
    "name not null": _Words("no name is null", _FETCH_AGAIN),
    "name not blank": _Words("no name is blank", _FETCH_AGAIN),
    "name has quality": _Words("every name has a quality", _FETCH_AGAIN),
    "name quality known": _Words("qualities are {values}", _FETCH_AGAIN),
    "birth date has first day": _Words("every date of birth has a first possible day", _FETCH_AGAIN),
    "birth date has last day": _Words("every date of birth has a last possible day", _FETCH_AGAIN),
    "birth date in order": _Words("no range of birth dates ends before it begins", _FETCH_AGAIN),
    "birth date in range": _Words("birth dates lie between {limit} and today", _FETCH_AGAIN),
    "rows point to parties": _Words("every row of every table points to a listed party", _FETCH_AGAIN),
    "aliases and addresses to the end": _Words(
        "aliases and addresses run on to the end of the list",
        "the file of aliases or addresses is empty or cut: fetch the list's files again together; of a "
        f"list that has none, set max_parties_without_alias to null ({_SETTINGS})",
    ),
    "published parties read": _Words(
        "parties and names are as many as the publisher's files hold, of every type",
        f"{_FETCH_AGAIN}: the reader of it must learn it",
    ),
    "parties read are indexed": _Words("every party and name that was read is in the index", _FAULT),
    "indexed parties screened against": _Words(
        "every party and name in the index was screened against, in every process", _FAULT
    ),
    "least parties": _Words(
        "the list holds at least {limit:,} parties",
        f"fetch the list again, or lower min_entities ({_SETTINGS})",
    ),
    "most orphans": _Words(
        "at most {limit:.3%} of aliases and addresses point to no listed party",
        "check that the files of the list are of the same day; "
        f"fetch them again together, or raise max_orphan_share ({_SETTINGS})",
    ),
    "most unparsed remarks": _Words(
        "at most {limit:.2%} of the segments of remarks are not understood",
        "read the list's 'unparsed_remarks' table: the publisher writes something new, and the grammar of "
        f"remarks must learn it; or raise max_unparsed_remarks_share ({_SETTINGS})",
    ),
    "list age": _Words(
        "the list is no older than {limit} days, and not from the future",
        "see that new publications arrive, or import one: sanctions lists import PATH; for a list "
        "that is published seldom, raise max_age_days of its source under 'lists', or "
        f"max_list_age_days ({_SETTINGS})",
    ),
    "first version": _Words("a first version may be anything", ""),
    "most fall": _Words(
        "nothing falls by more than {limit:.0%}",
        f"fetch the list again; {_COMPARE}, or raise max_fall_share ({_SETTINGS})",
    ),
    "most rise": _Words(
        "nothing rises by more than {limit:.0%}",
        f"see that the files are those of this list; {_COMPARE}, or raise max_rise_share ({_SETTINGS})",
    ),
    "no column lost": _Words(
        "no table and no column that was filled is empty",
        f"fetch the list again; if it stays so, the publisher's format has changed: {_COMPARE}",
    ),
    "not older": _Words(
        "the list is not older than the last good version, in days",
        "fetch the newest list; to keep an older one beside it, import with --accept-change",
    ),
    "states its date": _Words(
        "the list states its date, as the last good version did",
        "put CSV files into a folder called by their date, such as 2022-01-31: "
        "a version without a date counts as older than all that have one",
    ),
    "most parties gone": _Words(
        "at most {limit:.0%} of the last good version's parties are gone",
        f"fetch the list again; {_COMPARE}, or raise max_parties_gone_share ({_SETTINGS})",
    ),
    "not published before": _Words(
        "the content is not that of an earlier version",
        f"an older list came under a newer date: fetch the newest; {_COMPARE}",
    ),
    "additions still there": _Words(
        "most parties that the last good version added are still there",
        f"this looks like a list from before that version: fetch the newest; {_COMPARE}",
    ),
    "customer columns": _Words("batches have the customer columns with their types", _FAULT),
    "customer has id": _Words("every screened customer has a record_id", _FAULT),
    "customer has name": _Words("every screened customer has a name", _FAULT),
    "customer type known": _Words("entity types are {values} or unknown", _FAULT),
    "customer gender known": _Words("genders are {values} or unknown", _FAULT),
    "customer birth date possible": _Words("birth dates are whole ranges between {limit} and today", _FAULT),
    "rows add up": _Words("rows in equal rows screened plus rows rejected", _FAULT),
    "record id unique": _Words(
        "every record_id stands once in the whole file", "make record_id unique in the customer table"
    ),
    "most rejected": _Words(
        "at most {limit:.1%} of the rows are rejected",
        "check the column mapping in the config and the source of the file; "
        f"or raise max_rejected_share ({_SETTINGS})",
    ),
    "hit columns": _Words("hits have the promised columns with their types", _FAULT),
    "most hits": _Words(
        "at most {limit:.1%} of the customers have a hit",
        f"check the threshold and the columns of the customer table; or raise max_hit_share ({_SETTINGS})",
    ),
    "hit has value": _Words("no hit is without {column}", _FAULT),
    "hit score in range": _Words("{column} lies between {limit:g} and 100", _FAULT),
    "hit value known": _Words("{column} is one of {values}", _FAULT),
    "alert id unique": _Words("alert_id is unique", _FAULT),
    "pair unique": _Words("a customer and a party make one hit of a kind", _FAULT),
    "hit on a listed party": _Words("every hit points to a party on the list", _FAULT),
    "hit on a screened customer": _Words("every hit points to a customer that was screened", _FAULT),
    "hit of a screened version": _Words(
        "every hit names the version of its list that was screened with", _FAULT
    ),
    "table has rows": _Words("the customer table has rows, as last night", _LOOK),
    "most rows fewer": _Words(
        "at most {limit:.1%} fewer rows than last night",
        f"{_LOOK}; or raise max_rows_fall_share ({_NIGHT_SETTINGS})",
    ),
    "most rows more": _Words(
        "at most {limit:.1%} more rows than last night",
        f"{_LOOK}; or raise max_rows_rise_share ({_NIGHT_SETTINGS})",
    ),
    "most ids gone": _Words(
        "at most {limit:.1%} of last night's record ids are gone",
        f"{_LOOK}; or raise max_ids_gone_share ({_NIGHT_SETTINGS})",
    ),
    "most renumbered": _Words(
        "at most {limit:.1%} of the customers have the name and birth date that "
        "stood under another record id last night",
        "give records the ids they had, and run again; where they have new ones for good, carry alerts "
        "and decisions to them (sanctions review rekey MAPPING), then take the night in: sanctions "
        "nightly --config FILE --accept-change",
    ),
    "most values fewer": _Words(
        "no column has over {limit:.0%} fewer values, row for row, than last night",
        f"{_LOOK}; or raise max_filled_fall ({_NIGHT_SETTINGS})",
    ),
    "no customer column gone": _Words(
        "every column that the table had last night is there",
        "give the column its name again, or map the new one in the config under customers.columns; where "
        "it is gone for good, take the night in: sanctions nightly --config FILE --accept-change",
    ),
    "most alerts lost": _Words(
        "at most {limit:.0%} of the alerts that are undecided or true matches lose their hit",
        f"{_LOOK}; or raise max_alerts_lost_share ({_NIGHT_SETTINGS})",
    ),
}

# What a reader calls a table that a gate looks at, and what one row of it is.
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


def demand_words(demand: Demand) -> str:
    """What must hold, as a sentence without its full stop."""
    return _filled_in(_DEMANDS[demand.kind].says, demand)


def way_out_words(demand: Demand) -> str:
    """What a person can do where it does not hold."""
    return _filled_in(_DEMANDS[demand.kind].way_out, demand)


def _filled_in(words: str, demand: Demand) -> str:
    return words.format(column=demand.column, limit=demand.limit, values=", ".join(demand.values))


def found_words(found: Found) -> str:
    """What was found instead, with examples."""
    examples = "; ".join(map(_example, found.examples))
    if found.count is None or found.of_rows in (None, 1):
        return f"found {examples}"
    return f"found {found.count:,} of {found.of_rows:,} rows, such as {examples}"


def _example(example: Example) -> str:
    values = [_value(value) for value in example.values]
    if example.row is None:
        return " and ".join(values)
    column, value = example.row
    label = f"{column} {_value(value)}"
    return f"{', '.join(values)} ({label})" if values else label


def _value(value: object) -> str:
    if isinstance(value, tuple):
        return " and ".join(map(_value, value))
    if isinstance(value, str):
        return f"'{value}'"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def table_title(table: GateTable) -> str:
    """What a reader calls the table, such as "Parties"."""
    return _TABLES[table][0]


def table_about(table: GateTable) -> str:
    """What one row of the table is."""
    return _TABLES[table][1]


def gate_name(seen: GateSeen) -> str:
    """Such as "list OFAC-SDN", "customers" or "hits"."""
    match seen:
        case ListSeen() | FirstVersionSeen() | ListChangeSeen():
            return f"{seen.gate} {seen.list_id}"
        case _:
            return seen.gate


def seen_words(seen: GateSeen) -> str:
    """The figures a gate looked at, whether it passed or not, as a sentence without its full stop."""
    match seen:
        case ListSeen():
            return (
                f"{seen.parties:,} parties with {seen.names:,} names, "
                f"{seen.orphans:,} orphan rows ({seen.orphan_share:.3%}), "
                f"{seen.unparsed_share:.2%} of {seen.remark_segments:,} segments of remarks not understood, "
                f"{_age(seen)}{_unknown_programs(seen)}"
            )
        case FirstVersionSeen():
            return f"{seen.parties:,} parties and no earlier version to compare them with"
        case ListChangeSeen():
            counts = [f"{one.after:,} {one.rows} ({one.after - one.before:+,})" for one in seen.counts]
            published = seen.published or "at an unknown date"
            return f"{', '.join(counts)}, published {published}, against {seen.last_good}"
        case CoverageSeen():
            return _coverage(seen.counts)
        case CustomersSeen():
            return (
                f"{seen.rows_in:,} rows in, {seen.rows_screened:,} screened, "
                f"{seen.rows_rejected:,} rejected, {seen.repeated_record_ids:,} repeated record ids"
            )
        case HitsSeen():
            return f"{seen.hits:,} hits on {seen.records:,} of {seen.customers:,} customers"
        case NightComparison():
            return _night(seen)
        case _:
            assert_never(seen)


def _age(seen: ListSeen) -> str:
    if seen.published is None and seen.brought is None:
        return "of unknown date, so its age was not checked"
    words = "of unknown date"
    if seen.published:
        words = f"published {seen.published}, {(seen.day - seen.published).days:,} days ago"
    if seen.brought is None or seen.brought == seen.published:
        return words
    return f"{words}, last brought {seen.brought}, {(seen.day - seen.brought).days:,} days ago"


def _unknown_programs(seen: ListSeen) -> str:
    codes = seen.unknown_programs
    return f", unknown programs: {', '.join(codes)}" if codes else ""


def _coverage(counts: Sequence[ListCoverage]) -> str:
    """How much of each list was screened against; the counts of its types stand in the gate's table."""
    lists = dict.fromkeys(row.list_id for row in counts)
    of_list = [coverage_words(one, [row for row in counts if row.list_id == one]) for one in lists]
    return "; ".join(of_list) or "no list"


def _night(night: NightComparison) -> str:
    alerts = night.alerts
    lost = (
        f"{alerts.lost:,} of {alerts.total:,} alerts that are undecided or true matches would lose their hit "
        f"({alerts.customer_gone:,} customer gone, {alerts.party_gone:,} party listed no more, "
        f"{alerts.no_hit:,} no hit any more)"
    )
    if night.run_key is None:
        return f"{night.rows:,} customers and no earlier night to compare them with; {lost}"
    columns = f"{len(night.columns_gone)} of {night.columns_before} columns gone"
    return (
        f"{night.rows:,} customers ({night.rows - night.rows_before:+,}), {night.ids_gone:,} of last night's "
        f"ids gone, {night.renumbered:,} people under another id, {columns}; {lost}"
    )
