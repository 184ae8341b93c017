"""The policy file of name comparison: what it refuses, and that changing it changes the score."""

import pytest
from pydantic import ValidationError

from screening import compare_names
from screening.names.policy import NamePolicy, default_name_policy


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
