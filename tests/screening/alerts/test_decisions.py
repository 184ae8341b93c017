"""Deciding: what is refused, what is left alone, and where a second person must agree."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from alert_cases import FIRST_NIGHT, PARTY, Gone, Says, Seen, Story, alert_hit, night, noon

from screening.alerts import NewDisposition, Note
from screening.model.changes import Statement
from screening.model.errors import InputError
from screening.wording.changes import reason_words, statement_words

ONE, TWO = alert_hit("C-1"), alert_hit("C-2")
NOON = noon(FIRST_NIGHT)
FALSE = NewDisposition(ONE.alert_id, "false positive", "another man", 1)


@pytest.fixture
def url(sqlite_template, tmp_path):
    """One database is enough here: what depends on it is tested on both elsewhere."""
    path = tmp_path / "ledger.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def proposed_words(alert):
    return statement_words(alert.proposed) if alert.proposed else ""


@pytest.fixture
def night_one(ledger):
    ledger.record_night(night(FIRST_NIGHT), [ONE, TWO])
    return ledger


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (NewDisposition("A0", "true match", "why", 1), "'A0': not in the ledger"),
        (NewDisposition(TWO.alert_id, "true match", " \n", 1), "needs a reason"),
        (NewDisposition(TWO.alert_id, "maybe", "why", 1), "'maybe' is no decision"),
        (NewDisposition(TWO.alert_id, "true match", "why", 2), "has no revision 2"),
        (
            NewDisposition(TWO.alert_id, "true match", "why", 1, date(2027, 1, 1)),
            "only a false positive can expire",
        ),
        (NewDisposition(TWO.alert_id, "false positive", "why", 1, FIRST_NIGHT), "which is past"),
        (replace(FALSE, reason="again"), "decided twice"),
    ],
)
def test_one_decision_that_cannot_be_and_none_is_recorded(night_one, wrong, message):
    with pytest.raises(InputError, match=message):
        night_one.decide([FALSE, wrong], "Ann", NOON)
    assert [alert.state for alert in night_one.open_alerts()] == ["new", "new"]


def test_nobody_decides_without_a_name(night_one):
    with pytest.raises(InputError, match="the name is blank"):
        night_one.decide([FALSE], " ", NOON)


def test_the_time_is_kept_in_utc(night_one):
    with pytest.raises(ValueError, match="time zone"):
        night_one.decide([FALSE], "Ann", datetime(2026, 1, 1, 12))
    night_one.decide([FALSE], "Ann", datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5))))
    assert night_one.dispositions(ONE.alert_id)[0].decided_at == datetime(2026, 1, 1, 7, tzinfo=UTC)


def test_what_a_colleague_decided_meanwhile_is_left_alone_and_the_rest_goes_in(night_one):
    night_one.decide([FALSE], "Ann", NOON)
    late = [replace(FALSE, disposition="true match"), NewDisposition(TWO.alert_id, "escalate", "unsure", 1)]
    first, second = night_one.decide(late, "Bob", NOON)
    assert (first.result, first.state) == ("left alone", "false positive")
    assert "decided by Ann on 2026-01-01 12:00 UTC, now false positive: another man" in first.note
    assert (second.result, second.state) == ("decided", "escalated")
    assert [recorded.reviewer for recorded in night_one.dispositions(ONE.alert_id)] == ["Ann"]


def test_what_a_night_changed_since_the_export_is_left_alone(night_one):
    changed = replace(ONE, party=PARTY | {"programs": ["GLOMAG", "SDGT"]})
    night_one.record_night(night(FIRST_NIGHT + timedelta(days=1)), [changed, TWO])
    (outcome,) = night_one.decide([FALSE], "Ann", NOON)
    assert outcome.result == "left alone"
    assert "the nightly run" in outcome.note
    assert "program GLOMAG added" in outcome.note


def test_a_night_without_news_leaves_an_export_good(night_one):
    night_one.record_night(night(FIRST_NIGHT + timedelta(days=1)), [ONE, TWO])
    assert night_one.decide([FALSE], "Ann", NOON)[0].result == "decided"


@pytest.mark.parametrize(
    ("steps", "says", "note"),
    [
        ([Seen(), Gone("party")], Says("true match"), "no longer a hit"),
        ([Seen(), Gone()], Says("open"), "is open already"),
        ([Seen()], Says("open"), "is open already"),
    ],
)
def test_decisions_that_make_no_sense_are_left_alone(ledger, steps, says, note):
    story = Story(ledger)
    before = story.play(steps)
    assert story.play([says]) == before
    assert note in story.outcomes[-1].note


def test_changing_ones_mind_is_one_step_and_the_history_says_what_was_taken_back(ledger):
    story = Story(ledger)
    alert = story.play([Seen(), Says("false positive"), Says("true match", reason="his passport")])
    assert (alert.state, alert.decided_by) == ("true match", "Ann")
    event = ledger.history(story.alert_id)[-1]
    assert (event.from_state, event.to_state) == ("false positive", "true match")
    assert (
        reason_words(event.reason) == "his passport (takes back false positive by Ann on 2026-01-01: because)"
    )
    assert story.play([Says("escalate", "Bob")]).state == "escalated"


def test_changing_ones_mind_in_the_same_file_is_one_step_too(night_one):
    night_one.decide([FALSE], "Ann Lee", NOON)
    other = replace(FALSE, disposition="true match", reason="his passport")
    assert night_one.decide([other], "Lee, Ann", NOON)[0].result == "decided"
    # The file as it was before does not undo that.
    (outcome,) = night_one.decide([FALSE], "Ann Lee", NOON)
    assert (outcome.result, outcome.state) == ("left alone", "true match")
    assert "now true match: his passport" in outcome.note
    assert night_one.decide([other], "Ann Lee", NOON)[0].result == "already so"


def test_where_two_must_agree_a_decision_taken_back_waits(ledger_with):
    story = Story(ledger_with(second_person=True))
    two = [Says("false positive"), Says("false positive", "Bob")]
    alert = story.play([Seen(), *two, Says("true match", reason="his passport")])
    assert (alert.state, proposed_words(alert)) == ("open", "true match by Ann on 2026-01-01: his passport")
    assert "takes back false positive by Bob" in reason_words(alert.why)
    assert story.play([Says("true match", "Bob")]).state == "true match"


def test_the_same_decision_again_is_quiet(ledger_with):
    plain = Story(ledger_with())
    before = plain.play([Seen(), Says("false positive", expires_in_days=9)])
    assert plain.play([Says("false positive", expires_in_days=9)]) == before
    assert plain.outcomes[-1].result == "already so"
    assert plain.play([Says("false positive", expires_in_days=20)]).revision == before.revision + 1


def test_the_same_decision_of_either_of_two_people_is_quiet(ledger_with):
    story = Story(ledger_with(second_person=True))
    before = story.play([Seen(), Says("false positive"), Says("false positive", "Bob")])
    assert story.play([Says("false positive"), Says("false positive", "Bob")]) == before
    assert [outcome.result for outcome in story.outcomes[-2:]] == ["already so", "already so"]


def test_a_note_is_kept_and_leaves_a_colleagues_export_good(night_one):
    note = Note(ONE.alert_id, "ask the branch")
    (outcome,) = night_one.decide([], "Bob", NOON, notes=[note], login="bray")
    assert (outcome.result, outcome.state) == ("noted", "new")
    assert night_one.decide([], "bob", NOON, notes=[note])[0].result == "already so"
    alert = night_one.alert(ONE.alert_id)
    assert reason_words(alert.why) == "first seen, with a score of 91.5"
    assert alert.notes == [Statement("Bob", FIRST_NIGHT, "ask the branch")]
    event = night_one.history(ONE.alert_id)[-1]
    assert (event.kind, event.from_state, event.to_state, event.login) == ("noted", "new", "new", "bray")
    assert night_one.decide([FALSE], "Ann", NOON)[0].result == "decided"


@pytest.mark.parametrize(
    ("notes", "message"),
    [
        ([Note("A0", "x")], "'A0': not in the ledger"),
        ([Note(TWO.alert_id, " \0")], "the note is blank"),
        ([Note(ONE.alert_id, "x")], "comes twice at once"),
    ],
)
def test_a_note_that_cannot_be_and_nothing_is_recorded(night_one, notes, message):
    with pytest.raises(InputError, match=message):
        night_one.decide([FALSE], "Ann", NOON, notes=notes)
    assert [alert.state for alert in night_one.open_alerts()] == ["new", "new"]


SECOND_PERSON = [
    # Who says what                                         the alert is       waits with
    ([Says("false positive")], "open", "false positive by Ann"),
    ([Says("false positive"), Says("false positive", "Bob")], "false positive", ""),
    ([Says("true match"), Says("true match", "Bob")], "true match", ""),
    ([Says("false positive"), Says("false positive")], "open", "false positive by Ann"),
    ([Says("false positive"), Says("false positive", " ANN ")], "open", "false positive by Ann"),
    ([Says("false positive"), Says("true match", "Bob")], "open", "true match by Bob"),
    ([Says("false positive"), Says("true match", "Bob"), Says("true match")], "true match", ""),
    ([Says("false positive"), Says("true match"), Says("false positive")], "open", "false positive by Ann"),
    ([Says("false positive"), Says("open", "Bob")], "open", ""),
    ([Says("escalate")], "escalated", ""),
    ([Says("escalate"), Says("true match", "Bob")], "escalated", "true match by Bob"),
    ([Says("false positive"), Says("escalate", "Bob")], "escalated", ""),
    ([Says("escalate"), Says("true match", "Bob"), Gone("customer"), Seen()], "escalated", ""),
    ([Says("false positive"), Seen(), Says("false positive", "Bob")], "false positive", ""),
    # Bob would agree to something else than Ann saw.
    (
        [Says("false positive"), Seen(party={"programs": ["GLOMAG"]}), Says("false positive", "Bob")],
        "open",
        "false positive by Bob",
    ),
    ([Says("false positive"), Says("false positive", "Bob"), Says("open")], "open", ""),
]


@pytest.mark.parametrize(("steps", "state", "proposed"), SECOND_PERSON)
def test_where_closing_needs_a_second_person(ledger_with, steps, state, proposed):
    story = Story(ledger_with(second_person=True))
    alert = story.play([Seen(), *steps])
    assert alert.state == state
    assert proposed_words(alert) == (f"{proposed} on {story.day}: because" if proposed else "")
    assert [event.revision for event in story.ledger.history(story.alert_id)] == [
        *range(1, alert.revision + 1)
    ]


def test_the_second_decision_names_the_first(ledger_with):
    story = Story(ledger_with(second_person=True))
    story.play([Seen(), Says("false positive"), Says("false positive", "Ann", reason="sure")])
    assert (
        story.outcomes[-1].note == "false positive was proposed by the same person; somebody else must agree"
    )
    story.play([Says("false positive", "Bob", expires_in_days=5)])
    first, second = story.ledger.dispositions(story.alert_id)
    assert (first.effect, first.reviewer, first.confirms) == ("proposed", "Ann", None)
    assert (second.effect, second.reviewer, second.confirms) == ("decided", "Bob", first.decision_id)
    assert "agrees with Ann" in reason_words(story.ledger.history(story.alert_id)[-1].reason)


def test_a_restored_false_positive_names_who_decided_it(ledger_with):
    story = Story(ledger_with(second_person=True))
    story.play([Seen(), Says("false positive"), Says("false positive", "Bob"), Gone()])
    assert "false positive as decided by Bob" in reason_words(story.play([Seen()]).why)


# Many alerts at once.


def test_the_rulings_of_many_alerts_are_their_decisions(night_one):
    night_one.decide([FALSE], "Ann", NOON)
    again = NewDisposition(ONE.alert_id, "open", "on second thought", 2)
    night_one.decide([again, NewDisposition(TWO.alert_id, "escalate", "who is this?", 1)], "Bob", NOON)
    many = [ONE.alert_id, *(f"A{number}" for number in range(2_500)), TWO.alert_id]
    found = night_one.dispositions_of(many)
    assert found.keys() == {ONE.alert_id, TWO.alert_id}
    assert all(list(found[key]) == night_one.dispositions(key) for key in found)
    assert [recorded.disposition for recorded in found[ONE.alert_id]] == ["false positive", "open"]
    assert found[TWO.alert_id][0].party == PARTY
    assert night_one.dispositions_of([]) == {}


def test_a_closed_alert_keeps_its_last_hit(night_one):
    night_one.record_night(night(FIRST_NIGHT + timedelta(days=1)), [TWO])
    found = night_one.last_hits([ONE.alert_id, "A0"])
    assert found == {ONE.alert_id: night_one.alert(ONE.alert_id).hit}
    assert found[ONE.alert_id]["entity_name"] == "AL-KHAZALI, Qais"
