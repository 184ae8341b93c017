"""Whose son somebody is, and the order of the words of a name."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from screening import compare_names
from screening.model.evidence import DeductionName
from screening.names.compare import compare_many
from screening.watchlists import read_watchlist


def points(name: str, listed: str, deduction: DeductionName) -> float:
    """What a pair of people's names loses by one deduction."""
    evidence = compare_names(name, listed).evidence
    return sum(each.points for each in evidence.deductions if each.name == deduction)


def score(name: str, listed: str) -> float:
    return compare_names(name, listed).score


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Ahmad bin Hasan", "Hasan bin Ahmad"),
        ("Ahmad bin Hasan", "BIN AHMAD, Hasan"),
        ("Abd al-Rahman ibn Hasan", "Hasan ibn Abdulrahman"),
        ("Mohamed ould Ahmed", "Ahmed ould Mohamed"),
        ("Nurul binti Aishah", "Aishah binti Nurul"),
        ("Heydar Alirza oglu Aliyev", "ALIYEV, Alirza Heydar oglu"),
        ("احمد بن حسن", "Hasan bin Ahmad"),
        # The son, and the father.
        ("Salman bin Abdulaziz", "Muhammad bin Salman bin Abdulaziz"),
        # Father and grandfather.
        ("Muhammad bin Salman bin Abdulaziz", "Muhammad bin Abdulaziz bin Salman"),
    ],
)
def test_a_father_is_not_his_son(name: str, listed: str) -> None:
    for one, other in ((name, listed), (listed, name)):
        assert points(one, other, "parent") > 20
        assert score(one, other) < 75


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Ahmad bin Hasan", "AHMAD BIN HASAN"),
        ("Usama bin Ladin", "BIN LADIN, Usama"),
        ("BIN LADIN Usama", "Usama bin Ladin"),
        # Without the word nobody says who is whose son.
        ("Ahmad bin Hasan", "Ahmad Hasan"),
        ("Ahmad bin Hasan", "HASAN AHMAD"),
        # A forefather is left out, or his "bin" is.
        ("Muhammad bin Salman bin Abdulaziz", "Muhammad bin Abdulaziz"),
        ("Ahmad Hasan bin Ali", "Ahmad bin Hasan bin Ali"),
        # Families may come first where the father stands before his mark.
        ("Aliyev Heydar Alirza oglu", "Heydar Alirza ogly Aliyev"),
        # Father and son bear one name: which of them met whom says nothing.
        ("ARDHAN BIN MUHAMMAD IQBAL, Muhammad Ricky", "Muhammad Ricky Ardhan bin Muhammad Iqbal"),
        # The family name first, without a comma.
        ("BEN ATTIA Nabil Ben Mohamed Ben Ali", "BEN ATTIA, Nabil Ben Mohamed Ben Ali"),
    ],
)
def test_a_line_of_fathers_that_does_not_contradict_costs_nothing(name: str, listed: str) -> None:
    assert points(name, listed, "parent") == points(listed, name, "parent") == 0


def test_another_father_weighs_more_than_none() -> None:
    listed = "Muhammad bin Salman bin Abdulaziz"
    assert points("Muhammad bin Nayef bin Abdulaziz", listed, "parent") > 0
    assert score("Muhammad bin Nayef bin Abdulaziz", listed) < 70 < score("Muhammad bin Abdulaziz", listed)


def test_a_patronymic_of_its_own_form_is_another_word() -> None:
    assert score("Ivan Petrovich Sidorov", "Ivan Ivanovich Sidorov") < 75
    assert score("Ivan Ivanovich Petrov", "Petr Petrovich Ivanov") < 60


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Qais al-Khazali", "AL-KHAZALI, Qais"),
        ("AL-KHAZALI, Qais", "AL-KHAZALI, Qais"),
        ("Jose Garcia Marquez", "GARCIA MARQUEZ, Jose"),
        ("Ahmad Hasan, Jr.", "Ahmad Hasan, Jr."),
    ],
)
def test_a_family_name_before_a_comma_is_in_its_order(name: str, listed: str) -> None:
    assert score(name, listed) == 100


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Hans Friedrich", "Friedrich Hans"),
        ("AL-KHAZALI Qais", "Qais al-Khazali"),
        ("Xi Jinping", "Jinping Xi"),
        ("Orban Viktor", "Viktor Orban"),
    ],
)
def test_family_and_given_name_changed_over_still_match_by_a_little_less(name: str, listed: str) -> None:
    assert 98 <= score(name, listed) < 100


def test_organizations_have_no_order_and_no_fathers() -> None:
    assert compare_names("Bin Laden Group Saudi", "Saudi Bin Laden Group", kind="organization").score == 100


def test_listed_names_match_themselves_as_they_stand(shared_data: Path) -> None:
    tables = read_watchlist(shared_data / "un" / "consolidated.xml").tables
    names = sorted(set(map(str, tables["names"]["name"].to_pylist())))
    drawn = [name for name in names if any(map(str.isalpha, name))]
    drawn = random.Random(4).sample(drawn, 600) + [name for name in drawn if " BIN " in f" {name.upper()} "]
    apart = [
        name
        for name, found in zip(drawn, compare_many([(name, name) for name in drawn]), strict=True)
        if found.score < 100
    ]
    assert apart == []


def test_names_of_every_shape_are_read_side_by_side() -> None:
    names = [
        "Ben Attia Nabil Ben Mohamed",
        "Aliyev Heydar Alirza oglu",
        "Ahmad bin Hasan",
        "Ben Ali oglu Hasan",
    ]
    pairs = [(name, name) for name in names]
    assert [comparison.score for comparison in compare_many(pairs)] == [100] * len(names)
