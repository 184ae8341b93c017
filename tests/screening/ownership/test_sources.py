"""Files that say who owns whom: tables, statements of the Data Standard, GLEIF's records, and broken ones."""

import json
import random
from collections import Counter
from datetime import date

import pytest
from lxml import etree
from watchlist_rows import a_list

from screening.model.errors import InputError
from screening.ownership.bods import read_bods
from screening.ownership.gleif import read_entities, read_relationships
from screening.ownership.list_relations import list_holdings
from screening.ownership.numbers import is_lei, number_key
from screening.ownership.plain_table import read_plain_table
from screening.ownership.sources import read_sources, sources_hash
from screening.settings import load_settings

FUZZ_CASES = 500
# Those of two real companies.
PARENT, CHILD = "ZZG38T0MDR3QY1ETUA76", "010CMKZ3VON21WF2ZD45"


@pytest.fixture(scope="module")
def settings():
    return load_settings()


@pytest.fixture
def table(tmp_path, settings):
    """Reads a CSV of these lines."""

    def read(*lines, columns=None, list_ids=("OFAC-SDN",)):
        path = tmp_path / "owners.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return read_plain_table(path, columns or {}, settings.customers, list_ids)

    return read


def rows(holdings):
    return [(row["owner"], row["owned"], row["least"], row["most"]) for row in holdings.holdings.to_pylist()]


def holder(holdings, key):
    (found,) = [row for row in holdings.holders.to_pylist() if row["key"] == key]
    return found


def test_a_plain_table(table):
    found = table(
        "owner_id,owner_name,owner_type,owner_birth_date,owner_country,owned_id,owned_number,share,to_date",
        "p1,Ann Doe,person,1970-02-03,Malta,c1,HRB 12345,25-50,2027-01-01",
        f"OFAC-SDN:28283,,,,,c1,,40 %,{''}",
        "p2,Bo Roe,,,,c1,,,",
    )
    assert rows(found) == [
        ("own:p1", "own:c1", 25, 50),
        ("list:OFAC-SDN:28283", "own:c1", 40, 40),
        ("own:p2", "own:c1", None, None),
    ]
    ann = holder(found, "own:p1")
    assert (ann["names"], ann["entity_type"], ann["birth_date"], ann["countries"]) == (
        ["Ann Doe"],
        "person",
        "1970-02-03",
        ["MT"],
    )
    assert holder(found, "list:OFAC-SDN:28283")["entity_id"] == "28283"
    assert found.holdings["ends"].to_pylist() == [date(2027, 1, 1), None, None]
    assert found.holdings["place"].to_pylist() == ["row 1", "row 2", "row 3"]


def test_a_table_in_parquet_with_columns_of_its_own(tmp_path, settings):
    import pandas as pd

    path = tmp_path / "owners.parquet"
    pd.DataFrame({"PARENT": ["a"], "CHILD": ["b"], "PCT": [50.5]}).to_parquet(path)
    columns = {"owner_id": "PARENT", "owned_id": "CHILD", "share": "PCT"}
    assert rows(read_plain_table(path, columns, settings.customers)) == [("own:a", "own:b", 50.5, 50.5)]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["owner_id,owned_id", "a,b"], "no column share"),
        (["owner_id,owned_id,share", "a,b,half"], "row 1: share 'half' is no share"),
        (["owner_id,owned_id,share", "a,b,50", "a,c,170"], "row 2: share '170' is no percentage"),
        (["owner_id,owned_id,share", ",b,50"], "row 1: no owner_id"),
        (["owner_id,owned_id,share", "a,b,50,9"], "row 1: has 4 fields"),
        (["owner_id,owned_id,share,to_date", "a,b,50,soon"], "row 1: to_date 'soon' is no date"),
        (["owner_id,owned_id,share", "a,b,0.5", "a,c,0.25"], "they seem to be fractions"),
    ],
)
def test_a_table_that_cannot_be_read_names_the_row(table, lines, said):
    with pytest.raises(InputError, match=r"owners\.csv") as error:
        table(*lines)
    assert said in str(error.value)


def test_small_shares_with_a_sign_are_no_fractions(table):
    assert rows(table("owner_id,owned_id,share", "a,b,0.5 %", "a,c,0.25%"))[0][2] == 0.5


def write(path, *statements):
    path.write_text("\n".join(map(json.dumps, statements)), encoding="utf-8")
    return path


def statement_02(number, owner, share, **differs):
    interest = {"type": "shareholding", "interestLevel": "direct", "share": share}
    return {
        "statementID": number,
        "statementType": "ownershipOrControlStatement",
        "statementDate": "2020-05-01",
        "subject": {"describedByEntityStatement": "company-1"},
        "interestedParty": owner,
        "interests": [interest | differs.pop("interest", {})],
    } | differs


COMPANY_02 = {
    "statementID": "company-1",
    "statementType": "entityStatement",
    "entityType": "registeredEntity",
    "name": "Widget Works",
    "incorporatedInJurisdiction": {"name": "United Kingdom", "code": "GB"},
    "identifiers": [{"scheme": "GB-COH", "id": "09999999"}],
}
PERSON_02 = {
    "statementID": "person-1",
    "statementType": "personStatement",
    "personType": "knownPerson",
    "names": [{"type": "individual", "fullName": "Ann Doe"}, {"fullName": "Annie Doe"}],
    "birthDate": "1970-02-01",
    "nationalities": [{"code": "MT"}],
}
BY_ANN = {"describedByPersonStatement": "person-1"}


def test_statements_of_version_0_2(tmp_path):
    found = read_bods(
        write(
            tmp_path / "bods.json",
            statement_02("o1", BY_ANN, {"minimum": 25, "maximum": 50, "exclusiveMinimum": True}),
            statement_02("o2", {"unspecified": {"reason": "unknown"}}, {"exact": 40}),
            statement_02("o3", BY_ANN, {"exact": 10}, interest={"type": "voting-rights"}),
            statement_02("o4", BY_ANN, {"exact": 60}, replacesStatements=["o5"]),
            statement_02("o5", BY_ANN, {"exact": 90}),
            COMPANY_02,
            PERSON_02,
        )
    )
    assert rows(found) == [
        ("bods:person-1", "bods:company-1", 25.0001, 50),
        ("bods:person-1", "bods:company-1", 60, 60),
    ]
    assert found.left_out == {
        "control without ownership": 1,
        "an owner that is not named": 1,
        "taken back or replaced by a later statement": 1,
    }
    company, ann = holder(found, "bods:company-1"), holder(found, "bods:person-1")
    assert company["numbers"] == [{"scheme": "GB", "number": "09999999"}]
    assert (company["countries"], ann["countries"]) == (["GB"], ["MT"])
    assert (ann["names"], ann["birth_date"]) == (["Ann Doe", "Annie Doe"], "1970-02")


def test_statements_of_version_0_4(tmp_path):
    def relation(share, day, status="new", record="r1"):
        return {
            "statementId": f"{record} {day}",
            "recordId": record,
            "recordType": "relationship",
            "recordStatus": status,
            "statementDate": day,
            "recordDetails": {
                "subject": "c1",
                "interestedParty": "p1",
                "interests": [{"type": "shareholding", "directOrIndirect": "indirect", "share": share}],
            },
        }

    entity = {
        "name": "Widget Works",
        "entityType": {"type": "registeredEntity"},
        "jurisdiction": {"code": "US-DE"},
    }
    path = tmp_path / "bods.json"
    statements = [
        relation({"exact": 20}, "2024-01-01"),
        relation({"exact": 30}, "2025-01-01", "updated"),
        relation({"exact": 90}, "2024-01-01", record="r2"),
        relation({"exact": 90}, "2025-01-01", "closed", record="r2"),
        {"statementId": "s1", "recordId": "c1", "recordType": "entity", "recordDetails": entity},
    ]
    path.write_text(json.dumps(statements), encoding="utf-8")
    found = read_bods(path)
    assert rows(found) == [("bods:p1", "bods:c1", 30, 30)]
    assert found.holdings["indirect"].to_pylist() == [True]
    assert holder(found, "bods:c1")["countries"] == ["US"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"statementID": "a"', "line 1: is cut or no JSON"),
        ('[{"statementID": "a"}', "is cut or no JSON"),
        ('{"statementID": "a"}', "line 1: no statement of the Beneficial Ownership Data Standard"),
        ("{}\n3", "line 1: no statement"),
        ('[["a"]]', "statement 1: expected a statement"),
        (json.dumps(statement_02("o", BY_ANN, {"exact": 700})), "a share of 700"),
    ],
)
def test_what_is_no_file_of_statements(tmp_path, text, said):
    path = tmp_path / "bods.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"bods\.json") as error:
        found = read_bods(path)
        assert not found.holdings.num_rows
    assert said in str(error.value)


def test_the_real_register_is_read_whole(ownership_data):
    """Counted a second time from the records themselves."""
    path = ownership_data / "bods_records.json"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    roles = Counter(
        relation["REL_POINTER_ROLE"].split()[0]
        for record in records
        for relation in record["RELATIONSHIPS"]
        if "REL_POINTER_ROLE" in relation
    )
    found = read_bods(path)
    assert Counter(found.holdings["interest"].to_pylist()) == {
        "shareholding": roles["shareholding"],
        "surplus assets": roles["rights_to_surplus_assets_on_dissolution"],
    }
    assert sum(found.left_out.values()) == roles.total() - found.holdings.num_rows
    shares = Counter(
        (float(words[1].strip("%")), float(words[-1].strip("%")))
        for record in records
        for relation in record["RELATIONSHIPS"]
        if len(words := relation.get("REL_POINTER_ROLE", "").split()) > 1 and words[0] == "shareholding"
    )
    of_shares = [row for row in found.holdings.to_pylist() if row["interest"] == "shareholding"]
    assert Counter((row["least"], row["most"]) for row in of_shares) == shares
    named = {row["key"] for row in found.holders.to_pylist() if row["names"]}
    assert named == {f"bods:{record['RECORD_ID']}" for record in records}


def gleif(*relationships):
    records = f"<RelationshipRecords>{''.join(relationships)}</RelationshipRecords>"
    return f"<RelationshipData>{records}</RelationshipData>"


def relationship(kind="IS_DIRECTLY_CONSOLIDATED_BY", amount=None, status="ACTIVE", end="", owner=PARENT):
    percentage = (
        "<RelationshipQuantifiers><RelationshipQuantifier><MeasurementMethod>ACCOUNTING_CONSOLIDATION"
        f"</MeasurementMethod><QuantifierAmount>{amount}</QuantifierAmount><QuantifierUnits>PERCENTAGE"
        "</QuantifierUnits></RelationshipQuantifier></RelationshipQuantifiers>"
    )
    return (
        f"<RelationshipRecord><Relationship><StartNode><NodeID>{CHILD}</NodeID></StartNode>"
        f"<EndNode><NodeID>{owner}</NodeID></EndNode><RelationshipType>{kind}</RelationshipType>"
        "<RelationshipPeriods><RelationshipPeriod><StartDate>2018-01-01T00:00:00Z</StartDate>"
        "<EndDate>2018-12-31T00:00:00Z</EndDate><PeriodType>ACCOUNTING_PERIOD</PeriodType></RelationshipPeriod>"
        f"<RelationshipPeriod><StartDate>2018-02-06T00:00:00Z</StartDate>{end}"
        "<PeriodType>RELATIONSHIP_PERIOD</PeriodType></RelationshipPeriod></RelationshipPeriods>"
        f"<RelationshipStatus>{status}</RelationshipStatus>{percentage if amount else ''}</Relationship>"
        "<Registration><RegistrationStatus>LAPSED</RegistrationStatus></Registration></RelationshipRecord>"
    )


def test_parents_of_gleif(tmp_path):
    path = tmp_path / "rr.xml"
    path.write_text(
        gleif(
            relationship(),
            relationship("IS_ULTIMATELY_CONSOLIDATED_BY", amount="62.5"),
            relationship("IS_INTERNATIONAL_BRANCH_OF"),
            relationship("IS_FUND-MANAGED_BY"),
            relationship(status="INACTIVE"),
        )
    )
    found = read_relationships(path)
    pair = (f"lei:{PARENT}", f"lei:{CHILD}")
    assert rows(found) == [(*pair, None, None), (*pair, 62.5, 62.5), (*pair, 100, 100)]
    assert found.holdings["interest"].to_pylist() == ["consolidated", "consolidated", "branch"]
    assert found.holdings["indirect"].to_pylist() == [False, True, False]
    assert found.holdings["begins"].to_pylist() == [date(2018, 2, 6)] * 3
    assert sum(found.left_out.values()) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (gleif(relationship())[:-60], "not complete XML"),
        (gleif(relationship(owner="X")), "'X' is no LEI"),
        (gleif(relationship(amount="700")), "'700' is no percentage"),
        (gleif("<RelationshipRecord/>"), "a record without a Relationship"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + gleif(relationship()), "has a document type"),
    ],
)
def test_broken_records_of_gleif(tmp_path, text, said):
    path = tmp_path / "rr.xml"
    path.write_text(text)
    with pytest.raises(InputError, match=r"rr\.xml") as error:
        read_relationships(path)
    assert said in str(error.value)


def test_the_real_files_of_gleif(ownership_data):
    """Counted a second time with lxml alone."""
    path = ownership_data / "gleif_rr.xml"
    kinds = Counter(node.text for node in etree.parse(path).iter("{*}RelationshipType"))
    found = read_relationships(path)
    assert found.holdings.num_rows == sum(
        count for kind, count in kinds.items() if kind.endswith("CONSOLIDATED_BY")
    )
    assert sum(found.left_out.values()) == kinds.total() - found.holdings.num_rows
    entities = ownership_data / "gleif_lei.xml"
    names = {
        record.findtext("{*}LEI"): record.findtext("{*}Entity/{*}LegalName")
        for record in etree.parse(entities).iter("{*}LEIRecord")
    }
    read = read_entities(entities).holders.to_pylist()
    assert {row["key"].removeprefix("lei:"): row["names"][0] for row in read} == names
    one = frozenset([min(names)])
    assert read_entities(entities, one).holders["key"].to_pylist() == [f"lei:{min(names)}"]


def test_relations_of_a_list():
    watchlist = a_list(
        [("1", "ALPHA"), ("2", "BETA")],
        relations=[
            ("1", "owner of", "2", "BETA", 60.0),
            ("1", "owner of", None, "Gamma Ltd.", None),
            ("2", "owned by", None, "Delta", 30.0),
            ("1", "family", "2", "BETA", None),
        ],
    )
    assert rows(list_holdings([watchlist])) == [
        ("list:OFAC-SDN:1", "list:OFAC-SDN:2", 60, 60),
        ("list:OFAC-SDN:1", "name:OFAC-SDN:gamma ltd", None, None),
        ("name:OFAC-SDN:delta", "list:OFAC-SDN:2", 30, 30),
    ]


def test_each_kind_of_file_is_seen_from_its_content(tmp_path, settings, ownership_data):
    own = tmp_path / "owners.txt"
    own.write_text("owner_id,owned_id,share\na,b,50\n")
    files = [own, *(ownership_data / name for name in ("gleif_lei.xml", "bods_records.json", "gleif_rr.xml"))]
    policy = settings.ownership.model_copy(update={"sources": files})
    found = read_sources(policy, settings.customers, [])
    assert set(found.holdings["source"].to_pylist()) == {"owners.txt", "bods_records.json", "gleif_rr.xml"}
    before = sources_hash(policy)
    assert before == sources_hash(policy)
    own.write_text("owner_id,owned_id,share\na,b,51\n")
    assert before != sources_hash(policy) != sources_hash(policy.model_copy(update={"inclusive": False}))


@pytest.mark.parametrize(
    ("text", "said"),
    [(None, "no such file"), ("", "empty"), ("<html></html>", "XML with <html>"), ("a,b\n1,2", "no column")],
)
def test_what_is_no_source(tmp_path, settings, text, said):
    path = tmp_path / "owners"
    if text is not None:
        path.write_text(text)
    policy = settings.ownership.model_copy(update={"sources": [path]})
    with pytest.raises(InputError, match=said):
        read_sources(policy, settings.customers, [])


def test_numbers_of_companies():
    assert is_lei(PARENT)
    assert not is_lei(PARENT[:-1] + "7")
    assert not is_lei("12345678")
    assert number_key("GB 03209885") == number_key("gb03209885") != number_key("3209885")
    assert number_key("003209885") == number_key("3209885")
    assert number_key("12") is None


TABLE = (
    "owner_id,owner_name,owned_id,share,from_date\n"
    'a,"Ann, Doe",b,25-50,2020-01-01\nc,Ó Né,b,>50 %,\nLIST:7,,d,,2021-05-05\n'
)


@pytest.mark.parametrize("kind", ["table", "statements", "relationships", "entities"])
def test_broken_files_end_in_holdings_or_a_clear_error(tmp_path, settings, kind):
    chance = random.Random(20261130)
    whole = {
        "table": TABLE,
        "statements": "\n".join(
            map(json.dumps, [COMPANY_02, PERSON_02, statement_02("o", BY_ANN, {"exact": 40})])
        ),
        "relationships": gleif(relationship(amount="50"), relationship()),
        "entities": f"<LEIData><LEIRecords><LEIRecord><LEI>{CHILD}</LEI><Entity><LegalName>A</LegalName>"
        "</Entity></LEIRecord></LEIRecords></LEIData>",
    }[kind].encode()
    read = {
        "table": lambda path: read_plain_table(path, {}, settings.customers, ["LIST"]),
        "statements": read_bods,
        "relationships": read_relationships,
        "entities": read_entities,
    }[kind]
    path, refused = tmp_path / "file", 0
    for _ in range(FUZZ_CASES):
        path.write_bytes(_damaged(whole, chance))
        try:
            assert read(path).holdings.num_rows < 1000
        except InputError as error:
            refused += 1
            assert str(path) in str(error)
    assert 0 < refused < FUZZ_CASES


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut, doubled, or parts that trade places."""
    damaged = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5])):
        place = chance.randrange(len(damaged) + 1)
        length = chance.choice([1, 1, 2, 8, 40])
        piece = damaged[place : place + length]
        damaged[place : place + length] = chance.choice(
            [
                b"",
                piece * 3,
                bytes(chance.randrange(256) for _ in piece),
                b'"',
                b"9" * 30,
                b"null",
                b"{}",
                b"[]",
            ]
        )
    return bytes(damaged)
