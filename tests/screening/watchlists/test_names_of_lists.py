"""Scripts, divided names and country words: the small readings that every name and place goes through."""

import pytest

from screening.watchlists.country_words import listed_country, place_country
from screening.watchlists.party_writer import main_script, split_person_name


@pytest.mark.parametrize(
    ("name", "script"),
    [
        ("AL-KHAZALI, Qais", "Latin"),
        ("PÉREZ GÓMEZ", "Latin"),
        ("قيس الخزعلي", "Arabic"),
        ("Иванов (IVANOV и партнеры)", "Cyrillic"),
        ("朝鮮光鮮銀行", "Han"),
        ("김정은", "Hangul"),
        ("8888-1", None),
        ("", None),
    ],
)
def test_main_script(name, script):
    assert main_script(name) == script


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("AL-KHAZALI, Qais", ("AL-KHAZALI", "Qais")),
        ("DELOS REYES, Feliciano Semborio, Jr.", ("DELOS REYES", "Feliciano Semborio, Jr.")),
        ("KNOWLES, JR., Samuel", ("KNOWLES, JR.", "Samuel")),
        ("ABU ZUBAYDAH", (None, None)),
    ],
)
def test_people_are_written_family_name_first(name, parts):
    assert split_person_name(name) == parts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iraq", "IQ"),
        ("Korea, North", "KP"),
        ("Congo, Democratic Republic of the", "CD"),
        ("Region: Crimea", "UA"),
        ("Bosnia-Herzegovina", "BA"),
        ("possibly Palestinian", "PS"),
        ("undetermined", None),
        ("Atlantis", None),
        (None, None),
    ],
)
def test_country_words(text, code):
    assert listed_country(text) == code


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("Baghdad, Iraq", "IQ"),
        ("Kinshasa, Congo, Democratic Republic of the", "CD"),
        ("Sinuiju, Korea, North", "KP"),
        ("Nablus, West Bank (Palestinian Authority)", "PS"),
        ("Jabalia Camp", None),
    ],
)
def test_the_country_a_place_ends_in(place, code):
    assert place_country(place) == code
