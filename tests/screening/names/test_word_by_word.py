"""A name put together from its words is the name analyzed as it stands."""

from importlib.metadata import version
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.names import analysis
from screening.names.analysis import analyze
from screening.names.name_table import NameWords
from screening.names.phrases import Phrases, phrases
from screening.settings.names import default_name_policy
from screening.watchlists import read_watchlist

KINDS = ("person", "non_person")
# Words, titles, phrases of several words, forms of company with and without stops, and what is hard to cut.
WORDS = (
    "Qais al-Khazali Müller O'Brien Смирнов محمد 김정은 王 José 12 3rd II x"
    " Dr. Mr Sheikh Prof. van der den Berg abd al rahman de la Cruz Mohd. Md jr"
    " The Le Ltd. LTD limited liability company Co., & S.A. de C.V. GmbH & Co. KG OOO ООО АО a/s"
    " United Arab Emirates North East First Bank Trading (Holdings) No. 9 + - . ' ʼ Ͷ ß ŉ İ ﬁ"
)
NAMES = st.lists(st.sampled_from(WORDS.split()), min_size=0, max_size=9).map(" ".join)


def as_they_stand(names: list[str], kind: str) -> NameWords:
    """The names analyzed one by one, as with a version of rigour that the table is not of."""
    with patch.object(analysis, "phrases", lambda kind: None), patch.object(analysis, "_analyzers", {}):
        return analyze(names, kind, default_name_policy())


def assert_same(one: NameWords, other: NameWords) -> None:
    for column, values in vars(one).items():
        others = getattr(other, column)
        if isinstance(values, np.ndarray):
            assert values.dtype == others.dtype and np.array_equal(values, others), column
        elif column in ("vocabulary", "symbols"):
            assert (values.keys, values.texts) == (others.keys, others.texts), column
        else:
            assert values == others, column


@pytest.mark.parametrize("kind", KINDS)
@given(names=st.lists(NAMES, min_size=1, max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_names_are_the_same(kind, names):
    assert_same(analyze(names, kind, default_name_policy()), as_they_stand(names, kind))


@pytest.mark.parametrize("kind", KINDS)
@given(names=st.lists(st.text(max_size=30), min_size=1, max_size=10))
@settings(max_examples=150, deadline=None)
def test_any_text_is_the_same(kind, names):
    assert_same(analyze(names, kind, default_name_policy()), as_they_stand(names, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_names_of_a_real_list_are_the_same(kind, shared_data):
    names = read_watchlist(shared_data / "ofac" / "2022-01").tables["names"]["name"].to_pylist()[::4]
    assert_same(analyze(names, kind, default_name_policy()), as_they_stand(names, kind))


def test_the_table_is_of_the_version_that_is_installed():
    """Where this fails, rigour was changed: make the table anew with benchmarks/learn_phrases.py."""
    assert all(isinstance(phrases(kind), Phrases) for kind in KINDS), version("rigour")


def test_with_another_version_names_are_analyzed_as_they_stand(caplog):
    phrases.cache_clear()
    with patch("importlib.metadata.version", lambda name: "0"):
        assert phrases("person") is None
    assert "learn_phrases" in caplog.text
    phrases.cache_clear()


def test_two_words_may_begin_a_phrase_only_in_their_order():
    known = Phrases([("van", "der"), ("abd", "al"), ("dr", "")])
    first, second = np.array([known.numbers_of(word) for word in ("van", "der", "abd", "al", "x")]).T
    assert known.may_begin(first[:-1], second[1:]).tolist() == [True, False, True, False]
    assert not known.may_begin(first[[0, 2]], second[[3, 1]]).any()
    assert known.in_front == {"dr"}
