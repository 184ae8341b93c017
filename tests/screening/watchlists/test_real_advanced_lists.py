"""OFAC's advanced and enhanced files as published: all is there, and it is what the other forms say."""

from collections import Counter, defaultdict

import pytest
from lxml import etree

from screening.watchlists import read_watchlist

FILES = {
    "2016": "advanced/cons_advanced_2016-09-16.xml",
    "2020": "advanced/cons_advanced_2020-03-17.xml",
    "2024": "advanced/sdn_advanced_excerpt_2024-02-23.xml",
    "2025": "enhanced/cons_enhanced_2025-01-10.xml",
}
# What lxml counts in the raw file: element → rows of this table.
ADVANCED = {"names": ".//{*}DocumentedName", "relations": ".//{*}ProfileRelationship"}
ENHANCED = {"names": ".//{*}names//{*}translation", "relations": ".//{*}relationship"}


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "ofac"


@pytest.fixture(scope="module")
def lists(folder):
    return {name: read_watchlist(folder / path) for name, path in FILES.items()}


@pytest.fixture(scope="module")
def roots(folder):
    return {name: etree.parse(folder / path).getroot() for name, path in FILES.items()}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("2016", ("OFAC-CONS", "2016-09-16", 581, 0)),
        ("2020", ("OFAC-CONS", "2020-03-17", 375, 0)),
        # Cut from a larger file: 147 entries, 12 documents and 3 relations are of others, 57 places away.
        ("2024", ("OFAC-SDN", "2024-02-23", 37, 219)),
        ("2025", ("OFAC-CONS", "2025-01-10", 443, 0)),
    ],
)
def test_what_list_it_is(lists, name, expected):
    watchlist = lists[name]
    found = (watchlist.list_id, str(watchlist.published), watchlist.entity_count, watchlist.orphans)
    assert found == expected


@pytest.mark.parametrize("name", FILES)
def test_parties_and_names_of_each_type_are_those_of_the_raw_file(lists, roots, name):
    root, watchlist = roots[name], lists[name]
    if name == "2025":
        raw = Counter(entity.findtext("{*}generalInfo/{*}entityType") for entity in root.iter("{*}entity"))
        words = {"Individual": "person", "Entity": "organization"}
    else:
        raw = Counter(profile.get("PartySubTypeID") for profile in root.iter("{*}Profile"))
        words = {"1": "vessel", "3": "organization", "4": "person"}
    parties = {words[kind]: number for kind, number in raw.items()}
    assert Counter(watchlist.tables["entities"]["entity_type"].to_pylist()) == parties
    assert {each.entity_type: each.parties for each in watchlist.published_counts} == parties
    assert sum(each.names for each in watchlist.published_counts) == watchlist.name_count
    for table, path in (ENHANCED if name == "2025" else ADVANCED).items():
        if (name, table) != ("2024", "relations"):
            assert watchlist.tables[table].num_rows == len(root.findall(path))


def features(root, label):
    """How many values the raw file has under a label."""
    if root.tag.endswith("sanctionsData"):
        return sum(each.findtext("{*}type") == label for each in root.iter("{*}feature"))
    (number,) = [each.get("ID") for each in root.iter("{*}FeatureType") if each.text == label] or [None]
    return sum(each.get("FeatureTypeID") == number for each in root.iter("{*}Feature"))


@pytest.mark.parametrize("name", FILES)
def test_facts_are_those_of_the_raw_file(lists, roots, name):
    root, tables = roots[name], lists[name].tables
    assert tables["birth_dates"].num_rows == features(root, "Birthdate")
    assert tables["places"].num_rows == features(root, "Place of Birth")
    contacts = Counter(tables["contacts"]["kind"].to_pylist())
    assert contacts["email"] == features(root, "Email Address")
    if name == "2024":
        # None of its documents is of a party that is left in it.
        assert tables["identifiers"].num_rows == 0
        return
    documents = len(root.findall(".//{*}IDRegDocument")) + len(root.findall(".//{*}identityDocument"))
    labels = ("SWIFT/BIC", "BIK (RU)", "ISIN", "Equity Ticker", "Issuer Name")
    assert tables["identifiers"].num_rows == documents + sum(features(root, each) for each in labels)


@pytest.mark.parametrize("name", ["2016", "2020"])
def test_each_program_of_a_party_stands_once(lists, roots, name):
    (program,) = [each.get("ID") for each in roots[name].iter("{*}SanctionsType") if each.text == "Program"]
    raw = {
        (entry.get("ProfileID"), measure.findtext("{*}Comment"))
        for entry in roots[name].iter("{*}SanctionsEntry")
        for measure in entry.findall("{*}SanctionsMeasure")
        if measure.get("SanctionsTypeID") == program
    }
    rows = lists[name].tables["programs"].to_pylist()
    assert sorted((row["entity_id"], row["program"]) for row in rows) == sorted(raw)


@pytest.mark.parametrize("name", FILES)
def test_nearly_everything_is_understood(lists, name):
    assert lists[name].unparsed_share <= 0.001


@pytest.mark.parametrize("name", FILES)
def test_numbers_of_names_are_their_own(lists, name):
    numbers = lists[name].tables["names"]["name_id"].to_pylist()
    assert len(set(numbers)) == len(numbers)


# What two forms of the list of two days say alike of the parties that are on both: facts that are the same,
# of the smaller number. OFAC changed some of them between the two days.
COLUMNS = {
    "names": ("name", "kind", "quality"),
    "programs": ("program",),
    "birth_dates": ("earliest", "latest"),
    "identifiers": ("kind", "number"),
    "relations": ("other_entity_id",),
}


def shared_facts(one, other, table):
    """(facts that both lists have, facts of the one that has fewer) of the parties that both have."""
    parties = set(one.tables["entities"]["entity_id"].to_pylist())
    parties &= set(other.tables["entities"]["entity_id"].to_pylist())
    found = defaultdict(set)
    for place, watchlist in enumerate((one, other)):
        for row in watchlist.tables[table].to_pylist():
            if row["entity_id"] in parties and row.get("script", "Latin") == "Latin":
                found[place].add((row["entity_id"], *(row[column] for column in COLUMNS[table])))
    return len(found[0] & found[1]), min(len(found[0]), len(found[1]))


@pytest.mark.parametrize(
    ("name", "other", "parties", "least"),
    [
        ("2016", "2020", 315, {"names": 1.0, "birth_dates": 1.0, "relations": 1.0, "programs": 0.99}),
        # Banks were renamed in the years between.
        ("2020", "consolidated", 365, {"names": 0.83, "birth_dates": 1.0, "relations": 0.99}),
        (
            "2025",
            "consolidated_xml/2024-02-23.xml",
            442,
            {"names": 0.99, "birth_dates": 1.0, "programs": 1.0},
        ),
        ("2025", "consolidated", 442, {"names": 0.99, "identifiers": 0.99, "relations": 0.99}),
    ],
)
def test_the_same_parties_say_the_same_in_another_form(lists, folder, name, other, parties, least):
    one = lists[name]
    second = lists[other] if other in lists else read_watchlist(folder / other)
    ids = set(one.tables["entities"]["entity_id"].to_pylist())
    assert len(ids & set(second.tables["entities"]["entity_id"].to_pylist())) == parties
    for table, share in least.items():
        same, all_of_them = shared_facts(one, second, table)
        assert same / all_of_them >= share, table
