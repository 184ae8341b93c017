"""Whether the birth dates of two lists can be of one person."""

from __future__ import annotations

import pytest

from screening.linking.birth_dates import Births, BirthSpan, compare_births
from screening.model.date_spans import parse_date_span


def spans(*texts: str) -> list[BirthSpan]:
    found = []
    for text in texts:
        span = parse_date_span(text)
        assert span is not None
        exact = span.earliest == span.latest and not span.circa
        found.append(BirthSpan(span.earliest, span.latest, exact))
    return found


@pytest.mark.parametrize(
    ("one", "other", "outcome"),
    [
        (["20 Jun 1974"], ["20 Jun 1974"], "same day"),
        (["6 Dec 1974"], ["12 Jun 1974"], "same day"),
        (["20 Jun 1974"], ["1974"], "same year"),
        (["1970 to 1975"], ["20 Jun 1974"], "same year"),
        (["20 Jun 1974"], ["20 Jun 1975"], "unclear"),
        (["20 Jun 1974"], ["circa 1975"], "unclear"),
        (["20 Jun 1974"], ["21 Jul 1974"], "contradict"),
        (["20 Jun 1974"], ["20 Jun 1984"], "contradict"),
        (["1974"], ["1976"], "contradict"),
        ([], ["1976"], "unclear"),
        (["1950", "20 Jun 1974"], ["20 Jun 1974", "1990"], "same day"),
    ],
)
def test_birth_dates_of_two_lists(one: list[str], other: list[str], outcome: Births) -> None:
    assert compare_births(spans(*one), spans(*other)) == outcome
    assert compare_births(spans(*other), spans(*one)) == outcome
