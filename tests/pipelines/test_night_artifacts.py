"""What the morning reader sees of a night in Prefect's pages."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from nights import ALERT, REFUSED, night
from prefect_records import newest_run

from pipelines.night_artifacts import night_markdown, write_night_artifacts
from screening.alerts import Event
from screening.model.changes import CUSTOMER_FACTS, Cause, Change, Reason, Statement
from screening.model.gates import Demand, Example, Found, ListChangeSeen, RowCount
from screening.model.run_record import NightAlertCounts
from screening.quality import Check, GateResult
from screening.runs.night.summary import night_alerts
from screening.wording.changes import public_reason_words

FIRST_SEEN = Reason((Cause("first seen", score=90.0),))
GLOMAG = Change("party", "programs", (), ("GLOMAG",))

SEEN = ListChangeSeen("L", (RowCount("parties", before=100, after=50),), date(2022, 1, 31), "L 2022-01-01")
FELL = Check(Demand("most fall", "fall", 0.03), Found((Example((0.5,), ("rows", "parties")),), 1, 9))


def event(kind="raised", reason=FIRST_SEEN, alert_id="A1"):
    return Event(
        event_id=1,
        alert_id=alert_id,
        record_id="c1",
        list_id="OFAC-SDN",
        entity_id="28004",
        revision=1,
        at=datetime(2022, 1, 31, tzinfo=UTC),
        run_key="r",
        reviewer=None,
        kind=kind,
        from_state=None,
        to_state="new",
        reason=reason,
        watchlist_version="v",
        decision_id=None,
    )


def hits(*scores):
    rows = [
        {
            "alert_id": f"A{number}",
            "name": "Qays Khazali",
            "entity_name": "AL-KHAZALI, Qais",
            "score": score,
            "match_probability": score / 100,
        }
        for number, score in enumerate(scores, start=1)
    ]
    return pa.Table.from_pylist(rows)


def test_the_page_says_what_happened_and_what_to_do():
    page = night_markdown(night()).splitlines()
    assert page[0] == "# 2022-01-31: 1 new alert, 1 reopened"
    assert "5 closed by themselves; 30 of 40 hits stay suppressed as false positives." in page
    assert "Incremental: screening what changed since 2022-01-30. Run key `00ff`." in page
    assert "| Customers | 11 | 22 | 3 | 5,000 |" in page
    assert "| Listed parties | 4 | 7 | 2 |  |" in page
    assert "| OFAC-SDN | new | OFAC-SDN 2022-01-31 | 0 |  |" in page
    assert "| list change OFAC-SDN | yes | 3 parties and no earlier version to compare them with |" in page
    assert "| screen changed | 1.50 |" in page


def test_a_list_that_somebody_has_to_look_after_stands_above_the_tables():
    page = night_markdown(night(lists=(REFUSED,)))
    said = "OFAC-SDN: refused (nothing falls: fell); in use: OFAC-SDN 2022-01-31, 9 days old"
    assert said in page.partition("## What changed")[0]
    assert "| OFAC-SDN | refused | OFAC-SDN 2022-01-31 | 9 | nothing falls: fell |" in page


def test_a_bar_in_a_value_does_not_break_its_table():
    seen = replace(SEEN, list_id="A|B", last_good="one\ntwo")
    gate = GateResult(seen, (FELL,))
    assert (
        "| list change A\\|B | NO | 50 parties (-50), published 2022-01-31, against one two |"
        in night_markdown(night(gates=(gate,)))
    )


def test_a_failed_check_stands_first_and_says_the_way_out(prefect_api):
    from prefect import flow

    failed = GateResult(SEEN, (FELL,))
    gates = (*night().gates, failed)
    said = (
        "list change L: nothing falls by more than 3%: found 1 of 9 rows, such as 0.5 (rows 'parties'). "
        "Way out: fetch the list again;"
    )
    assert said in night_markdown(night(gates=gates))

    @flow(name="a-night-with-a-failed-check")
    def a_night():
        write_night_artifacts(night(gates=gates))

    a_night()
    rows = json.loads(newest_run(prefect_api).artifacts["night-gates"]["data"])
    assert [(row["gate"], row["passed"]) for row in rows] == [
        ("list change L", "NO"),
        ("list change OFAC-SDN", "yes"),
    ]


def test_a_night_on_which_nothing_happened_has_a_page_too():
    quiet = NightAlertCounts(raised=0, reopened=0, closed=0, suppressed=0)
    page = night_markdown(night(quiet, lists=(), gates=(), timings={}, alerts=()))
    assert page.startswith("# 2022-01-31: 0 new alerts, 0 reopened")
    assert page.count("None.") == 3


def test_alerts_come_from_the_ledgers_events_the_closest_first():
    events = [
        event(alert_id="A1"),
        event("closed", Reason((Cause("customer left"),)), "A9"),
        event("reopened", Reason(changes=(GLOMAG,)), "A2"),
    ]
    alerts = night_alerts(events, hits(81.0, 95.0))
    assert [(each.alert_id, each.kind, each.score) for each in alerts] == [
        ("A2", "reopened", 95.0),
        ("A1", "new", 81.0),
    ]
    assert [public_reason_words(each.reason) for each in alerts] == [
        "program GLOMAG added",
        "first seen, with a score of 90.0",
    ]


NAME = Change("customer", "name", ("Qays; Bob",), ("Qays Khazali",))
BIRTH_DATE = Change("customer", "date_of_birth", ("1974",), ("1975",))
ADDRESS = Change("customer", "address", ("customer's name was X",), ())


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (Reason(changes=(NAME,)), "customer changed: name (see 'sanctions review history')"),
        (
            Reason((Cause("hit again"),), (BIRTH_DATE, ADDRESS)),
            "is a hit again; customer changed: birth date, address (see 'sanctions review history')",
        ),
        (
            Reason(changes=(BIRTH_DATE, Change("party", "names", ("A",), ("A", "QAYS")), GLOMAG)),
            "customer changed: birth date (see 'sanctions review history'); new alias 'QAYS'; "
            "program GLOMAG added",
        ),
        (
            Reason(
                (
                    Cause(
                        "comment",
                        statement=Statement("Ann", date(2022, 1, 1), "Qays came"),
                    ),
                )
            ),
            "",
        ),
        # Of events of an older ledger nothing is known but a sentence.
        (Reason(sentence="program GLOMAG added"), "see 'sanctions review history'"),
    ],
)
def test_who_may_not_see_customers_sees_the_partys_changes_and_which_fields_changed(reason, shown):
    (alert,) = night_alerts([event("reopened", reason)], hits(90.0))
    assert public_reason_words(alert.reason) == shown


def test_no_value_of_a_customer_is_in_what_a_night_hands_on():
    for field in CUSTOMER_FACTS:
        reason = Reason(changes=(Change("customer", field, ("SECRET",), ("HIDDEN",)),))
        (alert,) = night_alerts([event("reopened", reason)], hits(90.0))
        assert "SECRET" not in repr(alert)
        assert "HIDDEN" not in repr(alert)
        assert public_reason_words(alert.reason).startswith("customer changed: ")


def test_prefect_keeps_three_artifacts_without_a_customers_name(prefect_api):
    from prefect import flow

    alerts = night_alerts([event()], hits(90.0))

    @flow(name="a-night")
    def a_night():
        write_night_artifacts(night(alerts=alerts))

    a_night()
    kept = newest_run(prefect_api).artifacts
    assert kept.keys() == {"night-summary", "night-alerts", "night-gates"}
    assert '"entity_name": "AL-KHAZALI, Qais"' in kept["night-alerts"]["data"]
    assert '"check": "a first version may be anything"' in kept["night-gates"]["data"]
    assert "Qays Khazali" not in str(kept)


def test_of_very_many_alerts_the_closest_fifty_are_shown(prefect_api):
    from prefect import flow

    many = tuple(replace(ALERT, score=100 - number / 10) for number in range(80))

    @flow(name="a-first-night")
    def a_first_night():
        write_night_artifacts(night(alerts=many))

    a_first_night()
    table = newest_run(prefect_api).artifacts["night-alerts"]
    assert [row["score"] for row in json.loads(table["data"])] == [alert.score for alert in many[:50]]
    assert table["description"] == "The 50 most likely of 80 new and reopened alerts"
