"""Everything the gates demand, on one page. Reach for it to read or change what a run must satisfy.

Four gates (list, list change, customers, hits; that of a night is in `night_suites`), each a Great
Expectations suite for every table it looks at. A suite has a title and says what a row of its table is; an
expectation says in its `meta` what it demands in words and what a person can do where it is not met.
Limits come from the `gates` section of the settings.
"""

from __future__ import annotations

import great_expectations as gx
import great_expectations.expectations as gxe

from screening.model.hit_table import AGREEMENT, STATUSES
from screening.model.vocabulary import ENTITY_TYPES, GENDERS, NAME_QUALITIES
from screening.quality.demands import FAULT, FETCH_AGAIN, LIMIT, at_most, demand, filled, one_of, suite, zero
from screening.settings.gates import GateSettings

__all__ = ["customers_suites", "hits_suites", "list_change_suites", "list_suites"]


def list_suites(limits: GateSettings, max_age_days: int | None) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `list_facts.list_tables`, by table name. max_age_days: None for any age."""
    entities = suite(
        "list.entities",
        "Parties",
        "One row for each listed party.",
        filled("entity_id", "every party has a number", FETCH_AGAIN),
        demand(
            gxe.ExpectColumnValuesToBeUnique,
            "every party is listed once",
            FETCH_AGAIN,
            column="entity_id",
        ),
        filled("entity_type", "every party has a type", FETCH_AGAIN),
        one_of("entity_type", ENTITY_TYPES, f"types are {', '.join(ENTITY_TYPES)}", FETCH_AGAIN),
        zero("missing_primary_name", "every party has a primary name", FETCH_AGAIN),
    )
    names = suite(
        "list.names",
        "Names",
        "One row for each name of a listed party.",
        filled("name", "no name is null", FETCH_AGAIN),
        demand(
            gxe.ExpectColumnValuesToMatchRegex, "no name is blank", FETCH_AGAIN, column="name", regex=r"\S"
        ),
        filled("quality", "every name has a quality", FETCH_AGAIN),
        one_of("quality", NAME_QUALITIES, f"qualities are {', '.join(NAME_QUALITIES)}", FETCH_AGAIN),
    )
    birth_dates = suite(
        "list.birth_dates",
        "Birth dates",
        "One row for each date of birth, as a range of days; 1 in 'reversed' or 'out_of_range' is a fault.",
        filled("earliest", "every date of birth has a first possible day", FETCH_AGAIN),
        filled("latest", "every date of birth has a last possible day", FETCH_AGAIN),
        zero("reversed", "no range of birth dates ends before it begins", FETCH_AGAIN),
        zero("out_of_range", "birth dates lie between 1850 and today", FETCH_AGAIN),
    )
    tables = suite(
        "list.tables",
        "References",
        "One row for each table of the list, with the number of its rows that point to no listed party.",
        zero("dangling", "every row of every table points to a listed party", FETCH_AGAIN),
    )
    whole = [
        demand(
            gxe.ExpectColumnValuesToBeBetween,
            f"the list holds at least {limits.min_entities:,} parties",
            f"fetch the list again, or lower min_entities ({LIMIT})",
            column="entities",
            min_value=limits.min_entities,
        ),
        at_most(
            "orphan_share",
            limits.max_orphan_share,
            f"at most {limits.max_orphan_share:.3%} of aliases and addresses point to no listed party",
            "check that the files of the list are of the same day; "
            f"fetch them again together, or raise max_orphan_share ({LIMIT})",
        ),
        at_most(
            "unparsed_share",
            limits.max_unparsed_remarks_share,
            f"at most {limits.max_unparsed_remarks_share:.2%} of the segments of remarks are not understood",
            "read the list's 'other' table: the publisher writes something new, and the grammar of remarks "
            f"must learn it; or raise max_unparsed_remarks_share ({LIMIT})",
        ),
    ]
    if max_age_days is not None:
        whole.append(
            demand(
                gxe.ExpectColumnValuesToBeBetween,
                f"the list is no older than {max_age_days} days, and not from the future",
                "see that new publications arrive, or import one: sanctions lists import PATH; for a list "
                "that is published seldom, raise max_age_days of its source under 'lists', or "
                f"max_list_age_days ({LIMIT})",
                column="age_days",
                # The publisher's clock may be a day ahead of UTC.
                min_value=-1,
                max_value=max_age_days,
            )
        )
    ends = suite(
        "list.ends",
        "Ends of the files",
        "One row for aliases and one for addresses: how many parties stand behind the last that has any, and "
        "the longest stretch of such parties before it.",
        zero(
            "cut",
            "aliases and addresses run on to the end of the list",
            "the file of aliases or addresses is empty or cut: fetch the list's files again together; of a "
            f"list that has none, set max_parties_without_alias to null ({LIMIT})",
        ),
    )
    return {
        "entities": entities,
        "names": names,
        "birth_dates": birth_dates,
        "tables": tables,
        "ends": ends,
        "list": suite(
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
    counts = suite(
        "change.counts",
        "Number of rows",
        "One row for each kind of content: how far it fell or rose from the last good version, as a share.",
        at_most(
            "fall",
            limits.max_fall_share,
            f"nothing falls by more than {limits.max_fall_share:.0%}",
            f"fetch the list again; {look}, or raise max_fall_share ({LIMIT})",
        ),
        at_most(
            "rise",
            limits.max_rise_share,
            f"nothing rises by more than {limits.max_rise_share:.0%}",
            f"see that the files are those of this list; {look}, or raise max_rise_share ({LIMIT})",
        ),
    )
    columns = suite(
        "change.columns",
        "Columns",
        "One row for each column of the list's tables; 1 where it was filled in the last good version and is "
        "empty now.",
        zero(
            "lost",
            "no table and no column that was filled is empty",
            f"fetch the list again; if it stays so, the publisher's format has changed: {look}",
        ),
    )
    whole = suite(
        "change.whole",
        "Versions",
        "One row for the two versions: how many days the new one is later; 1 where it lost its date; the "
        "share of the last good version's parties that are gone; when the same content was published "
        "before, if it was; 1 where most of what the last good version added is gone again.",
        demand(
            gxe.ExpectColumnValuesToBeBetween,
            "the list is not older than the last good version, in days",
            "fetch the newest list; to keep an older one beside it, import with --accept-change",
            column="days_later",
            min_value=0,
        ),
        zero(
            "date_lost",
            "the list states its date, as the last good version did",
            "put CSV files into a folder called by their date, such as 2022-01-31: "
            "a version without a date counts as older than all that have one",
        ),
        at_most(
            "gone",
            limits.max_parties_gone_share,
            f"at most {limits.max_parties_gone_share:.0%} of the last good version's parties are gone",
            f"fetch the list again; {look}, or raise max_parties_gone_share ({LIMIT})",
        ),
        one_of(
            "published_before",
            ("",),
            "the content is not that of an earlier version",
            f"an older list came under a newer date: fetch the newest; {look}",
        ),
        zero(
            "taken_back",
            "most parties that the last good version added are still there",
            f"this looks like a list from before that version: fetch the newest; {look}",
        ),
    )
    return {"counts": counts, "columns": columns, "whole": whole}


def customers_suites(limits: GateSettings, rows_in: int) -> dict[str, gx.ExpectationSuite]:
    """Suites for the two tables of `CustomerFacts`: one row a batch, and one row for the whole file."""
    max_rejected = limits.max_rejected_share if rows_in >= limits.rejected_share_from_rows else 1.0
    batches = suite(
        "customers.batches",
        "Batches",
        "One row for each batch of customers that was read, with the number of its rows that break a rule.",
        one_of("wrong_columns", ("",), "batches have the customer columns with their types", FAULT),
        zero("missing_record_ids", "every screened customer has a record_id", FAULT),
        zero("missing_names", "every screened customer has a name", FAULT),
        zero("unknown_types", f"entity types are {', '.join(ENTITY_TYPES)} or unknown", FAULT),
        zero("unknown_genders", f"genders are {', '.join(GENDERS)} or unknown", FAULT),
        zero("impossible_dates", "birth dates are whole ranges between 1850 and today", FAULT),
    )
    whole = suite(
        "customers.whole",
        "Whole file",
        "One row for the customer file: rows read, rows accounted for, and the share that was rejected.",
        demand(
            gxe.ExpectColumnPairValuesToBeEqual,
            "rows in equal rows screened plus rows rejected",
            FAULT,
            column_A="rows_in",
            column_B="rows_accounted_for",
        ),
        zero(
            "repeated_record_ids",
            "every record_id stands once in the whole file",
            "make record_id unique in the customer table",
        ),
        at_most(
            "rejected_share",
            max_rejected,
            f"at most {max_rejected:.1%} of the rows are rejected",
            "check the column mapping in the config and the source of the file; "
            f"or raise max_rejected_share ({LIMIT})",
        ),
    )
    return {"batches": batches, "whole": whole}


def hits_suites(limits: GateSettings, threshold: float, rows_screened: int) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `hit_facts.hit_tables`, by table name."""
    max_hits = limits.max_hit_share if rows_screened >= limits.hit_share_from_rows else 1.0
    keys = ("alert_id", "record_id", "list_id", "entity_id", "matched_name", "explanation")
    rows = [filled(key, f"no hit is without {key}", FAULT) for key in keys]
    rows += [
        demand(gxe.ExpectColumnValuesToBeUnique, "alert_id is unique", FAULT, column="alert_id"),
        demand(
            gxe.ExpectCompoundColumnsToBeUnique,
            "a customer and a party make one hit",
            FAULT,
            column_list=["record_id", "list_id", "entity_id"],
        ),
    ]
    for column, least in (("score", threshold), ("name_score", 0.0)):
        rows += [
            filled(column, f"no hit is without {column}", FAULT),
            demand(
                gxe.ExpectColumnValuesToBeBetween,
                f"{column} lies between {least:g} and 100",
                FAULT,
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
            filled(column, f"no hit is without {column}", FAULT),
            one_of(column, values, f"{column} is one of {', '.join(values)}", FAULT),
        ]
    rows += [
        zero("not_on_list", "every hit points to a party on the list", FAULT),
        zero("not_screened", "every hit points to a customer that was screened", FAULT),
        zero("other_version", "every hit names the version of its list that was screened with", FAULT),
    ]
    whole = suite(
        "hits.whole",
        "Whole table",
        "One row for the table of hits: its columns, and the share of customers with a hit.",
        one_of("wrong_columns", ("",), "hits have the promised columns with their types", FAULT),
        at_most(
            "hit_share",
            max_hits,
            f"at most {max_hits:.1%} of the customers have a hit",
            f"check the threshold and the columns of the customer table; or raise max_hit_share ({LIMIT})",
        ),
    )
    return {
        "whole": whole,
        "rows": suite(
            "hits.rows",
            "Hits",
            "One row for each hit; 1 in 'not_on_list', 'not_screened' or 'other_version' is a fault.",
            *rows,
        ),
    }
