"""What a night did to alerts, from its events."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hit_rows import hit_table

from screening.alerts import Event
from screening.model.changes import Cause, Change, Reason
from screening.report import changes_of_night
from screening.report.changes import AlertChange, NightChanges


def event(kind, alert_id, reason="because", before=None, after="open"):
    return Event(
        event_id=1,
        alert_id=alert_id,
        record_id=f"C-{alert_id}",
        list_id="OFAC-SDN",
        entity_id="28004",
        revision=1,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        run_key="night",
        reviewer=None,
        kind=kind,
        from_state=before,
        to_state=after,
        reason=Reason(sentence=reason),
        watchlist_version="",
        decision_id=None,
    )


HITS = hit_table({"alert_id": "A1"}, {"alert_id": "A2"}, {"alert_id": "A3"})


def test_a_closed_alert_is_shown_with_the_party_of_its_last_hit():
    events = [
        event("raised", "A1"),
        event("reopened", "A2", "new alias"),
        event("closed", "A9", "left", "true match", "closed by change"),
    ]
    changes = changes_of_night(events, HITS, {"A9": {"entity_name": "TILLERSON, Rex"}})
    assert (changes.new, changes.reopened, changes.closed) == (1, 1, 1)
    assert changes.of_kind("closed") == [
        AlertChange("closed", "A9", "C-A9", "TILLERSON, Rex", "left", "true match", "closed by change")
    ]
    assert [row.reason for row in changes.of_kind("reopened")] == ["new alias"]


def test_what_nobody_has_to_look_at_is_no_change():
    kinds = ("changed", "restored", "returned")
    assert changes_of_night([event(kind, "A1") for kind in kinds], HITS, {}) == NightChanges()


def test_an_alert_that_fell_below_the_threshold_is_a_change():
    events = [event("fell below", "A9", "no longer reaches it", "open", "below threshold")]
    changes = changes_of_night(events, HITS, {"A9": {"entity_name": "TILLERSON, Rex"}})
    assert changes.below_threshold == 1
    (row,) = changes.rows
    assert (row.kind, row.before, row.after) == ("below threshold", "open", "below threshold")


def test_of_closed_alerts_those_that_nobody_had_cleared_are_listed_first():
    states = ("false positive", "open", "false positive", "true match")
    rows = [
        AlertChange("closed", f"A{place}", "C", "P", "", state, "closed by change")
        for place, state in enumerate(states)
    ]
    listed, left_out = NightChanges(tuple(rows)).shown(2)
    assert [row.before for row in listed] == ["open", "true match"]
    assert left_out == 2


def test_a_closed_alert_without_a_hit_is_a_fault():
    with pytest.raises(KeyError):
        changes_of_night([event("closed", "A9")], HITS, {})


def test_of_many_changes_some_of_each_kind_are_listed_and_the_rest_counted():
    rows = [
        AlertChange(kind, f"{kind}{number}", "C", "P", "")
        for kind in ("new", "closed")
        for number in range(5)
    ]
    listed, left_out = NightChanges((*rows, AlertChange("reopened", "A", "C", "P", ""))).shown(2)
    assert [row.alert_id for row in listed] == ["A", "closed0", "closed1", "new0", "new1"]
    assert left_out == 6


def test_why_is_worded_from_the_reason_as_data():
    birth_date = Change("customer", "date_of_birth", ("1974",), ("1975",))
    reason = Reason((Cause("hit again"),), (birth_date,))
    (row,) = changes_of_night([replace(event("reopened", "A1"), reason=reason)], HITS, {}).rows
    assert row.reason == "is a hit again; customer's birth date was 1974, is 1975"
