"""The words of quality gates: their names, and what they saw and found.

What they demand, and the way out: `demands`. What the tables are that they look at: `gate_tables`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from screening.model.gates import (
    CoverageSeen,
    CustomersSeen,
    Example,
    FirstVersionSeen,
    Found,
    GateSeen,
    HitsSeen,
    ListChangeSeen,
    ListSeen,
    NightComparison,
)
from screening.model.party_counts import ListCoverage
from screening.wording.lists import coverage_words

__all__ = ["found_words", "gate_name", "seen_words"]


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
