"""Everything the gates demand, on one page. Reach for it to read or change what a run must satisfy.

Four gates (list, list change, customers, hits), each a Great Expectations suite for every table it looks
at. A suite has a title and says what a row of its table is; an expectation says in its `meta` what it demands
in words and what a person can do where it is not met.
Limits come from the `gates` section of the settings.
"""

from __future__ import annotations

from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from screening.customers.batch import GENDERS
from screening.hits.table import AGREEMENT, STATUSES
from screening.settings import GateSettings
from screening.watchlists.watchlist import ENTITY_TYPES, NAME_QUALITIES

__all__ = ["customers_suites", "hits_suites", "list_change_suites", "list_suites"]

_FETCH_AGAIN = "fetch the list again from its publisher; if it stays so, the publisher's format has changed"
_FAULT = "this is a fault of the program: keep the run's input and report it"
_LIMIT = "see the 'gates' section of the settings"


def _suite(name: str, title: str, about: str, *expectations: Expectation) -> gx.ExpectationSuite:
    return gx.ExpectationSuite(name=name, meta={"title": title}, notes=about, expectations=list(expectations))


def _demand(kind: type[Expectation], says: str, way_out: str, **arguments: Any) -> Expectation:
    return kind(meta={"says": says, "way_out": way_out}, **arguments)


def _zero(column: str, says: str, way_out: str) -> Expectation:
    return _demand(gxe.ExpectColumnValuesToBeInSet, says, way_out, column=column, value_set=[0])


def _at_most(column: str, limit: float, says: str, way_out: str) -> Expectation:
    return _demand(gxe.ExpectColumnValuesToBeBetween, says, way_out, column=column, max_value=limit)


def _filled(column: str, says: str, way_out: str) -> Expectation:
    return _demand(gxe.ExpectColumnValuesToNotBeNull, says, way_out, column=column)


def _one_of(column: str, values: tuple[str, ...], says: str, way_out: str) -> Expectation:
    return _demand(gxe.ExpectColumnValuesToBeInSet, says, way_out, column=column, value_set=list(values))


def list_suites(limits: GateSettings) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `list_facts.list_tables`, by table name."""
    entities = _suite(
        "list.entities",
        "Parties",
        "One row for each listed party.",
        _filled("entity_id", "every party has a number", _FETCH_AGAIN),
        _demand(
            gxe.ExpectColumnValuesToBeUnique,
            "every party is listed once",
            _FETCH_AGAIN,
            column="entity_id",
        ),
        _filled("entity_type", "every party has a type", _FETCH_AGAIN),
        _one_of("entity_type", ENTITY_TYPES, f"types are {', '.join(ENTITY_TYPES)}", _FETCH_AGAIN),
        _zero("missing_primary_name", "every party has a primary name", _FETCH_AGAIN),
    )
    names = _suite(
        "list.names",
        "Names",
        "One row for each name of a listed party.",
        _filled("name", "no name is null", _FETCH_AGAIN),
        _demand(
            gxe.ExpectColumnValuesToMatchRegex, "no name is blank", _FETCH_AGAIN, column="name", regex=r"\S"
        ),
        _filled("quality", "every name has a quality", _FETCH_AGAIN),
        _one_of("quality", NAME_QUALITIES, f"qualities are {', '.join(NAME_QUALITIES)}", _FETCH_AGAIN),
    )
    birth_dates = _suite(
        "list.birth_dates",
        "Birth dates",
        "One row for each date of birth, as a range of days; 1 in 'reversed' or 'out_of_range' is a fault.",
        _filled("earliest", "every date of birth has a first possible day", _FETCH_AGAIN),
        _filled("latest", "every date of birth has a last possible day", _FETCH_AGAIN),
        _zero("reversed", "no range of birth dates ends before it begins", _FETCH_AGAIN),
        _zero("out_of_range", "birth dates lie between 1850 and today", _FETCH_AGAIN),
    )
    tables = _suite(
        "list.tables",
        "References",
        "One row for each table of the list, with the number of its rows that point to no listed party.",
        _zero("dangling", "every row of every table points to a listed party", _FETCH_AGAIN),
    )
    whole = [
        _demand(
            gxe.ExpectColumnValuesToBeBetween,
            f"the list holds at least {limits.min_entities:,} parties",
            f"fetch the list again, or lower min_entities ({_LIMIT})",
            column="entities",
            min_value=limits.min_entities,
        ),
        _at_most(
            "orphan_share",
            limits.max_orphan_share,
            f"at most {limits.max_orphan_share:.3%} of aliases and addresses point to no listed party",
            "check that the files of the list are of the same day; "
            f"fetch them again together, or raise max_orphan_share ({_LIMIT})",
        ),
        _at_most(
            "other_share",
            limits.max_other_share,
            f"at most {limits.max_other_share:.2%} of the segments of remarks are not understood",
            "read the list's 'other' table: the publisher writes something new, and the grammar of remarks "
            f"must learn it; or raise max_other_share ({_LIMIT})",
        ),
    ]
    if limits.max_list_age_days is not None:
        whole.append(
            _demand(
                gxe.ExpectColumnValuesToBeBetween,
                f"a list that states its date is no older than {limits.max_list_age_days} days, "
                "and not from the future",
                f"import a newer list, or raise max_list_age_days ({_LIMIT})",
                column="age_days",
                # The publisher's clock may be a day ahead of UTC.
                min_value=-1,
                max_value=limits.max_list_age_days,
            )
        )
    return {
        "entities": entities,
        "names": names,
        "birth_dates": birth_dates,
        "tables": tables,
        "list": _suite(
            "list.whole",
            "Whole list",
            "One row for the list: its size, its age, and how much of it could not be placed or understood.",
            *whole,
        ),
    }


def list_change_suites(limits: GateSettings) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `change_facts.change_tables`, by table name."""
    look = (
        "compare the two with 'sanctions lists diff'; where the change is real, import with --accept-change"
    )
    counts = _suite(
        "change.counts",
        "Number of rows",
        "One row for each kind of content: how far it fell or rose from the last good version, as a share.",
        _at_most(
            "fall",
            limits.max_fall_share,
            f"nothing falls by more than {limits.max_fall_share:.0%}",
            f"fetch the list again; {look}, or raise max_fall_share ({_LIMIT})",
        ),
        _at_most(
            "rise",
            limits.max_rise_share,
            f"nothing rises by more than {limits.max_rise_share:.0%}",
            f"see that the files are those of this list; {look}, or raise max_rise_share ({_LIMIT})",
        ),
    )
    columns = _suite(
        "change.columns",
        "Columns",
        "One row for each column of the list's tables; 1 where it was filled in the last good version and is "
        "empty now.",
        _zero(
            "lost",
            "no table and no column that was filled is empty",
            f"fetch the list again; if it stays so, the publisher's format has changed: {look}",
        ),
    )
    whole = _suite(
        "change.whole",
        "Dates",
        "One row for the two versions: how many days the new one is later; 1 where it lost its date.",
        _demand(
            gxe.ExpectColumnValuesToBeBetween,
            "the list is not older than the last good version, in days",
            "fetch the newest list; to keep an older one beside it, import with --accept-change",
            column="days_later",
            min_value=0,
        ),
        _zero(
            "date_lost",
            "the list states its date, as the last good version did",
            "put CSV files into a folder called by their date, such as 2022-01-31: "
            "a version without a date counts as older than all that have one",
        ),
    )
    return {"counts": counts, "columns": columns, "whole": whole}


def customers_suites(limits: GateSettings, rows_in: int) -> dict[str, gx.ExpectationSuite]:
    """Suites for the two tables of `CustomerFacts`: one row a batch, and one row for the whole file."""
    max_rejected = limits.max_rejected_share if rows_in >= limits.rejected_share_from_rows else 1.0
    batches = _suite(
        "customers.batches",
        "Batches",
        "One row for each batch of customers that was read, with the number of its rows that break a rule.",
        _one_of("wrong_columns", ("",), "batches have the customer columns with their types", _FAULT),
        _zero("missing_record_ids", "every screened customer has a record_id", _FAULT),
        _zero("missing_names", "every screened customer has a name", _FAULT),
        _zero("unknown_types", f"entity types are {', '.join(ENTITY_TYPES)} or unknown", _FAULT),
        _zero("unknown_genders", f"genders are {', '.join(GENDERS)} or unknown", _FAULT),
        _zero("impossible_dates", "birth dates are whole ranges between 1850 and today", _FAULT),
    )
    whole = _suite(
        "customers.whole",
        "Whole file",
        "One row for the customer file: rows read, rows accounted for, and the share that was rejected.",
        _demand(
            gxe.ExpectColumnPairValuesToBeEqual,
            "rows in equal rows screened plus rows rejected",
            _FAULT,
            column_A="rows_in",
            column_B="rows_accounted_for",
        ),
        _zero(
            "repeated_record_ids",
            "every record_id stands once in the whole file",
            "make record_id unique in the customer table",
        ),
        _at_most(
            "rejected_share",
            max_rejected,
            f"at most {max_rejected:.1%} of the rows are rejected",
            "check the column mapping in the config and the source of the file; "
            f"or raise max_rejected_share ({_LIMIT})",
        ),
    )
    return {"batches": batches, "whole": whole}


def hits_suites(limits: GateSettings, threshold: float) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `hit_facts.hit_tables`, by table name."""
    keys = ("alert_id", "record_id", "list_id", "entity_id", "matched_name", "explanation")
    rows = [_filled(key, f"no hit is without {key}", _FAULT) for key in keys]
    rows += [
        _demand(gxe.ExpectColumnValuesToBeUnique, "alert_id is unique", _FAULT, column="alert_id"),
        _demand(
            gxe.ExpectCompoundColumnsToBeUnique,
            "a customer and a party make one hit",
            _FAULT,
            column_list=["record_id", "list_id", "entity_id"],
        ),
    ]
    for column, least in (("score", threshold), ("name_score", 0.0)):
        rows += [
            _filled(column, f"no hit is without {column}", _FAULT),
            _demand(
                gxe.ExpectColumnValuesToBeBetween,
                f"{column} lies between {least:g} and 100",
                _FAULT,
                column=column,
                min_value=least,
                max_value=100,
            ),
        ]
    sets: dict[str, tuple[str, ...]] = {
        "entity_type": ENTITY_TYPES,
        "matched_name_quality": NAME_QUALITIES,
        "date_of_birth_match": AGREEMENT,
        "country_match": AGREEMENT,
        "id_match": AGREEMENT,
        "gender_match": AGREEMENT,
        "status": STATUSES,
    }
    for column, values in sets.items():
        rows += [
            _filled(column, f"no hit is without {column}", _FAULT),
            _one_of(column, values, f"{column} is one of {', '.join(values)}", _FAULT),
        ]
    rows += [
        _zero("not_on_list", "every hit points to a party on the list", _FAULT),
        _zero("not_screened", "every hit points to a customer that was screened", _FAULT),
        _zero("other_version", "every hit names the version of its list that was screened with", _FAULT),
    ]
    whole = _suite(
        "hits.whole",
        "Whole table",
        "One row for the table of hits: its columns, and the share of customers with a hit.",
        _one_of("wrong_columns", ("",), "hits have the promised columns with their types", _FAULT),
        _at_most(
            "hit_share",
            limits.max_hit_share,
            f"at most {limits.max_hit_share:.1%} of the customers have a hit",
            f"check the threshold and the columns of the customer table; or raise max_hit_share ({_LIMIT})",
        ),
    )
    return {
        "whole": whole,
        "rows": _suite(
            "hits.rows",
            "Hits",
            "One row for each hit; 1 in 'not_on_list', 'not_screened' or 'other_version' is a fault.",
            *rows,
        ),
    }
