"""What the night gate demands. Reach for it, beside `suites`, to read or change what a night must satisfy.

Limits come from `gates.night` of the settings.
"""

from __future__ import annotations

import great_expectations as gx

from screening.quality.demands import at_most, suite, zero
from screening.settings.gates import NightGateSettings

__all__ = ["night_suites"]

_LOOK = (
    "see that the customer table is whole and the right one, and run again; where the change is real, take "
    "it in: sanctions nightly --config FILE --accept-change"
)
_LIMIT = "see gates.night of the settings"


def night_suites(limits: NightGateSettings) -> dict[str, gx.ExpectationSuite]:
    """Suites for the tables of `night_facts.night_tables`, by table name."""
    table = suite(
        "night.table",
        "Customer table",
        "One row for the customer table against last night's: shares of last night's rows; 1 in 'emptied' "
        "where it has no row any more.",
        zero("emptied", "the customer table has rows, as last night", _LOOK),
        at_most(
            "fall",
            limits.max_rows_fall_share,
            f"at most {limits.max_rows_fall_share:.1%} fewer rows than last night",
            f"{_LOOK}; or raise max_rows_fall_share ({_LIMIT})",
        ),
        at_most(
            "rise",
            limits.max_rows_rise_share,
            f"at most {limits.max_rows_rise_share:.1%} more rows than last night",
            f"{_LOOK}; or raise max_rows_rise_share ({_LIMIT})",
        ),
        at_most(
            "gone",
            limits.max_ids_gone_share,
            f"at most {limits.max_ids_gone_share:.1%} of last night's record ids are gone",
            f"{_LOOK}; or raise max_ids_gone_share ({_LIMIT})",
        ),
        at_most(
            "renumbered",
            limits.max_renumbered_share,
            f"at most {limits.max_renumbered_share:.1%} of the customers have the name and birth date that "
            "stood under another record id last night",
            "give records the ids they had, and run again; where they have new ones for good, carry alerts "
            "and decisions to them (sanctions review rekey MAPPING), then take the night in: sanctions "
            "nightly --config FILE --accept-change",
        ),
    )
    filled = suite(
        "night.filled",
        "Values",
        "One row for each column that is screened with: the share of rows with a value, last night and now.",
        at_most(
            "fall",
            limits.max_filled_fall,
            f"no column has over {limits.max_filled_fall:.0%} fewer values, row for row, than last night",
            f"{_LOOK}; or raise max_filled_fall ({_LIMIT})",
        ),
    )
    columns = suite(
        "night.columns",
        "Columns",
        "One row for each column of ours that the table had last night and has no more.",
        zero(
            "gone",
            "every column that the table had last night is there",
            "give the column its name again, or map the new one in the config under customers.columns; where "
            "it is gone for good, take the night in: sanctions nightly --config FILE --accept-change",
        ),
    )
    alerts = suite(
        "night.alerts",
        "Alerts",
        "One row for each reason why an alert that is undecided or a true match would lose its hit.",
        at_most(
            "share",
            limits.max_alerts_lost_share,
            f"at most {limits.max_alerts_lost_share:.0%} of the alerts that are undecided or true matches "
            "lose their hit",
            f"{_LOOK}; or raise max_alerts_lost_share ({_LIMIT})",
        ),
    )
    return {"table": table, "filled": filled, "columns": columns, "alerts": alerts}
