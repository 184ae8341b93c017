"""The policy file of name comparison: what it refuses, and that changing it changes the score."""

import pytest
from pydantic import ValidationError

from screening import compare_names
from screening.settings.names import NamePolicy, default_name_policy


def test_a_misspelled_key_is_refused() -> None:
    values = default_name_policy().model_dump()
    values["deductions"]["person"]["thin_evidense"] = 3
    with pytest.raises(ValidationError, match="thin_evidense"):
        NamePolicy.model_validate(values)


def test_a_heavier_deduction_lowers_the_score() -> None:
    values = default_name_policy().model_dump()
    values["deductions"]["person"]["uncovered_worse"] += 10
    stricter = NamePolicy.model_validate(values)
    pair = ("Qais Hadi al-Khazali", "AL-KHAZALI, Qais")
    assert compare_names(*pair, policy=stricter).score < compare_names(*pair).score


def test_a_word_may_not_weigh_nothing() -> None:
    values = default_name_policy().model_dump()
    values["weights"]["particle"] = 0
    with pytest.raises(ValidationError, match="particle"):
        NamePolicy.model_validate(values)


def test_acronyms_have_their_lengths_in_order() -> None:
    values = default_name_policy().model_dump()
    values["acronyms"] |= {"shortest": 9, "longest": 8}
    with pytest.raises(ValidationError, match="shortest acronym"):
        NamePolicy.model_validate(values)


def test_a_word_counts_as_distinctive_from_the_weight_that_the_policy_gives() -> None:
    values = default_name_policy().model_dump()
    values["deductions"]["person"]["distinctive_from"] = 0.99
    strict = NamePolicy.model_validate(values)
    pair = ("Michael Smith Jones", "Michael Smith Jonas")
    # No word of these is so rare: none counts as the same distinctive word.
    assert compare_names(*pair, policy=strict).score < compare_names(*pair).score


def test_initials_past_the_longest_acronym_meet_no_word() -> None:
    values = default_name_policy().model_dump()
    values["acronyms"] |= {"longest": 3, "shortest": 3}
    short = NamePolicy.model_validate(values)
    pair = ("NIOC", "National Iranian Oil Company")
    assert compare_names(*pair, kind="organization").score > 0
    assert compare_names(*pair, kind="organization", policy=short).score == 0
