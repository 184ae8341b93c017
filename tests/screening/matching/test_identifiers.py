"""What birth dates, countries, gender and documents say of a pair, one case a line."""

from datetime import date

import pytest

from screening.matching.birth_dates import BirthSpan
from screening.matching.identifiers import ListedIdentity, document_key, judge
from screening.settings import load_settings

POLICY = load_settings().matching.identifiers
NOTHING = dict.fromkeys(
    ("record_id", "name", "entity_type", "date_of_birth", "nationality", "country", "gender", "id_number")
) | {"birth_earliest": None, "birth_latest": None}


def born(earliest: str, latest: str | None = None) -> dict[str, object]:
    first = date.fromisoformat(earliest)
    last = date.fromisoformat(latest) if latest else first
    return NOTHING | {"date_of_birth": earliest, "birth_earliest": first, "birth_latest": last}


def listed(earliest: str, latest: str | None = None, *, circa: bool = False) -> ListedIdentity:
    first = date.fromisoformat(earliest)
    last = date.fromisoformat(latest) if latest else first
    span = BirthSpan(first, last, exact=first == last and not circa, text=earliest)
    return ListedIdentity(is_person=True, birth_dates=[span])


@pytest.mark.parametrize(
    ("customer", "party", "verdict"),
    [
        (born("1974-06-20"), listed("1974-06-20"), "agrees"),
        (born("1974-01-01", "1974-12-31"), listed("1974-06-20"), "agrees"),
        (born("1974-06-20"), listed("1974-01-01", "1974-12-31"), "agrees"),
        (born("1974-05-06"), listed("1974-06-05"), "agrees"),  # day and month turned round
        (born("1975-03-01"), listed("1974-01-01", "1974-12-31", circa=True), "agrees"),
        (born("1974-06-20"), listed("1974-06-02"), "unknown"),  # the same but for one part
        (born("1974-06-20"), listed("1973-06-20"), "unknown"),
        (born("1974-06-20"), listed("1974-04-24"), "conflicts"),  # near, not the same
        (born("1990-06-20"), listed("1974-06-20"), "conflicts"),
        (NOTHING, listed("1974-06-20"), "unknown"),
        (born("1974-06-20"), ListedIdentity(is_person=True), "unknown"),
    ],
)
def test_birth_dates(customer: dict[str, object], party: ListedIdentity, verdict: str) -> None:
    assert judge(customer, party, POLICY).date_of_birth == verdict


@pytest.mark.parametrize(
    ("nationality", "country", "party", "verdict"),
    [
        ("IQ", None, ListedIdentity(is_person=True, nationalities={"IQ"}), "agrees"),
        (None, "IQ", ListedIdentity(is_person=True, other_countries={"IQ"}), "agrees"),
        ("NO", None, ListedIdentity(is_person=True, nationalities={"IQ"}), "conflicts"),
        # Where a person lives, or was born, does not speak against them.
        (None, "NO", ListedIdentity(is_person=True, nationalities={"IQ"}), "unknown"),
        ("NO", None, ListedIdentity(is_person=True, other_countries={"IQ"}), "unknown"),
        (None, "NO", ListedIdentity(other_countries={"IR"}), "conflicts"),
        (None, None, ListedIdentity(other_countries={"IR"}), "unknown"),
    ],
)
def test_countries(nationality: str | None, country: str | None, party: ListedIdentity, verdict: str) -> None:
    customer = NOTHING | {"nationality": nationality, "country": country}
    assert judge(customer, party, POLICY).country == verdict


def test_what_is_missing_costs_nothing() -> None:
    party = listed("1974-06-20")
    party.nationalities.add("IQ")
    party.gender = "male"
    assert judge(NOTHING, party, POLICY).points == 0


def test_conflicts_take_the_points_of_the_policy() -> None:
    party = listed("1974-06-20")
    party.gender = "male"
    evidence = judge(born("1990-06-20") | {"gender": "female"}, party, POLICY)
    assert evidence.points == -(POLICY.birth_date_conflicts + POLICY.gender_conflicts)


def test_a_near_birth_date_costs_less_than_another() -> None:
    near = judge(born("1974-06-20"), listed("1974-04-24"), POLICY).points
    other = judge(born("1990-06-20"), listed("1974-04-24"), POLICY).points
    assert other < near < 0


def test_nationality_counts_more_than_another_country() -> None:
    party = ListedIdentity(is_person=True, nationalities={"IQ"}, other_countries={"IR"})
    same = judge(NOTHING | {"nationality": "IQ"}, party, POLICY).points
    abroad = judge(NOTHING | {"country": "IR"}, party, POLICY).points
    assert same > abroad > 0


@pytest.mark.parametrize(
    ("customer", "points"),
    [
        (born("1974-06-20"), -POLICY.person_conflicts),
        (NOTHING | {"gender": "female"}, -POLICY.person_conflicts),
        (NOTHING, 0),
        # The type is stated: the date may be the day it was founded.
        (born("1974-06-20") | {"entity_type": "organization"}, 0),
    ],
)
def test_what_only_people_have_speaks_against_a_vessel(customer: dict[str, object], points: float) -> None:
    evidence = judge(customer, ListedIdentity(), POLICY)
    assert (evidence.points, evidence.date_of_birth, evidence.gender) == (points, "unknown", "unknown")


@pytest.mark.parametrize(
    ("other", "floor"),
    [
        ({"nationality": "IQ"}, POLICY.birth_date_and_nationality_floor),
        ({"nationality": "IQ", "gender": "male"}, POLICY.birth_date_and_nationality_floor),
        ({"nationality": "IQ", "gender": "female"}, 0),
        ({"country": "IQ"}, 0),
        ({"nationality": "NO"}, 0),
        ({}, 0),
    ],
)
def test_birth_date_and_nationality_together_make_a_floor(other: dict[str, object], floor: float) -> None:
    party = listed("1974-06-20")
    party.nationalities.add("IQ")
    party.gender = "male"
    assert judge(born("1974-06-20") | other, party, POLICY).floor == floor


@pytest.mark.parametrize(
    ("given", "key"),
    [("A-105 374 39", "A10537439"), ("IMO 9187629", "9187629"), ("12-3", None), (None, None)],
)
def test_document_numbers_are_compared_by_letters_and_digits(given: str | None, key: str | None) -> None:
    assert document_key(given, POLICY.id_min_length) == key
