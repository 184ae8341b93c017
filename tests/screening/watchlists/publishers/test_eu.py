"""The EU's list: each form of its attributes, in a small file valid by its schema, and the real one."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount, party_counts
from screening.quality import list_gate
from screening.settings import load_settings
from screening.watchlists import read_watchlist
from screening.watchlists.party_facts import party_facts
from screening.watchlists.programs import known_programs
from screening.watchlists.publishers.eu.ships import is_ship
from screening.watchlists.ship_numbers import is_ship_number
from screening.watchlists.watchlist import Watchlist

SMALL = Path(__file__).resolve().parents[3] / "material" / "lists" / "eu_small.xml"
REAL = "fsf_1_1_2026-02-24.xml"
NAMESPACE = "{http://eu.europa.ec/fpi/fsd/export}"


@pytest.fixture(scope="module")
def small() -> Watchlist:
    return read_watchlist(SMALL)


def rows(watchlist: Watchlist, table: str, entity_id: str) -> list[dict[str, Any]]:
    return [row for row in watchlist.tables[table].to_pylist() if row["entity_id"] == entity_id]


def test_the_small_file_is_as_the_schema_demands(shared_data: Path):
    schema = etree.XMLSchema(etree.parse(shared_data / "eu" / "fsf_1_1.xsd"))
    schema.assertValid(etree.parse(SMALL))


def test_the_list_has_its_name_and_the_day_it_was_generated(small: Watchlist):
    assert (small.list_id, small.published) == ("EU", date(2026, 2, 24))
    assert small.published_counts == (
        PartyCount("person", 1, 4),
        PartyCount("organization", 1, 1),
        PartyCount("vessel", 1, 1),
    )


def test_a_party_without_a_reference_number_has_its_logical_id(small: Watchlist):
    assert small.tables["entities"]["entity_id"].to_pylist() == ["13", "EU.901.16", "EU.902.16"]


def test_the_primary_name_is_the_oldest_of_the_best_kind(small: Watchlist):
    assert [
        (row["name"], row["quality"], row["language"], row["family_name"])
        for row in rows(small, "names", "EU.901.16")
    ] == [
        ("Tariq Salem Al-Harith", "primary", "en", "Al-Harith"),
        ("Abu Salem", "weak", None, None),
        ("طارق سالم الحارث", "strong", "ar", None),
        ("Tarik Salem al-Hárith", "strong", "hu", None),
    ]
    [party] = rows(small, "entities", "EU.901.16")
    assert (party["name"], party["title"], party["gender"]) == (
        "Tariq Salem Al-Harith",
        "Haji; Treasurer",
        "male",
    )


def test_the_order_of_children_means_nothing(small: Watchlist, tmp_path: Path):
    tree = etree.parse(SMALL)
    chance = random.Random(5)
    for parent in [tree.getroot(), *tree.getroot()]:
        children = list(parent)
        chance.shuffle(children)
        parent[:] = children
    shuffled = tmp_path / "eu.xml"
    tree.write(shuffled, encoding="UTF-8", xml_declaration=True)
    assert shuffled.read_bytes() != SMALL.read_bytes()
    again = read_watchlist(shuffled)
    assert again.sha256 == small.sha256
    assert party_facts(again) == party_facts(small)


def test_birth_dates_in_all_their_forms(small: Watchlist):
    found = [
        (row["text"], row["earliest"].isoformat(), row["latest"].isoformat(), row["circa"])
        for row in rows(small, "birth_dates", "EU.901.16")
    ]
    assert found == [
        ("1970-01-01", "1970-01-01", "1970-01-01", False),
        ("circa 1969", "1969-01-01", "1969-12-31", True),
        ("Aug 1961", "1961-08-01", "1961-08-31", False),
        ("1966 to 1968", "1966-01-01", "1968-12-31", False),
        ("1982-04-19 (24/6/1402 islamic calendar)", "1982-04-19", "1982-04-19", False),
    ]
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "EU.901.16")}
    assert said["Date of birth (islamic calendar)"] == "1343"


def test_a_place_may_stand_alone_and_00_is_no_country(small: Watchlist):
    assert [(row["place"], row["country"]) for row in rows(small, "places", "EU.901.16")] == [
        ("Menzel Temime, TUNISIA", "TN"),
        ("Mascara, ALGERIA", "DZ"),
    ]
    assert [row["country"] for row in rows(small, "countries", "EU.901.16")] == ["TN"]


def test_documents_and_what_is_known_of_them(small: Watchlist):
    passport, card = rows(small, "identifiers", "EU.901.16")
    assert (passport["kind"], passport["number"], passport["country"]) == (
        "National passport",
        "L335915",
        "TN",
    )
    assert (passport["issued"], passport["expires"]) == ("1996-11-08", "2001-11-07")
    assert passport["note"] == (
        "known to have expired; known to be false; under the name Tarek; issued by Milan consulate; "
        "(passport)"
    )
    # The number in Latin letters is the one to compare.
    assert (card["number"], card["note"], card["country_text"]) == ("U-268030", "also written У-268030", None)
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "EU.901.16")}
    assert said["National passport"] == "EGYPT"


def test_address_and_contacts(small: Watchlist):
    [address] = rows(small, "addresses", "EU.901.16")
    assert (address["address"], address["city"]) == ("18 Mediterranean Street, P.O. Box 12", "Tunis, 1002")
    assert (address["country"], address["note"]) == ("TN", "at the time of listing")
    assert [(row["kind"], row["value"]) for row in rows(small, "contacts", "EU.901.16")] == [
        ("email", "tariq@example.org"),
        ("phone", "+216 1"),
    ]


def test_program_authority_and_reference(small: Watchlist):
    assert rows(small, "programs", "EU.901.16") == [
        {
            "entity_id": "EU.901.16",
            "program": "TAQA",
            "authority": "2018/223 (OJ L43)",
            "listed_on": date(2018, 2, 16),
        }
    ]
    assert rows(small, "references", "EU.901.16") == [
        {"entity_id": "EU.901.16", "publisher": "UN", "reference": "QDi.901"}
    ]
    assert known_programs("EU")["TAQA"].prohibits == ("asset freeze",)


def test_a_ship_is_known_by_a_ships_number_and_no_companys_name(small: Watchlist):
    types = dict(
        zip(*(small.tables["entities"][key].to_pylist() for key in ("entity_id", "entity_type")), strict=True)
    )
    assert types == {"13": "organization", "EU.901.16": "person", "EU.902.16": "vessel"}
    assert [(row["kind"], row["number"]) for row in rows(small, "identifiers", "13")] == [
        ("IMO number", "5342883")
    ]
    assert is_ship_number("9036387")
    assert not is_ship_number("5342883")
    assert not is_ship(["Testor Shipping Co"], ["9036387"])
    assert not is_ship(["Testor"], ["9036387", "8514306"])


def test_remarks_with_a_known_form_are_relations(small: Watchlist):
    [relation] = rows(small, "relations", "EU.902.16")
    assert (relation["relation"], relation["kind"], relation["other_entity_id"]) == (
        "Subsidiary of",
        "owned by",
        "13",
    )
    assert rows(small, "entities", "13")[0]["remarks"] is None


def test_a_field_that_nobody_knows_counts_as_not_understood(tmp_path: Path):
    changed = tmp_path / "eu.xml"
    text = SMALL.read_text(encoding="utf-8")
    changed.write_text(text.replace('wholeName="Testor"', 'wholeName="Testor" shipType="tanker" hull=""'))
    watchlist = read_watchlist(changed)
    assert [row["text"] for row in watchlist.tables["unparsed_remarks"].to_pylist()] == [
        "nameAlias@shipType: tanker"
    ]


@pytest.mark.parametrize(
    ("find", "put", "complaint"),
    [
        ('logicalId="13"', 'logicalId=""', r"line 65 has no euReferenceNumber or logicalId"),
        ('code="enterprise"', 'code="cloud"', r"line 65 has .* unknown subjectType"),
        ('"EU.902.16"', '"EU.901.16"', r"line 76: number EU\.901\.16 stands for two parties"),
        ('wholeName="Testor"', 'wholeName=" "', r"line 76 has .* no nameAlias"),
    ],
)
def test_a_party_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, find: str, put: str, complaint: str
):
    changed = tmp_path / "eu.xml"
    changed.write_text(SMALL.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_watchlist(changed)


def test_the_published_fragments(shared_data: Path):
    watchlist = read_watchlist(shared_data / "eu" / "fsf_1_1_fragments.xml")
    names = {row["entity_id"]: row["name"] for row in watchlist.tables["entities"].to_pylist()}
    assert names == {
        "EU.36.64": "Robert Gabriel Mugabe",
        "EU.3523.13": "Great Islamic Eastern Warriors Front",
        "13": "Saddam Hussein Al-Tikriti",
    }
    assert watchlist.name_count == 7
    [passport] = watchlist.tables["identifiers"].to_pylist()
    assert (passport["kind"], passport["number"]) == ("National passport", "AD001095")
    assert watchlist.published == date(2018, 12, 21)


@pytest.fixture(scope="module")
def real(shared_data: Path) -> Watchlist:
    return read_watchlist(shared_data / "eu" / REAL)


def test_the_real_file_is_valid_and_read_whole(shared_data: Path, real: Watchlist):
    tree = etree.parse(shared_data / "eu" / REAL)
    etree.XMLSchema(etree.parse(shared_data / "eu" / "fsf_1_1.xsd")).assertValid(tree)

    def count(path: str) -> int:
        return int(tree.xpath(f"count({path})", namespaces={"e": NAMESPACE.strip("{}")}))

    assert real.entity_count == count("//e:sanctionEntity") == 5860
    assert real.name_count == count("//e:nameAlias") == 29809
    types = Counter(real.tables["entities"]["entity_type"].to_pylist())
    assert types["person"] == count("//e:subjectType[@code='person']")
    assert types["organization"] + types["vessel"] == count("//e:subjectType[@code='enterprise']")
    dated = count("//e:birthdate[@calendarType='GREGORIAN'][@year or @birthdate or @yearRangeFrom]")
    dated += count("//e:birthdate[@calendarType='ISLAMIC'][@birthdate]")
    # A few more stand in remarks: two birth dates, five numbers of companies.
    assert real.tables["birth_dates"].num_rows == dated + 2
    assert real.tables["identifiers"].num_rows == count("//e:identification[@number!='-']") + 5
    assert real.tables["countries"].num_rows == count("//e:citizenship")
    assert real.tables["references"].num_rows == count("//e:sanctionEntity[@unitedNationId!='']")
    programmes = (str(code) for code in tree.xpath("//@programme"))
    assert Counter(real.tables["programs"]["program"].to_pylist()) == Counter(programmes)


def test_of_the_real_file_less_than_a_thousandth_is_not_understood(real: Watchlist):
    assert real.remark_segments > 20_000
    assert real.unparsed_share <= 0.001


def test_counted_in_another_way_the_real_file_holds_the_same(real: Watchlist):
    names = Counter(real.tables["names"]["entity_id"].to_pylist())
    parties = real.tables["entities"].to_pylist()
    read = party_counts((party["entity_type"], names[party["entity_id"]]) for party in parties)
    assert read == real.published_counts


def test_every_code_of_the_real_file_is_known(real: Watchlist):
    assert set(real.tables["programs"]["program"].to_pylist()) <= known_programs("EU").keys()


def test_of_the_real_file_two_ships_are_seen_and_no_shipping_company(real: Watchlist):
    ships = [row["name"] for row in real.tables["entities"].to_pylist() if row["entity_type"] == "vessel"]
    assert ships == ["Unica", "New Konk"]


def test_primary_names_can_be_read_by_all(real: Watchlist):
    primary = [row for row in real.tables["names"].to_pylist() if row["quality"] == "primary"]
    assert sum(row["script"] != "Latin" for row in primary) < 0.01 * len(primary)


def test_people_whom_ofac_lists_for_the_same_are_found_by_name(real: Watchlist):
    """GLOMAG 23278 and 29162 of OFAC."""
    names = {row["name"].casefold(): row["entity_id"] for row in real.tables["names"].to_pylist()}
    assert (names["maung maung soe"], names["mingshan wang"]) == ("EU.4622.28", "EU.6253.68")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9999])
def test_a_real_file_that_is_cut_is_not_read(shared_data: Path, tmp_path: Path, share: float):
    whole = (shared_data / "eu" / REAL).read_bytes()[:600_000]
    cut = tmp_path / "eu.xml"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match=r"line \d+: not complete XML"):
        read_watchlist(cut)


def test_the_gate_lets_the_real_file_through(real: Watchlist):
    result = list_gate(real, load_settings().gates, date(2026, 8, 31))
    assert result.passed, result.failures
