"""Who is who among reviewers, however their names are typed."""

import pytest
from alert_cases import Says, Seen, Story

from screening.alerts.reviewers import Reviewers
from screening.model.errors import InputError

ANYBODY = Reviewers(None)
LISTED = Reviewers({"Ann Lee": ["A. Lee", "alee"], "Anna Lee": ["anna"], "Bob Ray": []})


@pytest.mark.parametrize("written", ["ann lee", "Lee, Ann", "LEE ANN", "Ann  Lée", "ann.lee", "\uff21nn Lee"])
def test_one_person_however_the_name_is_typed(written):
    assert ANYBODY.same("Ann Lee", written)


@pytest.mark.parametrize("other", ["Bob Lee", "Ann", "A. Lee", "Anne Lee", "Ann Lee Roy"])
def test_other_names_are_other_names(other):
    assert not ANYBODY.same("Ann Lee", other)


@pytest.mark.parametrize("short", ["Ann", "A. Lee", "Lee, A", "A.L.", "Ann Lee Roy"])
def test_who_may_be_the_same_is_no_second_person(short):
    assert ANYBODY.may_be_same("Ann Lee", short)
    assert not ANYBODY.may_be_same("Bob Ray", short)


def test_a_list_says_who_is_who():
    assert LISTED.named("lee, ann") == LISTED.named("A Lee") == LISTED.named("ALEE") == "Ann Lee"
    assert LISTED.same("alee", "Ann Lee")
    assert not LISTED.may_be_same("Anna Lee", "Ann Lee")
    with pytest.raises(InputError, match=r"reviewer 'Carl': not in alerts.reviewers"):
        LISTED.named("Carl")
    with pytest.raises(InputError, match="you are logged in as 'alee', who is Ann Lee"):
        LISTED.named("Bob Ray", "alee")
    assert LISTED.named("Bob Ray", "operator") == "Bob Ray"
    with pytest.raises(InputError, match=r"'A\. Lee' stands for Ann Lee and for Al Lee"):
        Reviewers({"Ann Lee": ["A. Lee"], "Al Lee": ["A. Lee"]})


@pytest.mark.parametrize("blank", ["", "  ", "\0", "..."])
def test_a_name_without_letters_is_none(blank):
    with pytest.raises(InputError, match="the name is blank"):
        ANYBODY.named(blank)


@pytest.mark.parametrize(
    ("other", "note"), [("Lee, Ann", "by the same person"), ("A. Lee", "may be the same person as 'A. Lee'")]
)
def test_one_person_in_two_spellings_is_no_second_person(ledger_with, other, note):
    story = Story(ledger_with(second_person=True))
    story.play([Seen(), Says("false positive", "Ann Lee")])
    assert story.play([Says("false positive", other, reason="as I said")]).state == "open"
    assert note in story.outcomes[-1].note
    assert story.play([Says("false positive", "Bob Ray")]).state == "false positive"


def test_a_listed_second_person_may_have_a_similar_name(ledger_with):
    listed = {"Ann Lee": ["alee"], "A. Lee": ["alan"]}
    story = Story(ledger_with(second_person=True, reviewers=listed))
    story.play([Seen(), Says("true match", "ALEE")])
    assert story.play([Says("true match", "Ann Lee", reason="again")]).state == "open"
    assert story.play([Says("true match", "alan")]).state == "true match"
    assert [event.reviewer for event in story.ledger.history(story.alert_id)][1:] == ["Ann Lee", "A. Lee"]
