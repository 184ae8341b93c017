"""What is known of a party, and the hash that tells whether any of it changed."""

from datetime import date
from time import perf_counter

import pytest
from party_rows import a_list, name
from real_lists import read_real

from screening.model.changes import PARTY_FACTS, SINGLE_VALUED
from screening.watchlists import read_watchlist
from screening.watchlists.party_facts import party_facts, party_fingerprints


def test_facts_are_text_that_a_person_can_read():
    facts = party_facts(a_list())
    assert list(facts) == ["28004", "28283"]
    assert facts["28004"] == {
        "primary_name": ["AL-KHAZALI, Qais"],
        "entity_type": ["person"],
        "names": ["AL-KHAZ'ALI, Qais", "AL-KHAZALI, Qais", "AL-KHAZALI, Qays"],
        "gender": ["male"],
        "birth_dates": ["20 Jun 1974"],
        "countries": ["nationality Iraq"],
        "documents": ["Passport A1234567 (Iraq) expires 2025"],
        "programs": ["GLOMAG", "SDGT"],
        "addresses": ["Najaf, Iraq [home]"],
        "linked_to": ["Linked To ASA'IB AHL AL-HAQ"],
        "digital_currency": ["XBT 1JREJdZupiFhE7Zz"],
    }
    assert facts["28283"]["names"] == ["AAH (weak alias)", "ASA'IB AHL AL-HAQ"]


def test_every_field_of_the_small_list_has_a_word(small_csv):
    facts = party_facts(read_watchlist(small_csv))
    fields = {field for party in facts.values() for field in party}
    assert fields <= PARTY_FACTS.keys()
    assert PARTY_FACTS.keys() >= SINGLE_VALUED
    assert all(
        values == sorted(set(values)) and values for party in facts.values() for values in party.values()
    )


def said_with(**more):
    """What is said of a party's designation by these columns of its program and rows of other tables."""
    program = more.pop("program", {})

    def change(tables):
        tables["programs"] = [{"entity_id": "28004", "program": "SDGT", **program}]
        tables.update({table: [{"entity_id": "28004", **row}] for table, row in more.items()})

    facts = party_facts(a_list(change))["28004"]
    return {field: facts[field] for field in ("measures", "designations", "references") if field in facts}


def test_what_the_list_prohibits():
    assert said_with() == {}
    said = said_with(measures={"measure": "asset freeze", "text": "Asset freeze"})
    assert said == {"measures": ["asset freeze"]}


def test_what_a_program_stands_for_is_prohibited_where_the_list_does_not_say_it(small_csv):
    facts = party_facts(read_watchlist(small_csv))
    assert facts["28004"]["measures"] == ["asset freeze"]


def test_a_designation_is_told_with_its_act_its_day_and_its_words():
    said = said_with(
        program={"authority": "E.O. 13224", "listed_on": date(2020, 1, 3)},
        measures={"measure": "ship restrictions", "text": "Prohibition of port entry", "program": "SDGT"},
        references={"publisher": "UN", "reference": "QDi.430"},
    )
    assert said == {
        "measures": ["ship restrictions"],
        "designations": ["SDGT: E.O. 13224", "SDGT: Prohibition of port entry", "SDGT: listed on 2020-01-03"],
        "references": ["UN QDi.430"],
    }


CHANGES = {
    "an alias more": lambda tables: tables["names"].append(name("28004", "AL-KHAZALI, Kais")),
    "an alias less": lambda tables: tables["names"].pop(1),
    "an alias that is weak now": lambda tables: tables["names"][1].update(quality="weak"),
    "another primary name": lambda tables: tables["entities"][0].update(name="KHAZALI, Qais"),
    "a program less": lambda tables: tables["programs"].pop(1),
    "another day of listing": lambda tables: tables["programs"][0].update(listed_on=date(2020, 1, 3)),
    "another authority": lambda tables: tables["programs"][0].update(authority="an act"),
    "a measure": lambda tables: tables.update(measures=[{"entity_id": "28004", "measure": "travel ban"}]),
    "a reference": lambda tables: tables.update(
        references=[{"entity_id": "28004", "publisher": "UN", "reference": "QDi.1"}]
    ),
    "another birth date": lambda tables: tables["birth_dates"][0].update(text="1974"),
    "another related name": lambda tables: tables["relations"][0].update(other_name="HIZBALLAH"),
    "another gender": lambda tables: tables["entities"][0].update(gender=None),
    "a place of birth": lambda tables: tables.update(places=[{"entity_id": "28004", "place": "Najaf"}]),
    "a remark": lambda tables: tables.update(unparsed_remarks=[{"entity_id": "28004", "text": "at large"}]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_a_fact_changes_the_fingerprint_of_that_party_alone(change):
    before, after = a_list(), a_list(CHANGES[change])
    assert party_facts(before)["28004"] != party_facts(after)["28004"]
    old, new = party_fingerprints(before), party_fingerprints(after)
    assert old["28004"] != new["28004"]
    assert old["28283"] == new["28283"]


SILENT_CHANGES = {
    # Hits show programs in the list's order.
    "programs turned round": lambda tables: tables["programs"].reverse(),
    # Of two names that are equally close, the first is shown.
    "aliases turned round": lambda tables: tables["names"].reverse(),
    "days read from the same text": lambda tables: tables["birth_dates"][0].update(latest=date(1974, 6, 21)),
    "the code of a country": lambda tables: tables["countries"][0].update(country="IR"),
    "which party a link leads to": lambda tables: tables["relations"][0].update(other_entity_id=None),
}


@pytest.mark.parametrize("change", SILENT_CHANGES)
def test_what_a_hit_depends_on_counts_though_no_fact_tells_of_it(change):
    before, after = a_list(), a_list(SILENT_CHANGES[change])
    assert party_facts(before) == party_facts(after)
    assert party_fingerprints(before)["28004"] != party_fingerprints(after)["28004"]


MEANINGLESS = {
    "numbers of rows": lambda tables: [row.update(name_id="x") for row in tables["names"]],
    "numbers of addresses": lambda tables: tables["addresses"][0].update(address_id="8"),
    # What they say stands in the other tables.
    "the text of remarks": lambda tables: tables["entities"][0].update(remarks="DOB 20 Jun 1974."),
    "the place among other parties": lambda tables: tables["entities"].reverse(),
}


@pytest.mark.parametrize("change", MEANINGLESS)
def test_what_no_hit_depends_on_does_not_count(change):
    assert party_fingerprints(a_list()) == party_fingerprints(a_list(MEANINGLESS[change]))


def test_values_cannot_be_shifted_from_one_column_into_the_next():
    one = a_list(lambda tables: tables["addresses"][0].update(address="Street', 'Najaf", city=None))
    other = a_list(lambda tables: tables["addresses"][0].update(address="Street", city="Najaf"))
    assert party_fingerprints(one)["28004"] != party_fingerprints(other)["28004"]


def test_a_row_that_points_to_no_party_is_nobodys():
    ghost = a_list(lambda tables: tables["names"].append(name("999", "GHOST")))
    assert party_fingerprints(ghost) == party_fingerprints(a_list())
    assert party_facts(ghost) == party_facts(a_list())


def test_equal_fingerprints_mean_equal_facts_on_real_lists_and_both_are_fast(shared_data):
    old, new = (read_real(shared_data / "ofac" / name) for name in ("2021-07", "2022-01"))
    began = perf_counter()
    old_facts, old_prints = party_facts(old), party_fingerprints(old)
    seconds = perf_counter() - began
    new_facts, new_prints = party_facts(new), party_fingerprints(new)
    same = [
        party for party in old_prints.keys() & new_prints.keys() if old_prints[party] == new_prints[party]
    ]
    assert len(same) == 8499
    assert all(old_facts[party] == new_facts[party] for party in same)
    # About 0.6 s on an idle machine; a busy one must not fail this.
    assert seconds < 5
