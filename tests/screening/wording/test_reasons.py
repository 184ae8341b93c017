"""Why something happened to an alert: as data, back from the ledger's JSON, and in words."""

from datetime import date
from typing import get_args

import pytest

from screening.model.changes import Cause, CauseCode, Change, Reason, Statement
from screening.wording.changes import public_reason_words, reason_words

DAY = date(2026, 1, 2)
ANN = Statement("Ann", DAY, "his passport", "true match")
BOB = Statement("Bob", DAY, "because", "false positive")
COUNTRY = Change("customer", "country", (), ("IQ",))
ALIAS = Change("party", "names", ("A",), ("A", "B"))

# A reason                                                                       its words
REASONS = [
    (Reason((Cause("first seen", score=91.5),)), "first seen, with a score of 91.5"),
    (
        Reason((Cause("joined by", alert_id="A2"),), (Change("party", "lists", ("UN",), ("UK", "UN")),)),
        "alert A2 is about the same party, and goes on here; now also listed on UK",
    ),
    (
        Reason((Cause("joined with", alert_id="A1"),), (Change("party", "lists", ("UK", "UN"), ("UN",)),)),
        "joined with alert A1, which is about the same party and goes on for both; no longer listed on UK",
    ),
    (
        Reason((Cause("came apart", alert_id="A1"),)),
        "no longer counts as about the same party as alert A1",
    ),
    (Reason((Cause("another customer's"),)), "is a hit of the customer who has this record id now"),
    (
        Reason((Cause("threshold reached again"),), (ALIAS,)),
        "reaches the threshold again; new alias 'B'",
    ),
    (
        # That it expired stands after what changed.
        Reason((Cause("hit again"), Cause("disposition expired", day=DAY)), (COUNTRY,)),
        "is a hit again; customer's country was not known, is IQ; the decision expired on 2026-01-02",
    ),
    (
        Reason((Cause("hit again"), Cause("disposition holds", statement=BOB))),
        "is a hit again; false positive as decided by Bob on 2026-01-02",
    ),
    (
        Reason((Cause("customer left"), Cause("party delisted", list_id="UN"))),
        "the customer has left; the party was taken off UN",
    ),
    (Reason((Cause("below threshold"),)), "no longer reaches the threshold"),
    (
        Reason((Cause("below threshold for long", day=DAY, days=30),)),
        "below the threshold since it was last a hit on 2026-01-02; closed after 30 days "
        "(alerts.close_below_threshold_after_days)",
    ),
    (
        Reason((Cause("comment", statement=ANN), Cause("taken back", statement=BOB))),
        "his passport (takes back false positive by Bob on 2026-01-02: because)",
    ),
    (
        Reason((Cause("comment", statement=ANN), Cause("agreed with", statement=BOB))),
        "his passport (agrees with Bob: because)",
    ),
    (Reason((Cause("proposed", statement=ANN),)), "true match: his passport"),
    (
        Reason((Cause("carried to", record_id="N-1", alert_id="A1", source="ids.csv"),)),
        "carried to record N-1, alert A1, by ids.csv",
    ),
    (
        Reason((Cause("carried from", record_id="C-1", alert_id="A0", source="ids.csv"),)),
        "carried from record C-1, alert A0, by ids.csv",
    ),
]


@pytest.mark.parametrize(("reason", "words"), REASONS, ids=[words[:40] for _, words in REASONS])
def test_a_reason_comes_back_from_the_ledger_and_reads_so(reason, words):
    kept = Reason.from_json(reason.as_json())
    assert kept == reason
    assert reason_words(kept) == words


def test_every_cause_there_is_stands_above():
    assert {cause.code for reason, _ in REASONS for cause in reason.causes} == set(get_args(CauseCode))


def test_nothing_that_a_person_wrote_and_no_record_id_is_for_outsiders():
    for reason, _ in REASONS:
        words = public_reason_words(reason.public())
        assert not any(secret in words for secret in ("passport", "because", "N-1", "C-1", "is IQ"))


def test_a_sentence_of_an_older_ledger_is_not_recorded_as_if_it_were_data():
    with pytest.raises(ValueError, match="only the sentence is known"):
        Reason(sentence="because").as_json()
