"""One list written in OFAC's four forms and read again: the same parties with the same facts.

What is not compared, since not every form has it: numbers of names and addresses (the CSV files and the XML
count in their own ways), the order of rows, the text of a birth date (the advanced form has days only:
"01 Jan 1955 to 31 Dec 1956" comes back as "1955 to 1956"), the name that a relation gives (the advanced form
has the other party's number), notes on documents (none in SDN.XML), authorities, days of listing and types of
sanctions (none in the CSV files and SDN.XML).
"""

from collections import Counter
from datetime import date

import pytest
from lxml import etree
from ofac_writers import (
    grown,
    parties_of,
    with_their_relations,
    write_advanced,
    write_csv_files,
    write_enhanced,
    write_sdn_xml,
)

from screening.watchlists import read_watchlist
from screening.watchlists.party_facts import party_facts

DAY = date(2022, 1, 31)
FORMS = ("2022-01-31", "SDN.XML", "SDN_ADVANCED.XML", "SDN_ENHANCED.XML")
# The people and the group of December 2019 are among them.
ALSO = ("27994", "28004", "28005", "28023", "28283")
TABLES = {
    "entities": ("entity_id", "entity_type", "name", "title", "gender"),
    "names": ("entity_id", "name", "kind", "quality", "family_name", "given_name", "script"),
    "birth_dates": ("entity_id", "earliest", "latest", "circa", "is_main"),
    "places": ("entity_id", "place", "country", "is_main"),
    "countries": ("entity_id", "kind", "text", "country", "is_main"),
    "identifiers": ("entity_id", "kind", "number", "country", "issued", "expires"),
    "addresses": ("entity_id", "address", "city", "country_text", "country"),
    "programs": ("entity_id", "program"),
    "relations": ("entity_id", "relation", "kind", "other_entity_id"),
    "contacts": ("entity_id", "kind", "value"),
    "digital_currency": ("entity_id", "currency", "address"),
    "vessels": (
        "entity_id",
        "call_sign",
        "vessel_type",
        "tonnage",
        "gross_registered_tonnage",
        "flag",
        "owner",
    ),
    "aircraft": ("entity_id", "field", "value"),
    "statements": ("entity_id", "kind", "text"),
    "unparsed_remarks": ("entity_id", "text"),
}
# Fields of a party's facts that are words of one form, by what is said above.
NOT_THE_SAME = {"birth_dates", "designations", "documents", "linked_to"}


@pytest.fixture(scope="module")
def source(shared_data):
    return read_watchlist(shared_data / "ofac" / "2022-01")


@pytest.fixture(scope="module")
def parties(source):
    """Some 150 parties of the real list, and all that they are linked to."""
    every = parties_of(source)
    chosen = {party.entity_id for party in every[::75]} | set(ALSO)
    # Wallets, which no party by chance has.
    chosen |= set(source.tables["digital_currency"]["entity_id"].to_pylist()[:2])
    return with_their_relations(every, chosen)


@pytest.fixture(scope="module")
def folder(parties, tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    write_csv_files(parties, folder / "2022-01-31")
    write_sdn_xml(parties, folder / "SDN.XML", published=DAY)
    write_advanced(parties, folder / "SDN_ADVANCED.XML", published=DAY)
    write_enhanced(parties, folder / "SDN_ENHANCED.XML", published=DAY)
    return folder


@pytest.fixture(scope="module")
def forms(folder):
    return {form: read_watchlist(folder / form) for form in FORMS}


def facts(watchlist, table):
    columns = TABLES[table]
    return Counter(tuple(row[column] for column in columns) for row in watchlist.tables[table].to_pylist())


@pytest.mark.parametrize("form", FORMS)
def test_the_list_its_date_and_its_counts(forms, parties, form):
    watchlist = forms[form]
    assert (watchlist.list_id, watchlist.published, watchlist.orphans) == ("OFAC-SDN", DAY, 0)
    assert watchlist.entity_count == len(parties) > 150
    assert sum(each.parties for each in watchlist.published_counts) == watchlist.entity_count
    assert sum(each.names for each in watchlist.published_counts) == watchlist.name_count


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("form", FORMS[1:])
def test_every_form_says_the_same(forms, form, table):
    assert facts(forms[form], table) == facts(forms[FORMS[0]], table)


def test_the_csv_files_say_what_the_list_said_that_they_were_written_from(forms, source):
    chosen = set(forms[FORMS[0]].tables["entities"]["entity_id"].to_pylist())
    for table in TABLES:
        # Relations to parties that were not chosen are away.
        if table not in ("relations", "statements"):
            from_source = {row: n for row, n in facts(source, table).items() if row[0] in chosen}
            assert facts(forms[FORMS[0]], table) == from_source, table


def test_there_is_something_in_nearly_every_table(forms):
    empty = {table for table in TABLES if not forms[FORMS[0]].tables[table].num_rows}
    assert empty <= {"unparsed_remarks"}


@pytest.mark.parametrize("form", FORMS[1:])
def test_the_facts_that_a_person_compares_are_the_same(forms, form):
    def comparable(watchlist):
        return {
            entity_id: {field: values for field, values in said.items() if field not in NOT_THE_SAME}
            for entity_id, said in party_facts(watchlist).items()
        }

    assert comparable(forms[form]) == comparable(forms[FORMS[0]])


def test_the_advanced_file_is_valid_against_the_schema(folder, shared_data):
    schema = etree.XMLSchema(file=shared_data / "ofac" / "advanced" / "sdn_advanced_2024.xsd")
    schema.assertValid(etree.parse(folder / "SDN_ADVANCED.XML"))


def test_a_list_grows_to_any_size_with_numbers_of_its_own(parties, tmp_path):
    many = list(grown(parties, 2 * len(parties) + 7))
    assert len({party.entity_id for party in many}) == len(many)
    path = write_advanced(many, tmp_path / "SDN_ADVANCED.XML", published=DAY)
    watchlist = read_watchlist(path)
    assert (watchlist.entity_count, watchlist.orphans) == (len(many), 0)
