"""Whether a run may be relied on: each thing that speaks against it, and what it makes of the run."""

import json

import pytest
from hit_rows import hit_table, run_record

from screening.model.run_record import (
    CustomersRecord,
    GateRecord,
    ListRecord,
    ListState,
    RunRecord,
    write_run_json,
)
from screening.wording.run_verdict import reason_words

PASSED = GateRecord(name="hits", passed=True, saw="1 hit")
FAILED = GateRecord(name="customers", passed=False, saw="a doubled id")
REFUSED = GateRecord(name="list change OFAC-SDN", passed=False, saw="400 parties", kind="publication")


def customers(rejected=0, warned=0, rows=100):
    return CustomersRecord(
        path="c.csv",
        sha256="b" * 64,
        rows_in=rows,
        rows_screened=rows - rejected,
        rows_rejected=rejected,
        rows_with_warnings=warned,
    )


def published(day):
    return ListRecord(list_id="OFAC-SDN", published=day, sha256="a" * 64, entities=9043, names=20000)


def listed(state, version="2026-11-20 0123", age=2):
    return ListState(list_id="OFAC-SDN", state=state, version=version, age_days=age)


def run(**changes):
    """A run of 22 November 2026 of which nothing bad is to be said, but for the changes."""
    good = {"watchlists": [published("2026-11-20")], "customers": customers(), "gates": [PASSED]}
    return run_record(hit_table({}), **(good | changes))


def told(record):
    verdict = record.verdict
    return verdict.state, [(reason.kind, reason.subject, reason.value) for reason in verdict.reasons]


def test_a_run_of_which_nothing_bad_is_to_be_said_is_sound():
    assert told(run()) == ("sound", [])
    assert told(run(lists=[listed("new")])) == ("sound", [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lists": [listed("refused")]}, ("list refused", "OFAC-SDN", 2)),
        ({"lists": [listed("unusable")]}, ("list unusable", "OFAC-SDN", 2)),
        ({"lists": [listed("too old", age=40)]}, ("list too old", "OFAC-SDN", 40)),
        ({"gates": [PASSED, REFUSED]}, ("list refused", "list change OFAC-SDN", None)),
        ({"watchlists": [published("2021-11-20")]}, ("list too old", "OFAC-SDN", 1828)),
        ({"watchlists": [published(None)]}, ("list undated", "OFAC-SDN", None)),
        ({"customers": customers(rejected=3)}, ("rows rejected", None, 3)),
        ({"customers": customers(warned=4)}, ("rows with warnings", None, 4)),
        (
            {"gates": [PASSED, FAILED.model_copy(update={"accepted": True})]},
            ("change accepted", "customers", None),
        ),
        ({"gates": []}, ("no gates", None, None)),
    ],
)
def test_what_should_be_known_before_a_run_is_relied_on_is_a_reservation(changes, reason):
    assert told(run(**changes)) == ("sound with reservations", [reason])


def test_a_list_that_nobody_was_screened_against_is_told():
    missing = ListState(list_id="EU", state="missing")
    assert told(run(lists=[listed("unchanged"), missing])) == (
        "sound with reservations",
        [("list missing", "EU", None), ("list not screened against", "EU", None)],
    )


def test_a_refused_list_is_told_once():
    record = run(lists=[listed("refused")], gates=[PASSED, REFUSED])
    assert told(record) == ("sound with reservations", [("list refused", "OFAC-SDN", 2)])


def test_an_old_list_is_told_once():
    record = run(lists=[listed("too old", age=1828)], watchlists=[published("2021-11-20")])
    assert told(record)[1] == [("list too old", "OFAC-SDN", 1828)]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"gates": [PASSED, FAILED]}, ("gate failed", "customers", None)),
        ({"gates": [FAILED], "outcome": "stopped"}, ("stopped by gate", "customers", None)),
        ({"outcome": "stopped"}, ("stopped by gate", None, None)),
        ({"customers": customers(rows=0)}, ("nobody screened", "c.csv", None)),
    ],
)
def test_a_run_that_nobody_can_rely_on_is_not_sound(changes, reason):
    assert told(run(**changes)) == ("not sound", [reason])


def test_where_every_row_was_rejected_nobody_was_screened():
    state, reasons = told(run(customers=customers(rejected=100)))
    assert state == "not sound"
    assert reasons == [("nobody screened", "c.csv", None), ("rows rejected", None, 100)]


@pytest.mark.parametrize(
    ("settings", "is_old"),
    [
        ({}, True),
        ({"gates": {"max_list_age_days": None}}, True),  # any age is accepted, and told all the same
        ({"gates": {"max_list_age_days": 40}}, True),
        ({"gates": {"max_list_age_days": 60}}, False),
        (
            {"gates": {"max_list_age_days": 30}, "lists": [{"list_id": "OFAC-SDN", "max_age_days": 90}]},
            False,
        ),
        ({"gates": {"max_list_age_days": 60}, "lists": [{"list_id": "EU", "max_age_days": 10}]}, False),
    ],
)
def test_how_old_a_list_may_be_is_a_setting(settings, is_old):
    record = run(watchlists=[published("2026-10-01")], settings=settings)  # 52 days
    assert [kind for kind, _, _ in told(record)[1]] == (["list too old"] if is_old else [])


def test_run_json_has_the_verdict_and_is_read_back(tmp_path):
    record = run(customers=customers(rejected=3))
    write_run_json(record, tmp_path / "run.json")
    content = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert content["verdict"] == {
        "state": "sound with reservations",
        "reasons": [{"kind": "rows rejected", "subject": None, "value": 3}],
    }
    assert RunRecord.model_validate(content).verdict == record.verdict


def test_every_reason_has_words():
    record = run(
        lists=[listed("refused"), ListState(list_id="EU", state="missing")],
        watchlists=[published(None)],
        customers=customers(rejected=1, warned=1),
        gates=[FAILED],
    )
    assert [reason_words(reason) for reason in record.verdict.reasons] == [
        "The gate customers did not pass",
        "OFAC-SDN: a newer publication was refused; the one in use is 2 days old",
        "EU: nothing was delivered",
        "EU: nobody was screened against this list",
        "OFAC-SDN has no date, so its age is not known",
        "1 row could not be screened",
        "1 row was screened without something that cannot be read",
    ]
