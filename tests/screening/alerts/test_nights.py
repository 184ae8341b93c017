"""Recording a night: once and for all, in order, and only what was screened."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from alert_cases import CUSTOMER, FIRST_NIGHT, LIST, PARTY, Says, Seen, Story, alert_hit, night, noon

from screening.alerts import AlertStatus, NewDisposition
from screening.model.errors import InputError

SECOND_NIGHT = FIRST_NIGHT + timedelta(days=1)
ONE, TWO, THREE = (alert_hit(f"C-{number}") for number in (1, 2, 3))


def states(ledger):
    return {alert.record_id: alert.state for alert in ledger.alerts(["new", "open", "below threshold"])}


def test_a_night_reports_what_became_of_every_hit(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    ledger.decide([NewDisposition(ONE.alert_id, "false positive", "no", 1)], "Ann", noon(FIRST_NIGHT))
    outcome = ledger.record_night(night(SECOND_NIGHT), [ONE, THREE])
    assert outcome.statuses == {
        ONE.alert_id: AlertStatus("false positive", FIRST_NIGHT, 2),
        THREE.alert_id: AlertStatus("new", SECOND_NIGHT, 1),
    }
    assert [event.record_id for event in outcome.of_kind("raised")] == ["C-3"]
    assert [event.record_id for event in outcome.of_kind("fell below")] == ["C-2"]
    assert (outcome.suppressed, outcome.unscreened) == (1, 0)


def test_the_same_run_again_changes_nothing_and_says_the_same(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    ledger.decide([NewDisposition(ONE.alert_id, "false positive", "no", 1)], "Ann", noon(FIRST_NIGHT))
    changed = replace(ONE, party=PARTY | {"programs": ["GLOMAG"]})
    first = ledger.record_night(night(SECOND_NIGHT), [changed, THREE])
    ledger.decide([NewDisposition(ONE.alert_id, "true match", "yes", 3)], "Bob", noon(SECOND_NIGHT))
    before = [ledger.alert(each.alert_id) for each in (ONE, TWO, THREE)]
    again = ledger.record_night(night(SECOND_NIGHT), [THREE, changed])
    assert again == first
    assert first.statuses[ONE.alert_id].state == "open"
    assert [ledger.alert(each.alert_id) for each in (ONE, TWO, THREE)] == before


def test_what_a_stopped_night_did_is_reported_by_the_next_one(ledger):
    reported = night(FIRST_NIGHT)
    ledger.record_night(reported, [TWO])
    ledger.record_night(night(SECOND_NIGHT), [ONE])
    third = night(SECOND_NIGHT + timedelta(days=1), reported=reported.run_key)
    outcome = ledger.record_night(third, [ONE, THREE])
    assert [event.record_id for event in outcome.of_kind("raised")] == ["C-1", "C-3"]
    assert [event.record_id for event in outcome.of_kind("fell below")] == ["C-2"]
    assert {status.state for status in outcome.statuses.values()} == {"new"}
    assert ledger.record_night(third, [ONE, THREE]) == outcome


def test_what_was_reported_before_is_not_reported_again(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    second = night(SECOND_NIGHT)
    ledger.record_night(second, [ONE, THREE])
    outcome = ledger.record_night(night(SECOND_NIGHT + timedelta(days=1), reported=second.run_key), [ONE])
    assert [event.record_id for event in outcome.events] == ["C-3"]
    assert outcome.statuses[ONE.alert_id].state == "open"


def test_a_run_of_the_past_still_says_the_same(ledger):
    first = ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    ledger.record_night(night(SECOND_NIGHT), [TWO])
    assert ledger.record_night(night(FIRST_NIGHT), [ONE, TWO]) == first
    assert states(ledger) == {"C-1": "below threshold", "C-2": "open"}


def test_the_same_run_with_other_hits_is_refused(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    with pytest.raises(InputError, match="in the ledger already, with other hits"):
        ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    assert states(ledger) == {"C-1": "new"}


def test_nights_come_in_their_order(ledger):
    ledger.record_night(night(SECOND_NIGHT), [ONE])
    with pytest.raises(InputError, match=r"2026-01-01 is before 2026-01-02"):
        ledger.record_night(night(FIRST_NIGHT), [])
    ledger.record_night(night(SECOND_NIGHT, run_key="again, the same day"), [])
    assert states(ledger) == {"C-1": "below threshold"}


def test_a_night_that_fails_leaves_nothing(ledger):
    def no_answer(_record_id):
        raise RuntimeError("the table is gone")

    ledger.record_night(night(FIRST_NIGHT), [ONE])
    with pytest.raises(RuntimeError, match="gone"):
        ledger.record_night(night(SECOND_NIGHT, has_customer=no_answer), [TWO])
    assert states(ledger) == {"C-1": "new"}
    assert ledger.record_night(night(SECOND_NIGHT), [ONE]).of_kind("raised", "closed") == []


def test_a_list_that_was_not_screened_leaves_its_alerts_alone(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    outcome = ledger.record_night(night(SECOND_NIGHT, watchlist_versions={"UN": "UN 1"}), [])
    assert (outcome.unscreened, states(ledger)) == (1, {"C-1": "open"})
    assert ledger.alert(ONE.alert_id).last_seen == FIRST_NIGHT


def test_a_customer_whose_row_was_rejected_has_not_left(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    rejected = night(SECOND_NIGHT, has_customer=lambda _: False, was_rejected=lambda _: True)
    outcome = ledger.record_night(rejected, [])
    assert (outcome.unscreened, states(ledger)) == (1, {"C-1": "open"})
    assert ledger.alert(ONE.alert_id).last_seen == FIRST_NIGHT


def test_two_tables_of_customers_do_not_close_each_others_alerts(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    ledger.record_night(night(FIRST_NIGHT, run_key="vendors", population="vendors"), [TWO])
    assert states(ledger) == {"C-1": "new", "C-2": "new"}
    with pytest.raises(InputError, match="record ids of its own"):
        ledger.record_night(night(SECOND_NIGHT, population="vendors"), [ONE, TWO])


def test_the_latest_hit_is_kept_and_dates_are_the_ledgers(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    ledger.record_night(night(SECOND_NIGHT), [alert_hit("C-1", score=88.0, customer_branch="Basra")])
    alert = ledger.alert(ONE.alert_id)
    assert (alert.hit["score"], alert.hit["customer_branch"]) == (88.0, "Basra")
    assert not {"status", "first_seen"} & alert.hit.keys()
    assert (alert.first_seen, alert.last_seen) == (FIRST_NIGHT, SECOND_NIGHT)
    # A score that moves is no event: a reviewer's decision on it still counts.
    assert alert.revision == 1


def test_an_alert_that_is_no_hit_keeps_its_last_one(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE])
    ledger.record_night(night(SECOND_NIGHT), [])
    alert = ledger.alert(ONE.alert_id)
    assert (alert.hit["score"], alert.in_hits, alert.last_seen) == (91.5, False, FIRST_NIGHT)


@pytest.mark.parametrize(
    "seen", [[ONE, ONE], [replace(ONE, record_id="C-9")], [replace(ONE, hit={"score": float("nan")})]]
)
def test_hits_that_contradict_themselves_are_a_fault(ledger, seen):
    with pytest.raises(ValueError, match=r"twice|not the alert_id|JSON"):
        ledger.record_night(night(FIRST_NIGHT), seen)


def test_a_hit_on_a_list_without_a_version_is_a_fault(ledger):
    with pytest.raises(ValueError, match=LIST):
        ledger.record_night(night(FIRST_NIGHT, watchlist_versions={}), [ONE])


def test_more_alerts_than_one_statement_takes(ledger):
    many = [alert_hit(f"C-{number}", str(number % 50)) for number in range(2_500)]
    ledger.record_night(night(FIRST_NIGHT), many)
    grown = [replace(each, customer=CUSTOMER | {"gender": ["male"]}) for each in many[:-1]]
    outcome = ledger.record_night(night(SECOND_NIGHT), grown)
    assert len(outcome.of_kind("changed")) == 2_499
    assert len(outcome.of_kind("fell below")) == 1


def test_the_history_names_runs_and_reviewers(ledger):
    story = Story(ledger)
    story.play([Seen(), Says("escalate"), Says("true match", by="Bob")])
    told = [
        (event.kind, event.run_key, event.reviewer, event.to_state)
        for event in ledger.history(story.alert_id)
    ]
    assert told == [
        ("raised", "night of 2026-01-01", None, "new"),
        ("decided", None, "Ann", "escalated"),
        ("decided", None, "Bob", "true match"),
    ]
    assert ledger.history("A0") == []
    assert date(2026, 1, 1) == story.day
