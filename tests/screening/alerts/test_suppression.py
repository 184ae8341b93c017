"""What is suppressed, what opens again and what closes: one table, on every database."""

import pytest
from alert_cases import PARTY, Gone, Pass, Says, Seen, Story

from screening.wording.changes import reason_words

FALSE, TRUE, ESCALATE, OPEN = Says("false positive"), Says("true match"), Says("escalate"), Says("open")
ALIAS = Seen(party={"names": [*PARTY["names"], "AL-AMIN, Shaykh"]})
BIRTH_DATE = Seen(customer={"date_of_birth": ["1975-02-01"]})

# What happens, night by night                        the alert is then    and its history says last
CASES = [
    # A hit without a decision
    ([Seen()], "new", "first seen, with a score of 91.5"),
    ([Seen(), Seen()], "open", "first seen"),
    ([Seen(), ALIAS], "open", "new alias 'AL-AMIN, Shaykh'"),
    ([Seen(), ESCALATE, Seen()], "escalated", "because"),
    ([Seen(), ESCALATE, ALIAS], "escalated", "new alias 'AL-AMIN, Shaykh'"),
    ([Seen(), ESCALATE, FALSE, Seen()], "false positive", "because"),
    # A false positive holds while both sides are what they were
    ([Seen(), FALSE, Seen()], "false positive", "because"),
    ([Seen(), FALSE, Seen(party={"linked_to": []})], "false positive", "because"),
    ([Seen(), FALSE, Seen(customer={"address": ["Najaf"]})], "false positive", "because"),
    ([Seen(), FALSE, Seen(party={"names": PARTY["names"][::-1]})], "false positive", "because"),
    # The party changes
    ([Seen(), FALSE, ALIAS], "open", "new alias 'AL-AMIN, Shaykh'"),
    ([Seen(), FALSE, Seen(party={"names": PARTY["names"][:1]})], "open", "alias 'AL-KHAZALI, Qays' removed"),
    ([Seen(), FALSE, Seen(party={"programs": ["GLOMAG", "SDGT"]})], "open", "program GLOMAG added"),
    (
        [Seen(), FALSE, Seen(party={"birth_dates": ["1974"]})],
        "open",
        "party's birth date was 20 Jun 1974, is 1974",
    ),
    (
        [Seen(), FALSE, Seen(party={"documents": ["Passport A1"]})],
        "open",
        "party's document Passport A1 added",
    ),
    # The customer changes
    ([Seen(), FALSE, BIRTH_DATE], "open", "customer's birth date was 1974, is 1975-02-01"),
    (
        [Seen(), FALSE, Seen(customer={"name": ["Q. Khazali"]})],
        "open",
        "name was Qais Khazali, is Q. Khazali",
    ),
    ([Seen(), FALSE, Seen(customer={"nationality": []})], "open", "nationality was IQ, is not known"),
    # What was open again waits for a new decision, and only that counts from then on
    ([Seen(), FALSE, ALIAS, Seen()], "open", "alias 'AL-AMIN, Shaykh' removed"),
    ([Seen(), FALSE, ALIAS, FALSE, ALIAS], "false positive", "because"),
    ([Seen(), FALSE, ALIAS, FALSE, Seen()], "open", "alias 'AL-AMIN, Shaykh' removed"),
    ([Seen(), FALSE, OPEN, Seen()], "open", "because"),
    # A false positive expires
    ([Seen(), Says("false positive", expires_in_days=9), Pass(7), Seen()], "false positive", "because"),
    (
        [Seen(), Says("false positive", expires_in_days=9), Pass(8), Seen()],
        "open",
        "the decision expired on 2026-01-10",
    ),
    # A true match stays one, and what changes is noted
    ([Seen(), TRUE, Seen()], "true match", "because"),
    ([Seen(), TRUE, ALIAS], "true match", "new alias 'AL-AMIN, Shaykh'"),
    ([Seen(), TRUE, Gone()], "true match", "no longer reaches the threshold"),
    ([Seen(), TRUE, Gone(), Seen()], "true match", "reaches the threshold again"),
    ([Seen(), TRUE, Gone("party")], "closed by change", "the party was taken off OFAC-SDN"),
    ([Seen(), TRUE, Gone(), Gone("customer")], "closed by change", "the customer has left"),
    # No longer a hit
    ([Seen(), Gone("customer")], "closed by change", "the customer has left"),
    ([Seen(), Gone("party")], "closed by change", "the party was taken off OFAC-SDN"),
    # Below the threshold, with both sides still there: what nobody decided waits for a person
    ([Seen(), Gone()], "below threshold", "no longer reaches the threshold"),
    ([Seen(), Seen(), Gone(), Gone(), Pass(900), Gone()], "below threshold", "no longer reaches"),
    (
        [Seen(), Gone(customer={"name": ["Q."]}, party={})],
        "below threshold",
        "no longer reaches the threshold; customer's name was Qais Khazali, is Q.",
    ),
    (
        [Seen(), Gone(party={"names": PARTY["names"][:1]})],
        "below threshold",
        "no longer reaches the threshold; alias 'AL-KHAZALI, Qays' removed",
    ),
    ([Seen(), FALSE, ALIAS, Gone()], "below threshold", "no longer reaches the threshold"),
    ([Seen(), Gone(), Gone("customer")], "closed by change", "the customer has left"),
    ([Seen(), Gone(), Gone("party")], "closed by change", "the party was taken off OFAC-SDN"),
    ([Seen(), Gone(), FALSE], "false positive", "because"),
    ([Seen(), Gone(), FALSE, Gone()], "closed by change", "no longer reaches the threshold"),
    ([Seen(), Gone(), FALSE, Gone(), Seen()], "false positive", "false positive as decided by Ann"),
    ([Seen(), Gone(), FALSE, Gone(), ALIAS], "open", "is a hit again; new alias"),
    ([Seen(), Gone(), TRUE, Gone()], "true match", "because"),
    ([Seen(), Gone(), ESCALATE, Gone()], "escalated", "because"),
    ([Seen(), ESCALATE, Gone(), OPEN], "below threshold", "because"),
    ([Seen(), TRUE, Gone(), OPEN, Seen()], "open", "reaches the threshold again"),
    ([Seen(), FALSE, Gone()], "closed by change", "no longer reaches the threshold"),
    ([Seen(), ESCALATE, Gone()], "escalated", "no longer reaches the threshold"),
    ([Seen(), ESCALATE, Gone("customer")], "closed by change", "the customer has left"),
    # A hit again
    ([Seen(), Gone(), Seen()], "open", "reaches the threshold again"),
    ([Seen(), Gone(), BIRTH_DATE], "open", "reaches the threshold again; customer's birth date was 1974"),
    ([Seen(), Gone("customer"), BIRTH_DATE], "open", "is a hit again; customer's birth date was 1974"),
    ([Seen(), FALSE, Gone(), Seen()], "false positive", "false positive as decided by Ann on 2026-01-01"),
    ([Seen(), FALSE, Gone("party"), ALIAS], "open", "is a hit again; new alias 'AL-AMIN, Shaykh'"),
    (
        [Seen(), Says("false positive", expires_in_days=9), Gone(), Pass(8), Seen()],
        "open",
        "is a hit again; the decision expired on 2026-01-10",
    ),
    ([Seen(), ESCALATE, Gone("customer"), Seen()], "escalated", "escalated as decided by Ann"),
    (
        [Seen(), TRUE, Gone("party"), ALIAS],
        "true match",
        "true match as decided by Ann on 2026-01-01; new alias",
    ),
    ([Seen(), FALSE, OPEN, Gone(), Seen()], "open", "reaches the threshold again"),
]


@pytest.mark.parametrize(
    ("steps", "state", "says"), CASES, ids=[f"case {n}" for n in range(1, len(CASES) + 1)]
)
def test_an_alert_after_these_nights_and_decisions(ledger, steps, state, says):
    story = Story(ledger)
    alert = story.play(steps)
    history = ledger.history(story.alert_id)
    assert alert.state == state
    # A new alert is open a night later without anything having happened to it.
    assert history[-1].to_state == state or (history[-1].to_state, state) == ("new", "open")
    assert says in reason_words(alert.why)
    assert [event.revision for event in history] == list(range(1, alert.revision + 1))


def test_what_fell_below_the_threshold_is_told_with_the_state_before_and_its_last_hit(ledger):
    story = Story(ledger)
    story.play([Seen(), Seen()])
    alert = story.play([Gone(party={"names": PARTY["names"][:1]})])
    (event,) = story.outcomes[-1].of_kind("fell below")
    assert (event.from_state, event.to_state) == ("open", "below threshold")
    assert story.outcomes[-1].of_kind("closed") == []
    assert ledger.open_alerts() == [alert]
    assert (alert.in_hits, alert.hit["score"], alert.last_seen.day) == (False, 91.5, 2)


def test_what_fell_below_in_an_earlier_night_loses_no_hit_again(ledger):
    story = Story(ledger)
    states = ["new", "open", "escalated", "below threshold", "true match"]
    story.play([Seen(), Seen()])
    assert len(ledger.pairs_in_hits(states)) == 1
    story.play([Gone()])
    assert ledger.pairs_in_hits(states) == []
    # Run again, that night finds the alert as it stood before.
    fell = ledger.history(ledger.open_alerts()[0].alert_id)[-1]
    assert (fell.kind, len(ledger.pairs_in_hits(states, before=fell.run_key))) == ("fell below", 1)


def test_a_rule_may_close_what_stays_below_the_threshold(ledger_with):
    story = Story(ledger_with(close_below_threshold_after_days=30))
    # Last a hit on the first of January.
    assert story.play([Seen(), Gone(), Pass(27), Gone()]).state == "below threshold"
    alert = story.play([Gone()])
    assert (alert.state, story.day.isoformat()) == ("closed by change", "2026-01-31")
    assert reason_words(alert.why) == (
        "below the threshold since it was last a hit on 2026-01-01; closed after 30 days "
        "(alerts.close_below_threshold_after_days)"
    )
    assert story.play([Seen()]).state == "open"


def test_a_decision_may_expire_by_the_settings(ledger_with):
    story = Story(ledger_with(false_positive_expires_after_days=30))
    assert story.play([Seen(), FALSE, Pass(28), Seen()]).state == "false positive"
    alert = story.play([Seen()])
    assert (alert.state, reason_words(alert.why)) == ("open", "the decision expired on 2026-01-31")


def test_an_expiry_of_its_own_does_not_outlast_that_of_the_settings(ledger_with):
    story = Story(ledger_with(false_positive_expires_after_days=30))
    story.play([Seen(), Says("false positive", expires_in_days=300)])
    (recorded,) = story.ledger.dispositions(story.alert_id)
    assert recorded.expires_on.isoformat() == "2026-01-31"


def test_the_settings_say_which_facts_count(ledger_with):
    moved = Seen(customer={"address": ["Najaf"]})
    assert Story(ledger_with()).play([Seen(), FALSE]).state == "false positive"
    strict = Story(ledger_with(reopen_on={"customer": ["name", "address"], "party": []}))
    strict.day += strict.day.resolution
    assert strict.play([Seen()]).state == "false positive"
    assert strict.play([ALIAS]).state == "false positive"
    alert = strict.play([moved])
    assert (alert.state, reason_words(alert.why)) == ("open", "customer's address was Basra, is Najaf")


@pytest.mark.parametrize("known", [False, True])
def test_a_decision_from_before_measures_were_known_holds_until_one_changes(ledger, known):
    story = Story(ledger)
    frozen, lifted = Seen(party={"measures": ["asset freeze"]}), Seen(party={"measures": []})
    alert = story.play([lifted if known else Seen(), FALSE, frozen])
    if known:
        assert (alert.state, reason_words(alert.why)) == ("open", "measure asset freeze imposed")
        return
    # The first night that knows of measures changes nothing.
    assert (alert.state, reason_words(alert.why)) == ("false positive", "because")
    assert story.play([frozen]).state == "false positive"
    alert = story.play([lifted])
    assert (alert.state, reason_words(alert.why)) == ("open", "measure asset freeze lifted")


def test_a_decision_from_before_kinds_of_documents_were_known_holds_until_one_changes(ledger):
    story = Story(ledger)
    passport, card = (
        Seen(customer={"id_type": [kind], "id_country": ["IQ"]})
        for kind in ("passport", "national identity number")
    )
    # The first night that knows of kinds changes nothing.
    assert story.play([Seen(), FALSE, passport]).state == "false positive"
    assert story.play([passport]).state == "false positive"
    alert = story.play([card])
    assert (alert.state, reason_words(alert.why)) == (
        "open",
        "customer's kind of document was passport, is national identity number",
    )


def test_a_decision_is_kept_with_what_it_was_taken_on(ledger):
    story = Story(ledger)
    story.play([Seen(), FALSE, ALIAS])
    (recorded,) = ledger.dispositions(story.alert_id)
    assert (recorded.disposition, recorded.reviewer, recorded.reason, recorded.effect) == (
        "false positive",
        "Ann",
        "because",
        "decided",
    )
    assert recorded.decided_at.isoformat() == "2026-01-01T12:00:00+00:00"
    assert recorded.watchlist_version == "OFAC-SDN 2026-01-01"
    assert recorded.party["names"] == PARTY["names"]
    assert len(recorded.customer_fingerprint) == len(recorded.party_fingerprint) == 64
