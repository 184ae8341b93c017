"""What hits keep of their identifiers: found through the screener, complete, and adding up to the score."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from screening import Screener

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener.load(SAMPLE / "ofac_csv")


@pytest.mark.parametrize(
    "cell",
    [
        "A10537439",
        "Passport A10537439",
        "passport no.: A 105 374 39",
        "A10537439 (Iraq)",
        "12345678; A10537439",
        "A10537439 / B7654321",
        "Ａ１０５３７４３９",
        "A۱۰۵۳۷۴۳۹",
    ],
)
def test_a_listed_passport_is_found_under_any_name_however_it_is_written(
    screener: Screener, cell: str
) -> None:
    customers = pd.DataFrame({"record_id": ["1"], "name": ["Walid Sabri Nasser"], "id_number": [cell]})
    (hit,) = screener.screen(customers).to_dict("records")
    # Nine signs, and a kind where a label says it; no country is stated beside them.
    least = 82
    assert (hit["entity_name"], hit["id_match"], hit["score"]) == ("AL-KHAZALI, Laith", "agrees", least)
    (told,) = [each for each in hit["identifiers"] if each["identifier"] == "document number"]
    assert told["customer"].startswith(cell)
    assert told["listed"].startswith("Passport A10537439")
    assert (told["outcome"], told["points"]) == ("the same, as far as known", 20.0)
    assert (
        f"as far as its kind and country are known ({told['customer']}, listed as Passport A1"
        in (hit["explanation"])
    )


def test_the_points_of_identifiers_add_up_to_the_score(screener: Screener) -> None:
    customers = pd.read_parquet(SAMPLE / "customers.parquet")
    hits = screener.screen(customers, as_of=date(2026, 11, 22)).to_dict("records")
    raised = 0
    for hit in hits:
        told = hit["name_score"] + sum(each["points"] for each in hit["identifiers"])
        bounded = min(100, max(0, told))
        # A score above what its parts come to is a floor, and the explanation says which.
        if abs(bounded - hit["score"]) > 0.01:
            raised += 1
            assert hit["score"] > bounded
            assert f"at least {hit['score']:.0f}" in hit["explanation"]
    assert len(hits) > 20
    assert 0 < raised < len(hits)


def test_hits_stand_by_their_probability_also_where_scores_are_equal(screener: Screener) -> None:
    customers = pd.DataFrame(
        {
            "record_id": ["name alone", "birth date too"],
            "name": ["AL-KHAZALI, Qais", "AL-KHAZALI, Qais"],
            "date_of_birth": [None, "1974-06-20"],
        }
    )
    hits = screener.screen(customers)
    assert hits["record_id"].tolist() == ["birth date too", "name alone"]
    assert hits["score"].nunique() == 1
    assert hits["match_probability"].is_monotonic_decreasing
    assert hits["match_probability"].nunique() == 2
