"""What birth dates, countries, gender and documents say of a pair, one case a line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching.birth_dates import BirthSpan
from screening.matching.documents import ListedDocument
from screening.matching.identifiers import Evidence, ListedIdentity, judge
from screening.settings import load_settings
from screening.wording.identifiers import finding_words

POLICY = load_settings().matching.identifiers
NOTHING = dict.fromkeys(
    (
        *("record_id", "name", "entity_type", "date_of_birth", "nationality", "country", "gender"),
        *("id_number", "id_type", "id_country"),
    )
) | {"birth_earliest": None, "birth_latest": None}


def born(earliest: str, latest: str | None = None) -> dict[str, object]:
    first = date.fromisoformat(earliest)
    last = date.fromisoformat(latest) if latest else first
    return NOTHING | {"date_of_birth": earliest, "birth_earliest": first, "birth_latest": last}


def listed(earliest: str, latest: str | None = None, *, circa: bool = False) -> ListedIdentity:
    first = date.fromisoformat(earliest)
    last = date.fromisoformat(latest) if latest else first
    span = BirthSpan(first, last, exact=first == last and not circa, text=earliest)
    return ListedIdentity(entity_type="person", birth_dates=[span])


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
        (born("1974-06-20"), ListedIdentity(entity_type="person"), "unknown"),
    ],
)
def test_birth_dates(customer: dict[str, object], party: ListedIdentity, verdict: str) -> None:
    assert judge(customer, party, POLICY).date_of_birth == verdict


@pytest.mark.parametrize(
    ("nationality", "country", "party", "verdict"),
    [
        ("IQ", None, ListedIdentity(entity_type="person", nationalities={"IQ"}), "agrees"),
        (None, "IQ", ListedIdentity(entity_type="person", other_countries={"IQ"}), "agrees"),
        ("NO", None, ListedIdentity(entity_type="person", nationalities={"IQ"}), "conflicts"),
        # Where a person lives, or was born, does not speak against them.
        (None, "NO", ListedIdentity(entity_type="person", nationalities={"IQ"}), "unknown"),
        ("NO", None, ListedIdentity(entity_type="person", other_countries={"IQ"}), "unknown"),
        (None, "NO", ListedIdentity(other_countries={"IR"}), "conflicts"),
        (None, None, ListedIdentity(other_countries={"IR"}), "unknown"),
        # A state that is no more, and what came after it: neither the same nor another.
        ("SU", None, ListedIdentity(entity_type="person", nationalities={"RU"}), "unknown"),
        ("RU", None, ListedIdentity(entity_type="person", nationalities={"SU"}), "unknown"),
        ("SU", None, ListedIdentity(entity_type="person", nationalities={"IQ"}), "conflicts"),
        ("RU", None, ListedIdentity(entity_type="person", nationalities={"UA"}), "conflicts"),
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
    party = ListedIdentity(entity_type="person", nationalities={"IQ"}, other_countries={"IR"})
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
    assert least(judge(born("1974-06-20") | other, party, POLICY)) == floor


@pytest.mark.parametrize(
    ("other", "more"),
    [
        ({"nationality": "IQ"}, POLICY.birth_date_and_nationality_agree),
        ({"nationality": "IQ", "gender": "female"}, 0),
        ({"country": "IQ"}, 0),
        ({"nationality": "IQ", "birth_earliest": date(1974, 1, 1)}, 0),  # no day
    ],
)
def test_a_birth_day_and_a_nationality_are_worth_more_together_than_each_alone(
    other: dict[str, object], more: float
) -> None:
    party = listed("1974-06-20")
    party.nationalities.add("IQ")
    party.gender = "male"
    customer = born("1974-06-20") | other
    alone = judge(customer | {"nationality": None, "country": None}, party, POLICY).points
    place = judge(NOTHING | {"nationality": "IQ"} | other, party, POLICY).country == "agrees"
    agrees = POLICY.nationality_agrees if "nationality" in other else POLICY.country_agrees
    assert place
    assert judge(customer, party, POLICY).points == alone + agrees + more


def least(evidence: Evidence) -> float:
    return evidence.least_score.score if evidence.least_score else 0


def finding(evidence: Evidence, identifier: str) -> dict[str, object]:
    (found,) = [each.as_row() for each in evidence.findings if each.identifier == identifier]
    return found


@pytest.mark.parametrize(
    ("customer", "party", "outcome", "value", "points"),
    [
        (born("1974-06-20"), listed("1974-06-20"), "same day", "1974-06-20", POLICY.birth_date_agrees),
        (
            born("1974-05-06"),
            listed("1974-06-05"),
            "day and month changed over",
            "1974-06-05",
            POLICY.birth_date_turned_round,
        ),
        (
            born("1974-06-20"),
            listed("1974-01-01", "1974-12-31"),
            "as far as known",
            "1974-01-01",
            POLICY.birth_year_agrees,
        ),
        (
            born("1975-03-01"),
            listed("1974-01-01", "1974-12-31", circa=True),
            "near, as far as known",
            "1974-01-01",
            POLICY.birth_year_agrees,
        ),
        (born("1974-06-20"), listed("1974-06-02"), "same but for one part", "1974-06-02", 0.0),
        (
            born("1974-06-20"),
            listed("1974-04-24"),
            "near, not the same",
            "1974-04-24",
            -POLICY.birth_date_near,
        ),
        (born("1990-06-20"), listed("1974-06-20"), "conflicts", "1974-06-20", -POLICY.birth_date_conflicts),
        (born("1990-06-20"), ListedIdentity(), "not stated", None, 0.0),
        (NOTHING, listed("1974-06-20"), "not stated", "1974-06-20", 0.0),
        (NOTHING | {"date_of_birth": "soon"}, listed("1974-06-20"), "not usable", "1974-06-20", 0.0),
    ],
)
def test_a_birth_date_is_told_as_it_is_with_both_values_and_its_points(
    customer: dict[str, object], party: ListedIdentity, outcome: str, value: str | None, points: float
) -> None:
    assert finding(judge(customer, party, POLICY), "birth date") == {
        "identifier": "birth date",
        "customer": customer["date_of_birth"],
        "listed": value,
        "outcome": outcome,
        "points": points,
    }


def test_the_best_of_several_listed_birth_dates_is_the_one_told() -> None:
    several = ListedIdentity("person", [*listed("1974-06-05").birth_dates, *listed("1974-05-06").birth_dates])
    told = finding(judge(born("1974-05-06"), several, POLICY), "birth date")
    assert (told["outcome"], told["listed"]) == ("same day", "1974-05-06")
    years = ListedIdentity(
        "person",
        [*listed("1973-01-01", "1973-12-31").birth_dates, *listed("1974-01-01", "1974-12-31").birth_dates],
    )
    told = finding(judge(born("1974-05-06"), years, POLICY), "birth date")
    assert (told["outcome"], told["listed"]) == ("as far as known", "1974-01-01")


def test_gender_document_country_and_type_are_told_with_their_values() -> None:
    party = ListedIdentity(
        "vessel",
        nationalities={"RU"},
        gender="male",
        documents={
            "A1": (ListedDocument("Passport A-1", "passport", "IQ"),),
            "B2": (ListedDocument("Passport B-2", "passport"),),
            "C3": (ListedDocument("NIT # C-3", "tax number"),),
            "D4": (ListedDocument("Tax ID No. D-4", "tax number"),),
        },
    )
    customer = NOTHING | {"nationality": "SU", "country": "US", "gender": "female", "id_number": "E 55555"}
    evidence = judge(customer, party, POLICY)
    assert [tuple(each.as_row().values()) for each in evidence.findings] == [
        ("country", "SU, US", "RU", "successor state", 0.0),
        ("gender", "female", "male", "conflicts", -POLICY.gender_conflicts),
        (
            "document number",
            "E 55555",
            "Passport A-1 (IQ), Passport B-2, NIT # C-3, and 1 more",
            "different, not counted",
            0.0,
        ),
        ("type", "has a gender", "vessel", "conflicts", -POLICY.person_conflicts),
    ]
    assert finding_words(evidence.findings) == [
        "country is a successor state (SU, US, listed RU)",
        "gender conflicts (female, listed male)",
        "the customer has a birth date or a gender, so is a person, and the listed party is none",
    ]


def test_a_document_number_that_agrees_is_told_in_both_spellings() -> None:
    ship = ListedDocument("Vessel Registration Identification IMO 9187629", "IMO number", digits=7)
    evidence = judge(
        NOTHING | {"id_number": "IMO: 9187629", "id_type": "IMO number"},
        ListedIdentity("vessel", documents={"9187629": (ship,)}),
        POLICY,
    )
    assert (evidence.document, least(evidence)) == ("agrees", POLICY.id_agrees_floor)
    assert evidence.points == POLICY.id_agrees
    assert finding_words(evidence.findings) == [
        "document number agrees (IMO: 9187629, listed as Vessel Registration Identification IMO 9187629)"
    ]


days = st.dates(date(1900, 1, 1), date(2020, 12, 31))
countries = st.sampled_from([None, "IQ", "SU", "RU", "US"])
genders = st.sampled_from([None, "male", "female"])
types = st.sampled_from([None, "person", "organization", "vessel"])


@given(days, st.none() | days, countries, countries, genders, genders, types, types)
def test_what_is_told_says_both_values_and_all_that_moves_the_score(
    ours: date,
    theirs: date | None,
    nationality: str | None,
    listed_country: str | None,
    gender: str | None,
    listed_gender: str | None,
    entity_type: str | None,
    listed_type: str | None,
) -> None:
    party = ListedIdentity(
        listed_type,
        [BirthSpan(theirs, theirs, True, theirs.isoformat())] if theirs else [],
        {listed_country} if listed_country else set(),
        gender=listed_gender,
    )
    customer = born(ours.isoformat()) | {
        "nationality": nationality,
        "gender": gender,
        "entity_type": entity_type,
    }
    evidence = judge(customer, party, POLICY)
    names = [each.identifier for each in evidence.findings]
    assert len(names) == len(set(names))
    assert evidence.points == sum(each.points for each in evidence.findings)
    for each in evidence.findings:
        assert each.customer or each.listed
        if each.outcome not in ("not stated", "not usable"):
            assert each.customer
            assert each.listed
        # Points are for what agrees, against what conflicts, and none for the rest.
        expected = {"agrees": each.points >= 0, "conflicts": each.points < 0, "unknown": each.points == 0}
        assert expected[each.verdict]
    # Whatever moves the score is in the explanation.
    assert len(finding_words(evidence.findings)) >= sum(each.points != 0 for each in evidence.findings)
