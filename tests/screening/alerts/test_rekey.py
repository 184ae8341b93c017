"""Customers numbered anew: alerts and decisions go with them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alert_cases import CUSTOMER, FIRST_NIGHT, PARTY, alert_hit, night, noon

from screening.alerts import UNDECIDED, NewDisposition, Note
from screening.model.alert_ids import alert_id
from screening.model.changes import Statement
from screening.model.errors import InputError
from screening.spreadsheets.review_import import read_mapping
from screening.wording.changes import reason_words

MAPPING = Path("mapping.csv")
SECOND_NIGHT, THIRD_NIGHT = (FIRST_NIGHT + timedelta(days=days) for days in (1, 2))
PEOPLE = {record: CUSTOMER | {"name": [f"Person {record}"]} for record in "ABCDE"}


def hit(record_id, person):
    """Everybody is a hit on the same party, so that ids that move meet alerts of others."""
    return alert_hit(record_id, customer=PEOPLE[person])


def alerts_by_record(ledger, *states):
    found = ledger.alerts(states or (*UNDECIDED, "true match", "false positive"))
    assert len({alert.record_id for alert in found}) == len(found)
    return {alert.record_id: alert for alert in found}


@pytest.fixture
def decided(ledger):
    """A is a false positive, B a true match, C escalated, D waits."""
    ledger.record_night(night(FIRST_NIGHT), [hit(person, person) for person in "ABCD"])
    dispositions = {"A": "false positive", "B": "true match", "C": "escalate"}
    batch = [
        NewDisposition(alert_hit(record).alert_id, disposition, f"of {record}", 1)
        for record, disposition in dispositions.items()
    ]
    ledger.decide(batch, "Ann", noon(FIRST_NIGHT), notes=[Note(alert_hit("D").alert_id, "ask")])
    return ledger


STATES = {"A": "false positive", "B": "true match", "C": "escalated", "D": "open"}


@pytest.mark.parametrize(
    "mapping",
    [
        {"A": "N1", "B": "N2", "C": "N3", "D": "N4"},
        {"A": "B", "B": "C", "C": "D", "D": "E"},
        {"A": "B", "B": "A"},
        {"A": "B", "B": "C", "C": "A"},
        {"D": "Z9"},
    ],
    ids=["anew", "moved by a row", "two trade places", "three in a ring", "one"],
)
def test_decisions_hold_in_the_night_after_ids_changed(decided, mapping):
    done = decided.rekey(mapping, MAPPING, "Ann")
    assert done.alerts == done.records == len(mapping)
    now = {mapping.get(person, person): person for person in "ABCD"}
    outcome = decided.record_night(
        night(SECOND_NIGHT, has_customer=now.__contains__), [hit(new, person) for new, person in now.items()]
    )
    assert outcome.events == []
    found = alerts_by_record(decided)
    assert {record: alert.state for record, alert in found.items()} == {
        new: STATES[person] for new, person in now.items()
    }
    for record, alert in found.items():
        person = now[record]
        assert alert.alert_id == alert_id(record, "OFAC-SDN", "28004")
        assert alert.hit["name"] == f"Person {person}"
        assert (alert.hit["record_id"], alert.hit["alert_id"]) == (record, alert.alert_id)
        assert (alert.first_seen, alert.last_seen) == (FIRST_NIGHT, SECOND_NIGHT)
        assert reason_words(alert.why) == (
            f"of {person}" if person != "D" else "first seen, with a score of 91.5"
        )
        assert alert.notes == ([Statement("Ann", FIRST_NIGHT, "ask")] if person == "D" else [])
        history = decided.history(alert.alert_id)
        assert [event.revision for event in history] == list(range(1, alert.revision + 1))
    # And the night after that a false positive opens again only if its facts change.
    new = mapping.get("A", "A")
    third = [
        replace(hit(new, person), party=PARTY | {"programs": ["GLOMAG"]})
        if person == "A"
        else hit(new, person)
        for new, person in now.items()
    ]
    decided.record_night(night(THIRD_NIGHT, has_customer=now.__contains__), third)
    assert alerts_by_record(decided)[new].state == "open"


def test_history_leads_from_either_alert_to_the_other(decided):
    decided.rekey({"A": "B", "B": "N2"}, MAPPING, "Bob", login="bray")
    first, second, third = (alert_hit(record).alert_id for record in ("A", "B", "N2"))
    gone = decided.history(first)[-1]
    assert (gone.kind, gone.to_state, gone.linked_alert_id) == ("rekeyed", "rekeyed", second)
    assert reason_words(gone.reason) == f"carried to record B, alert {second}, by mapping.csv"
    assert (gone.reviewer, gone.login) == ("Bob", "bray")
    told = [(event.kind, event.from_state, event.to_state) for event in decided.history(second)]
    assert told[2:] == [
        ("rekeyed", "true match", "rekeyed"),
        ("rekeyed", "rekeyed", "false positive"),
    ]
    came = decided.history(second)[-1]
    assert (came.linked_alert_id, came.revision) == (first, 4)
    assert [event.alert_id for event in decided.earlier_events(second)] == [first] * 3
    assert [event.alert_id for event in decided.earlier_events(third)] == [second] * 3
    (recorded,) = (r for r in decided.dispositions(second) if r.effect == "carried")
    assert (recorded.disposition, recorded.reviewer, recorded.reason) == ("false positive", "Ann", "of A")
    assert recorded.decided_at == noon(FIRST_NIGHT)
    assert came.decision_id == recorded.decision_id


def test_an_id_that_was_carried_away_is_a_new_alert_for_who_has_it_next(decided):
    decided.rekey({"A": "N1"}, MAPPING, "Ann")
    outcome = decided.record_night(
        night(SECOND_NIGHT), [hit("N1", "A"), hit("A", "E"), *(hit(person, person) for person in "BCD")]
    )
    assert [(event.kind, event.record_id) for event in outcome.events] == [("raised", "A")]
    alert = alerts_by_record(decided)["A"]
    assert (alert.state, alert.first_seen, alert.decided_by) == ("new", SECOND_NIGHT, "")
    assert alerts_by_record(decided)["N1"].state == "false positive"
    # And may be carried once more.
    decided.rekey({"N1": "A", "A": "N1"}, MAPPING, "Ann")
    found = alerts_by_record(decided)
    assert (found["A"].state, found["N1"].state) == ("false positive", "new")


def test_a_proposal_waits_on(ledger_with):
    ledger = ledger_with(second_person=True)
    ledger.record_night(night(FIRST_NIGHT), [alert_hit("A")])
    one = NewDisposition(alert_hit("A").alert_id, "false positive", "no", 1)
    ledger.decide([one], "Ann", noon(FIRST_NIGHT))
    ledger.rekey({"A": "N1"}, MAPPING, "Ann")
    alert = alerts_by_record(ledger)["N1"]
    assert alert.proposed == Statement("Ann", FIRST_NIGHT, "no", "false positive")
    other = NewDisposition(alert.alert_id, "false positive", "indeed", alert.revision)
    assert ledger.decide([other], "Bob", noon(FIRST_NIGHT))[0].result == "decided"


def test_an_export_from_before_is_left_alone(decided):
    decided.rekey({"D": "N4"}, MAPPING, "Bob")
    old = NewDisposition(alert_hit("D").alert_id, "false positive", "no", 1)
    (outcome,) = decided.decide([old], "Ann", noon(FIRST_NIGHT))
    assert outcome.result == "left alone"
    assert "rekeyed by Bob" in outcome.note
    assert "carried to record N4" in outcome.note


@pytest.mark.parametrize(
    ("mapping", "customers", "message"),
    [
        ({"X": "N1"}, None, "old_record_id 'X' has no alert in the ledger"),
        ({"A": "N1", "X": "N2"}, {"A", "B"}, "old_record_id 'X' has no alert in the ledger"),
        ({"A": "B"}, None, r"new_record_id 'B' \(for 'A'\) has alerts of its own"),
        ({"A": "B", "B": "C"}, None, r"new_record_id 'C' \(for 'B'\) has alerts of its own"),
    ],
)
def test_nothing_is_carried_where_one_row_cannot_be(decided, mapping, customers, message):
    before = alerts_by_record(decided)
    with pytest.raises(InputError, match=rf"mapping\.csv: nothing was carried(.|\n)*{message}"):
        decided.rekey(mapping, MAPPING, "Ann", customers=customers)
    assert alerts_by_record(decided) == before


def test_customers_without_alerts_may_be_in_the_mapping(decided):
    done = decided.rekey({"A": "N1", "X": "N2"}, MAPPING, "Ann", customers={"A", "X"})
    assert (done.alerts, done.without, done.left) == (1, 1, 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("old_record_id,new_record_id\nA,B\nA,C\n", "row 3, column old_record_id: 'A' stands in row 2 too"),
        ("old_record_id,new_record_id\nA,B\nC,B\n", "row 3, column new_record_id: 'B' stands in row 2 too"),
        ("old_record_id,new_record_id\nA,\n", "row 2, column new_record_id: '' is no id"),
        ("old_record_id,new_record_id\nA,B\nB", "last line has no line end"),
        ("old_record_id,new_record_id\n", "there is no row"),
        ("old,new\nA,B\n", "the column 'old_record_id' is missing. Its first line must be old_record_id,new"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused(tmp_path, text, message):
    path = tmp_path / "mapping.csv"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_mapping(path)


def test_a_mapping_leaves_out_what_stays(tmp_path):
    path = tmp_path / "mapping.csv"
    path.write_text("old_record_id,new_record_id,name\nA,B,x\nB,A,y\nC,C,z\n")
    assert read_mapping(path) == {"A": "B", "B": "A"}
