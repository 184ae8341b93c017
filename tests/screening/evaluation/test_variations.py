"""Each kind of variation by example, and what holds for every text."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Levenshtein

from screening.evaluation import KINDS, ListedName, vary
from screening.evaluation.scripts import in_script
from screening.evaluation.spellings import (
    digits_for_letters,
    doubled_letter,
    dropped_letter,
    look_alike_letters,
    other_spelling,
    other_spelling_throughout,
    substituted_letter,
    swapped_letters,
    zero_width_letter,
)
from screening.evaluation.tables import variation_tables
from screening.evaluation.variations import CONTROL, degree_of
from screening.evaluation.words import (
    abbreviated,
    added_form,
    dropped_form,
    exchanged_form,
    initials,
    joined_words,
    middle_initials,
    missing_part,
    one_word,
    other_order,
    over_long,
    punctuation_gone,
    split_word,
    titled,
)


def person(family: str, given_name: str) -> ListedName:
    return ListedName("LIST", "1", "person", "1-1", f"{family}, {given_name}", family, given_name)


def thing(name: str, entity_type: str = "organization") -> ListedName:
    return ListedName("LIST", "2", entity_type, "2-1", name)


def tries(change, name: ListedName, count: int = 40) -> set[str | None]:
    """All that `change` makes of the name by chance."""
    return {change(name, random.Random(seed)) for seed in range(count)}


KHANJAR = person("AL-KHANJAR AL-ISSAWI", "Khamis Farhan")
QAIS = person("AL-KHAZALI", "Qais")


def test_people_are_written_given_name_first():
    assert QAIS.written == "Qais AL-KHAZALI"
    assert thing("ROSNEFT").written == "ROSNEFT"


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (other_order, QAIS, {"AL-KHAZALI Qais"}),
        (other_order, thing("RED STAR"), {"STAR RED"}),
        (other_order, thing("HEZBOLLAH"), {None}),
        (missing_part, KHANJAR, {"Khamis AL-KHANJAR AL-ISSAWI"}),
        (missing_part, person("GUZMAN LOERA", "Joaquin"), {"Joaquin GUZMAN", "Joaquin LOERA"}),
        (missing_part, QAIS, {None}),
        (
            missing_part,
            thing("GULF TRADING SERVICES LTD"),
            {"GULF SERVICES LTD", "GULF TRADING LTD"},
        ),
        (missing_part, thing("GULF TRADING LTD"), {None}),
        (initials, KHANJAR, {"K. F. AL-KHANJAR AL-ISSAWI"}),
        (initials, thing("RED STAR"), {None}),
        (middle_initials, KHANJAR, {"Khamis F. AL-KHANJAR AL-ISSAWI"}),
        (middle_initials, QAIS, {None}),
        (joined_words, thing("AL-AQSA FUND"), {"ALAQSA FUND", "AL-AQSAFUND"}),
        (joined_words, thing("ROSNEFT"), {None}),
        (split_word, thing("ARTEMI"), {"AR TEMI", "ART EMI", "ARTE MI"}),
        (split_word, thing("ROSA"), {None}),
        (punctuation_gone, person("AL-KA'ABI", "Akram"), {"Akram AL KAABI"}),
        (exchanged_form, thing("PAO NOVATEK"), {f"{form} NOVATEK" for form in (
            "Public Joint Stock Company", "PJSC", "Publichnoe Aktsionernoe Obshchestvo")}),
        (exchanged_form, thing("ANGLO-CARIBBEAN CO., LTD."), {"ANGLO-CARIBBEAN Company Limited",
            "ANGLO-CARIBBEAN Company Ltd"}),
        (exchanged_form, thing("ROSNEFT"), {None}),
        (dropped_form, thing("ANGLO-CARIBBEAN CO., LTD."), {"ANGLO-CARIBBEAN"}),
        (dropped_form, thing("CIMEX, S.A."), {"CIMEX"}),
        (dropped_form, thing("LIMITED"), {None}),
        (added_form, thing("CIMEX, S.A."), {None}),
        (one_word, QAIS, {"QAISALKHAZALI"}),
        (one_word, thing("ROSNEFT"), {None}),
        (abbreviated, thing("RED STAR COMPANY"), {"RED STAR Co."}),
        (abbreviated, thing("RED STAR"), {None}),
        (over_long, thing("ROSNEFT"), {None}),
    ],
)  # fmt: skip
def test_words_and_forms(change, name, expected):
    assert tries(change, name) == expected


def test_a_title_or_a_text_stands_around_the_name():
    assert {"Dr. Qais AL-KHAZALI", "Sheikh Qais AL-KHAZALI"} <= tries(titled, QAIS, 200)
    assert "Account of Qais AL-KHAZALI" in tries(over_long, QAIS)


def test_a_digit_stands_for_a_letter():
    assert tries(digits_for_letters, thing("ROTE")) == {"R0TE", "ROT3"}


def test_each_kind_that_changes_the_name_has_one_degree():
    degrees = variation_tables().degrees
    assert sorted(degrees["minor"] + degrees["major"]) == sorted(
        kind.name for kind in KINDS if kind.name != CONTROL
    )
    assert degree_of(CONTROL) is None


def test_a_form_is_added_at_the_end():
    assert {"ROSNEFT Ltd", "ROSNEFT GmbH"} <= tries(added_form, thing("ROSNEFT"))


@pytest.mark.parametrize("name", [thing("ROSNEFT OIL"), thing("РОСНЕФТЬ"), thing("روسنفت")])
@pytest.mark.parametrize(
    ("change", "longer"), [(substituted_letter, 0), (doubled_letter, 1), (dropped_letter, -1)]
)
def test_one_letter_goes_wrong(change, longer, name):
    for varied in tries(change, name):
        assert Levenshtein.distance(name.name, varied) == 1
        assert len(varied) == len(name.name) + longer


def test_neighbors_change_places():
    varied = tries(swapped_letters, thing("ROSNEFT"))
    assert "ORSNEFT" in varied
    assert all(OSA.distance("ROSNEFT", one) == 1 for one in varied)


def test_short_words_are_left_alone():
    assert tries(dropped_letter, thing("THE ABC OF X")) == {None}
    # One letter of four makes another name: Azam, Azal.
    assert all(one.startswith("Azam ") for one in tries(substituted_letter, person("CHIMA", "Azam")))


@pytest.mark.parametrize("change", [substituted_letter, dropped_letter, swapped_letters])
@pytest.mark.parametrize("name", [thing("ALERT", "vessel"), thing("TABAN 1", "vessel"), thing("CIMEX, S.A.")])
def test_a_lone_word_of_five_letters_is_another_with_one_gone_wrong(change, name):
    assert tries(change, name) == {None}


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (initials, person("KIM", "Tong-ho")),
        (initials, person("HASAN", "Abd-al-Basit")),
        (missing_part, person("SHARIF", "'Abd al-Razzaq")),
        (missing_part, person("SHABAN", "Dr. Adib")),
        (middle_initials, person("SHARIF", "'Abd al-Razzaq")),
    ],
)
def test_nothing_is_made_that_names_nobody(change, name):
    assert None in tries(change, name)
    assert not {"T. KIM", "A. HASAN", "'Abd SHARIF", "Dr. SHABAN", "'Abd A. SHARIF"} & tries(change, name)


def test_look_alikes_are_other_letters():
    for varied in tries(look_alike_letters, thing("ROSNEFT")):
        assert varied != "ROSNEFT"
        assert len(varied) == 7
        assert any("CYRILLIC" in unicodedata.name(letter) or "GREEK" in unicodedata.name(letter)
                   for letter in varied)  # fmt: skip


def test_a_character_without_width_stands_inside_a_word():
    for varied in tries(zero_width_letter, thing("THE ROSNEFT")):
        (extra,) = set(varied) - set("THE ROSNEFT")
        assert unicodedata.category(extra) == "Cf"
        assert varied.replace(extra, "") == "THE ROSNEFT"
        assert 4 < varied.index(extra) < 11


def test_one_sound_is_written_otherwise():
    varied = tries(other_spelling, QAIS, 200)
    assert {"Kais AL-KHAZALI", "Qays AL-KHAZALI", "Qais AL-HAZALI"} <= varied
    # Only whole sounds: "kh" is no k with an h after it.
    assert "Qais AL-QHAZALI" not in varied


def test_every_word_is_written_otherwise():
    for varied in tries(other_spelling_throughout, QAIS):
        assert all(new != old for new, old in zip(varied.split(), QAIS.written.split(), strict=True))
    assert tries(other_spelling_throughout, thing("QODS")) == {None}


def test_capitals_stay_capitals():
    assert {varied for varied in tries(other_spelling, thing("KUDU")) if varied.upper() != varied} == set()


@pytest.mark.parametrize(
    ("text", "script", "expected"),
    [
        ("Vladimir PUTIN", "Cyrillic", "Владимир Путин"),
        ("Yevgeniy PRIGOZHIN", "Cyrillic", "Евгений Пригожин"),
        ("Qais AL-KHAZALI", "Cyrillic", "Каис Ал Хазали"),
        ("Viktor VEKSELBERG", "Greek", "Βικτορ Βεκσελμπεργ"),
        ("Husayn ALI", "Arabic", "حسين علي"),
        ("Khamis Sirhan AL-MUHAMMAD", "Arabic", "خميس سرحان المحمد"),
        ("Sa'd AL-RABI'I", "Arabic", "سعد الربيعي"),
        # Not an Arabic name; not in Latin letters.
        ("Viktor VEKSELBERG", "Arabic", None),
        ("قيس الخزعلي", "Cyrillic", None),
    ],
)
def test_other_scripts(text, script, expected):
    assert in_script(text, script) == expected


def test_a_kind_is_tried_on_the_parties_it_suits():
    kinds = {variation.kind for variation in vary([QAIS], seed=1)}
    assert {"exact name", "other order", "initials", "Arabic script"} <= kinds
    assert not {"company form added", "middle initials"} & kinds
    kinds = {variation.kind for variation in vary([thing("PAO NOVATEK")], seed=1)}
    assert {"company form exchanged", "dropped letter"} <= kinds
    assert not {"company form added", "initials", "Cyrillic script"} & kinds


def test_the_control_is_the_name_as_published():
    control = [one.text for one in vary([QAIS], seed=1) if one.kind == "exact name"]
    assert control == ["AL-KHAZALI, Qais"]


def test_a_variation_equal_to_the_name_does_not_count():
    assert "punctuation gone" not in {one.kind for one in vary([thing("ROSNEFT OIL")], seed=1)}


def test_every_kind_has_a_name_of_its_own_and_explains_itself():
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.what and kind.parties for kind in KINDS)


TEXTS = st.text(max_size=40)
NAMES = st.builds(
    ListedName,
    list_id=st.just("LIST"),
    entity_id=TEXTS,
    entity_type=st.sampled_from(["person", "organization", "vessel"]),
    name_id=TEXTS,
    name=TEXTS,
    family_name=st.none() | TEXTS,
    given_name=st.none() | TEXTS,
)


@given(NAMES, st.integers())
def test_every_kind_takes_every_text_and_depends_on_the_seed_alone(name, seed):
    for kind in KINDS:
        varied = kind.vary(name, random.Random(seed))
        assert varied is None or isinstance(varied, str)
        assert kind.vary(name, random.Random(seed)) == varied


@given(st.lists(NAMES, max_size=3), st.integers())
def test_variations_of_a_name_do_not_depend_on_the_other_names(names, seed):
    assert vary(names, seed) == [one for name in names for one in vary([name], seed)]
