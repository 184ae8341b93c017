"""A remark is cut at its semicolons, and only there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from screening.watchlists.publishers.ofac.remark_segments import split_segments


def test_a_full_stop_closes_the_remark_and_not_a_name():
    assert split_segments("DOB 1965; Linked To: HOTELES Y BIENES S.A.; a.k.a. 'BNC'.") == [
        "DOB 1965",
        "Linked To: HOTELES Y BIENES S.A.",
        "a.k.a. 'BNC'",
    ]


def test_a_quoted_alias_may_hold_semicolons_and_apostrophes():
    assert split_segments("a.k.a. 'AL-IBRAHIMI, Jamal Fa'far 'Ali'; POB Basrah; f.k.a. 'RED; WHITE'.") == [
        "a.k.a. 'AL-IBRAHIMI, Jamal Fa'far 'Ali'",
        "POB Basrah",
        "f.k.a. 'RED; WHITE'",
    ]


def test_a_quote_that_never_closes_takes_nothing_with_it():
    assert split_segments("a.k.a. 'snowsjo; Gender Male; a.k.a. 'khaleesi'") == [
        "a.k.a. 'snowsjo",
        "Gender Male",
        "a.k.a. 'khaleesi'",
    ]


def test_nothing_in_nothing_out():
    assert split_segments("") == split_segments(" . ") == split_segments("; ;") == []


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab .;'()\n\x1c\u2028afn.k. ") | st.characters()))
def test_segments_put_together_again_are_the_same_whatever_the_text(text):
    segments = split_segments(text)
    assert split_segments(f"{'; '.join(segments)}.") == segments
    assert all(segment == segment.strip() and segment for segment in segments)
