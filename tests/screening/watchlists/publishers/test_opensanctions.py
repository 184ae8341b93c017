"""OpenSanctions' files: the simple CSV, FollowTheMoney entities, and delta files on top of them."""

import random

import pytest
from small_tables import entity, ftm, simple_csv, write_ftm

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists import read_watchlist
from screening.watchlists.publishers.opensanctions.entities import apply_delta
from screening.watchlists.publishers.opensanctions.words import measure_of, reference_of

SIMPLE_CSV = simple_csv()


def rows(watchlist, table, *columns, party=None):
    found = watchlist.tables[table].to_pylist()
    return [
        tuple(row[column] for column in columns)
        for row in found
        if party is None or row["entity_id"] == party
    ]


@pytest.fixture(scope="module")
def simple(tmp_path_factory):
    path = tmp_path_factory.mktemp("simple") / "anything.csv"
    path.write_bytes(SIMPLE_CSV)
    return read_watchlist(path)


@pytest.fixture(scope="module")
def entities(tmp_path_factory):
    return read_watchlist(write_ftm(tmp_path_factory.mktemp("ftm") / "entities.ftm.json", ftm()))


def test_a_cell_of_several_values_is_a_row_in_itself(simple):
    assert rows(simple, "names", "name", "quality", party="NK-1") == [
        ("Anton Vale", "primary"),
        ("Vale; the elder", "strong"),
        ("Антон Вейл", "strong"),
    ]
    assert rows(simple, "statements", "kind", "text") == [
        ("Sanctions", 'Wrote:\n- "this"'),
        ("Sanctions", "Frozen"),
    ]
    assert rows(simple, "programs", "program", party="NK-1") == [("EX-TERR",), ("EX-2",)]


def test_types_dates_countries_and_numbers_of_the_simple_csv(simple):
    assert rows(simple, "entities", "entity_type", "name") == [
        ("person", "Anton Vale"),
        ("vessel", "LODE STAR"),
        ("organization", 'LLC "North"'),
    ]
    assert rows(simple, "birth_dates", "text", "year", "day") == [
        ("1971-03-25", 1971, 25),
        ("1972", 1972, None),
    ]
    assert rows(simple, "countries", "country", party="NK-1") == [("SY",), ("LB",)]
    assert rows(simple, "identifiers", "kind", "number") == [
        ("Identifier", "N0123"),
        ("Identifier IMO", "9187629"),
    ]
    assert rows(simple, "contacts", "kind", "value") == [("phone", "+1 555"), ("email", "a@vale.example")]


def test_the_list_has_its_data_sets_name_and_its_last_day(simple):
    assert simple.list_id == "OPENSANCTIONS-EXAMPLE-SANCTIONS"
    assert simple.published.isoformat() == "2026-03-13"


def test_several_data_sets_are_one_list(tmp_path):
    path = tmp_path / "targets.csv"
    path.write_bytes(SIMPLE_CSV.replace(b"Example Sanctions", b"Other", 1))
    assert read_watchlist(path).list_id == "OPENSANCTIONS"


def test_columns_are_read_by_the_header_whatever_their_order_and_number(tmp_path):
    # As in 2021: without program_ids and last_change.
    path = tmp_path / "targets.csv"
    path.write_text(
        "schema,id,name,aliases,countries,birth_date,identifiers,sanctions,phones,emails,addresses,dataset,first_seen,"
        "last_seen\nPerson,NK-1,Anton Vale,A. Vale,sy,1971,,,,,,Example,2021-01-01,2021-02-01\n"
    )
    watchlist = read_watchlist(path)
    assert rows(watchlist, "names", "name") == [("Anton Vale",), ("A. Vale",)]
    assert watchlist.published.isoformat() == "2021-02-01"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (SIMPLE_CSV[:-40], "line 5: the file ends in the middle of a line"),
        (SIMPLE_CSV[: SIMPLE_CSV.index(b"- ")], r"line 2: cannot be cut into cells \(unexpected end of data"),
        (SIMPLE_CSV.replace(b"LODE", b"L\xffDE"), "line 4: byte 19 is not utf-8"),
        (SIMPLE_CSV.replace(b"NK-2", b"NK-1"), "line 4: the id 'NK-1' stands there twice"),
        (SIMPLE_CSV.replace(b"LODE STAR", b""), "line 4: has no id, schema or name"),
        (
            SIMPLE_CSV.replace(b'""Vale; the', b'""Vale"; the'),
            r"line 2: cannot be cut into cells \(',' expected after",
        ),
        (SIMPLE_CSV[: SIMPLE_CSV.index(b"\n") + 1], "holds no party"),
    ],
    ids=["cut in a row", "cut in quotes", "not UTF-8", "an id twice", "no name", "torn quotes", "no rows"],
)
def test_a_broken_simple_csv_is_told_with_its_line(tmp_path, content, said):
    path = tmp_path / "targets.simple.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read_watchlist(path)


def test_only_targets_are_listed_with_each_of_their_names(entities):
    assert rows(entities, "entities", "entity_id", "entity_type", "gender") == [
        ("NK-1", "person", "male"),
        ("NK-2", "organization", None),
        ("NK-3", "vessel", None),
        ("NK-4", "organization", None),
    ]
    assert rows(entities, "names", "name", "kind", "quality", party="NK-1") == [
        ("Anton Vale", "primary", "primary"),
        ("Антон Вейл", "aka", "strong"),
        ("A. Vale", "aka", "strong"),
        ("Anton Weil", "fka", "strong"),
        ("Toni", "aka", "weak"),
    ]
    assert entities.published_counts == (
        PartyCount("person", 1, 5),
        PartyCount("organization", 2, 2),
        PartyCount("vessel", 1, 1),
    )
    assert entities.list_id == "OPENSANCTIONS-EX-LIST"


def test_entities_that_point_to_a_target_are_its_facts(entities):
    assert rows(entities, "programs", "program", "authority", "listed_on")[0][:2] == (
        "EX-TERR",
        "Office of Examples",
    )
    assert rows(entities, "measures", "measure", "program") == [
        ("asset freeze", "EX-TERR"),
        ("travel ban", "EX-TERR"),
    ]
    assert rows(entities, "addresses", "address", "city", "country") == [
        ("1 Pier Road, Lathin", "Lathin", "SY")
    ]
    assert ("Passport", "X77", "LB", "2019") in rows(
        entities, "identifiers", "kind", "number", "country", "issued", party="NK-1"
    )
    assert rows(entities, "digital_currency", "currency", "address") == [
        ("XBT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT")
    ]


def test_relations_are_told_at_both_ends_with_their_share(entities):
    assert rows(
        entities, "relations", "entity_id", "kind", "other_name", "other_entity_id", "share", "relation"
    ) == [
        ("NK-1", "family", "Ines Vale", None, None, "Family: Mother"),
        ("NK-1", "owner of", "North Bank", "NK-2", 50.5, "Ownership"),
        ("NK-2", "controlled by", "Far Holding", None, None, "Parent company"),
        ("NK-2", "owned by", "Anton Vale", "NK-1", 50.5, "Ownership"),
    ]


def test_identifiers_have_the_kind_of_their_property(entities):
    assert {("Passport", "N0123"), ("INN", "7714027882")} <= {
        *rows(entities, "identifiers", "kind", "number")
    }
    assert rows(entities, "identifiers", "kind", "number", party="NK-3") == [
        ("IMO number", "9187629"),
        ("Call sign", "9HDS9"),
    ]
    assert rows(entities, "identifiers", "kind", "number", party="NK-2") == [
        ("LEI code", "5493001KJTIIGC8Y1R12")
    ]
    assert rows(entities, "countries", "kind", "country", party="NK-3") == [("flag", "IR")]


def test_merged_ids_are_references_of_other_lists(entities):
    assert rows(entities, "references", "publisher", "reference", party="NK-1") == [
        ("OFAC", "101"),
        ("EU", "EU.8282.49"),
        ("UK", "RUS0491"),
        ("OPENSANCTIONS", "zz-1"),
        ("UN", "QDi.430"),
    ]
    assert reference_of("au-dfat-1217-a-name") == ("AU-DFAT", "1217")


@pytest.mark.parametrize(
    ("provision", "measure"),
    [
        ("Asset freeze and dealings", "asset freeze"),
        ("Travel restrictions", "travel ban"),
        ("Trust Services Sanctions", "trust services"),
        ("Arms embargo", "arms embargo"),
        ("Something new", "other"),
    ],
)
def test_measures_by_the_words_of_a_provision(provision, measure):
    assert measure_of(provision) == measure


def test_the_order_of_the_file_does_not_matter(tmp_path, entities):
    mixed = ftm()
    random.Random(4).shuffle(mixed)
    again = read_watchlist(write_ftm(tmp_path / "mixed.json", mixed))
    assert again.sha256 == entities.sha256


def changes():
    """The same change as two delta files, and as the version after it."""
    before = ftm()
    renamed = entity("NK-2", "Company", target=True, name=["North Bank", "N-Bank"])
    new = entity("NK-5", "Person", target=True, name="Ola Marou")
    deltas = [
        [{"op": "ADD", "entity": new}, {"op": "MOD", "entity": {**renamed, "caption": "-"}}],
        [{"op": "MOD", "entity": renamed}, {"op": "DEL", "entity": {"id": "NK-4"}}],
        [],
    ]
    kept = [each for each in before if each["id"] not in ("NK-2", "NK-4")]
    return before, deltas, [*kept, renamed, new]


def test_delta_files_on_a_base_are_the_version_after_them(tmp_path):
    before, deltas, after = changes()
    folder = tmp_path / "drop"
    folder.mkdir()
    write_ftm(folder / "entities.ftm.json", before)
    for number, delta in enumerate(deltas, start=1):
        write_ftm(folder / f"2026030{number}000000-abc.entities.delta.json", delta)
    from_deltas = read_watchlist(folder)
    whole = read_watchlist(write_ftm(tmp_path / "after.json", after))
    assert from_deltas.sha256 == whole.sha256
    assert from_deltas.published_counts == whole.published_counts
    paths = sorted(folder.glob("*.delta.json"))
    changed = [each.raw for each in apply_delta(folder / "entities.ftm.json", paths)]
    assert read_watchlist(write_ftm(tmp_path / "changed.json", changed)).sha256 == whole.sha256


def test_a_delta_of_another_base_is_refused(tmp_path):
    base = write_ftm(tmp_path / "base.json", ftm())
    delta = write_ftm(tmp_path / "delta.json", [{"op": "DEL", "entity": {"id": "NK-77"}}])
    with pytest.raises(InputError, match="DEL of 'NK-77', which is not there"):
        list(apply_delta(base, [delta]))
    twice = write_ftm(tmp_path / "twice.json", [{"op": "DEL", "entity": {"id": "NK-1"}}] * 2)
    with pytest.raises(InputError, match=r"twice.json, line 2: DEL of 'NK-1'"):
        list(apply_delta(base, [twice]))


def test_a_gap_in_the_delta_files_is_told(tmp_path):
    write_ftm(tmp_path / "entities.ftm.json", ftm())
    for version in ("20260301000000-aaa", "20260303000000-ccc"):
        write_ftm(tmp_path / f"{version}.entities.delta.json", [{"op": "DEL", "entity": {"id": "addr-9"}}])
    (tmp_path / "delta.json").write_text(
        '{"versions": {"20260301000000-aaa": "x", "20260302000000-bbb": "x", "20260303000000-ccc": "x"}}'
    )
    with pytest.raises(InputError, match="the delta file of version 20260302000000-bbb is missing"):
        read_watchlist(tmp_path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "NK-7", "schema": "Person", "properties": {"name": ["Ol', "line 14: is cut or no JSON"),
        (
            '{"id": "NK-7", "schema": "Person", "properties": [], "target": true}',
            "line 14: the entity 'NK-7' has no prop",
        ),
        ('{"id": "NK-7", "schema": "Person", "properties": {}, "target": "yes"}', "must be true or false"),
        ('{"id": "NK-1", "schema": "Person", "properties": {}, "target": true}', "'NK-1' stands there twice"),
        ('{"id": "NK-7", "schema": "Person", "properties": {"name": ["\\ud800"]}}', "line 14: is cut or no"),
        ("[" * 100_000, "line 14: is cut or no JSON .nested too deep"),
    ],
    ids=["cut", "no properties", "a target of yes", "a target twice", "half a character", "nested too deep"],
)
def test_a_broken_entity_is_told_with_its_line(tmp_path, line, said):
    path = write_ftm(tmp_path / "entities.ftm.json", ftm())
    path.write_text(path.read_text() + line)
    with pytest.raises(InputError, match=said):
        read_watchlist(path)


def test_an_address_that_is_not_there_is_an_orphan(tmp_path):
    path = write_ftm(tmp_path / "entities.ftm.json", ftm()[1:])
    watchlist = read_watchlist(path)
    assert (watchlist.orphans, watchlist.tables["addresses"].num_rows) == (1, 0)


def test_a_packed_file_that_is_cut_is_told(tmp_path):
    path = write_ftm(tmp_path / "entities.ftm.json.gz", ftm() * 1)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    with pytest.raises(InputError, match="the packed file is cut or broken"):
        read_watchlist(path)
