"""The UK's list: each form of its fields, in a small file, and the real one against a count of its own."""

from __future__ import annotations

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
from screening.watchlists.programs import known_programs
from screening.watchlists.publishers.uk.dates import uk_span
from screening.watchlists.publishers.uk.measures import imposed_measures
from screening.watchlists.watchlist import Watchlist

SMALL = Path(__file__).resolve().parents[3] / "material" / "lists" / "uk_small.xml"
REAL = "uk_sanctions_list_2026-07-23.xml"
FRAGMENTS = "uk_sanctions_list_fragments_2026-08-26.xml"
RUSSIA = "The Russia (Sanctions) (EU Exit) Regulations 2019"


@pytest.fixture(scope="module")
def small() -> Watchlist:
    return read_watchlist(SMALL)


def rows(watchlist: Watchlist, table: str, entity_id: str) -> list[dict[str, Any]]:
    return [row for row in watchlist.tables[table].to_pylist() if row["entity_id"] == entity_id]


def test_the_list_has_its_name_and_its_date(small: Watchlist):
    assert (small.list_id, small.published) == ("UK", date(2026, 8, 20))
    assert small.published_counts == (
        PartyCount("person", 1, 6),
        PartyCount("organization", 1, 1),
        PartyCount("vessel", 2, 3),
    )


def test_of_two_primary_names_the_first_that_is_filled_is_primary(small: Watchlist):
    found = [
        (row["name"], row["kind"], row["quality"], row["family_name"], row["language"])
        for row in rows(small, "names", "AQD0901")
    ]
    assert found == [
        ("TARIQ SALEM AL-HARITH", "primary", "primary", "AL-HARITH", None),
        ("Tariq the Treasurer", "aka", "strong", None, None),
        ("Tarik Harith", "aka", "strong", "Harith", None),
        ("Haji Tariq", "aka", "strong", None, None),
        ("Abu Salem", "aka", "weak", None, None),
        ("طارق سالم الحارث", "aka", "strong", None, "ar"),
    ]


def test_a_person(small: Watchlist):
    [party] = rows(small, "entities", "AQD0901")
    assert (party["entity_type"], party["title"], party["gender"]) == ("person", "Haji; Treasurer", "male")
    assert party["remarks"].startswith("Treasurer of a listed group. Father’s name: Salem.")
    assert [
        (row["text"], row["earliest"].isoformat(), row["latest"].isoformat())
        for row in rows(small, "birth_dates", "AQD0901")
    ] == [
        ("dd/mm/1945", "1945-01-01", "1945-12-31"),
        ("dd/03/1946", "1946-03-01", "1946-03-31"),
        ("01/03/1958", "1958-03-01", "1958-03-01"),
    ]
    assert [row["place"] for row in rows(small, "places", "AQD0901")] == ["Menzel Temime, Tunisia"]
    assert [row["country"] for row in rows(small, "countries", "AQD0901")] == ["TN"]
    assert [
        (row["kind"], row["number"], row["country"]) for row in rows(small, "identifiers", "AQD0901")
    ] == [
        ("Passport", "P04581926", "TN"),
        ("Passport", "P04581926", None),
        ("National identifier", "12345678", None),
    ]
    assert [(row["city"], row["country"]) for row in rows(small, "addresses", "AQD0901")] == [
        ("Tunis, 1002", "TN")
    ]
    assert [(row["currency"], row["address"]) for row in rows(small, "digital_currency", "AQD0901")] == [
        ("XBT", "3Lpoy53K625zVeE47ZasiG5jGkAxJ27kh1")
    ]
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "AQD0901")}
    assert said["Father’s name"] == "Salem"
    assert said["UK statement of reasons"] == "Treasurer of a listed group."


def test_references_of_others_as_they_write_them(small: Watchlist):
    assert [(row["publisher"], row["reference"]) for row in rows(small, "references", "AQD0901")] == [
        ("OFSI", "7172"),
        ("UN", "QDi.901"),
    ]
    assert [row["publisher"] for row in rows(small, "references", "RUS0901")] == ["OFSI"]


def test_a_regime_is_the_program_and_its_regulations_the_authority(small: Watchlist):
    assert rows(small, "programs", "RUS0901") == [
        {"entity_id": "RUS0901", "program": RUSSIA, "authority": RUSSIA, "listed_on": date(2012, 6, 29)}
    ]
    assert known_programs("UK")[RUSSIA].regulations == "S.I. 2019/855"


def test_what_is_imposed_is_told_party_by_party(small: Watchlist):
    assert [row["measure"] for row in rows(small, "measures", "RUS0901")] == [
        "asset freeze",
        "trust services",
        "director disqualification",
        "correspondent accounts",
        "ship restrictions",
        "other",
    ]
    assert {row["program"] for row in rows(small, "measures", "RUS0901")} == {RUSSIA}


def test_a_ship_may_bear_no_asset_freeze(small: Watchlist):
    assert [(row["measure"], row["text"]) for row in rows(small, "measures", "RUS0902")] == [
        ("ship restrictions", 'Shipping sanctions: (see "Other information")')
    ]
    assert {row["measure"] for row in rows(small, "measures", "RUS0903")} == {"ship restrictions"}


def test_a_ship(small: Watchlist):
    [ship] = rows(small, "vessels", "RUS0902")
    assert (ship["vessel_type"], ship["tonnage"], ship["flag"]) == ("Bulk Carrier", "7078", "Comoros")
    assert ship["owner"] == "NORTHERN LIGHTS SHIPPING LLC"
    assert [(row["kind"], row["number"]) for row in rows(small, "identifiers", "RUS0902")] == [
        ("IMO number", "9562233"),
        ("Hull identification number", "HIN-1"),
    ]
    assert [(row["kind"], row["country"]) for row in rows(small, "countries", "RUS0902")] == [("flag", "KM")]
    assert [
        (row["relation"], row["kind"], row["other_entity_id"]) for row in rows(small, "relations", "RUS0902")
    ] == [
        ("Current owner/operator", "controlled by", "RUS0901"),
        ("Previous owner/operator", "other", None),
        ("Listed as asset of", "owned by", "RUS0901"),
    ]
    said = {row["kind"]: row["text"] for row in rows(small, "statements", "RUS0902")}
    assert (said["Previous flag"], said["Year built"], said["Length of ship"]) == ("India", "2011", "120m")


def test_a_ship_that_has_its_number_for_a_name_is_found_by_the_number(small: Watchlist):
    assert [(row["kind"], row["number"]) for row in rows(small, "identifiers", "RUS0903")] == [
        ("IMO number", "9187629")
    ]


def test_an_entity(small: Watchlist):
    assert [(row["kind"], row["number"]) for row in rows(small, "identifiers", "RUS0901")] == [
        ("Business registration number", "BR-99-XY"),
        ("OGRN", "1027739824683"),
        ("KPP", "253601001"),
    ]
    assert [(row["kind"], row["other_name"]) for row in rows(small, "relations", "RUS0901")] == [
        ("owned by", "Polar Holding"),
        ("owner of", "Northern Lights Agency"),
    ]
    assert [(row["kind"], row["value"]) for row in rows(small, "contacts", "RUS0901")] == [
        ("phone", "+93-202-104748"),
        ("email", "desk@example.org"),
        ("website", "http://example.org"),
    ]
    assert [row["country"] for row in rows(small, "addresses", "RUS0901")] == ["CD"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("dd/mm/1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("DD/MM/1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("00/00/1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("15/mm/1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("dd/02/1944", date(1944, 2, 1), date(1944, 2, 29)),
        ("29/02/1944", date(1944, 2, 29), date(1944, 2, 29)),
        ("circa 1970", date(1970, 1, 1), date(1970, 12, 31)),
    ],
)
def test_dates(text: str, first: date, last: date):
    span = uk_span(text)
    assert span is not None
    assert (span.earliest, span.latest) == (first, last)


@pytest.mark.parametrize("text", ["31/02/1945", "1945/01/01", "dd/mm/yyyy", "01/13/1945", "01/01/0000"])
def test_what_is_no_date(text: str):
    assert uk_span(text) is None


def test_a_sanction_that_nobody_knows_is_told_and_counts_as_not_understood(tmp_path: Path):
    changed = tmp_path / "uk.xml"
    text = SMALL.read_text(encoding="utf-8")
    changed.write_text(
        text.replace("De-flag|", "Ban on poetry|")
        .replace("01/03/1958", "33/03/1958")
        .replace("OFSIGroupID", "OfsiNo"),
        encoding="utf-8",
    )
    watchlist = read_watchlist(changed)
    assert [row["text"] for row in watchlist.tables["unparsed_remarks"].to_pylist()] == [
        "DOB 33/03/1958",
        "Designation/OfsiNo: 7172",
        "Designation/OfsiNo: 12703",
        "SanctionsImposed: Ban on poetry",
    ]
    assert [row["measure"] for row in rows(watchlist, "measures", "RUS0903")] == [
        "other",
        "ship restrictions",
    ]


@pytest.mark.parametrize(
    ("find", "put", "complaint"),
    [
        ("<UniqueID>RUS0903</UniqueID>", "", r"line 103 has no UniqueID"),
        ("RUS0902</UniqueID>", "RUS0901</UniqueID>", r"line 75: UniqueID RUS0901 stands for two parties"),
        (
            "<IndividualEntityShip>Ship",
            "<IndividualEntityShip>Balloon",
            r"line 75 has .* IndividualEntityShip",
        ),
        ("<Name><Name6>IMO 9187629</Name6>", "<Name>", r"line 103 has no UniqueID, no name"),
    ],
)
def test_a_party_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, find: str, put: str, complaint: str
):
    changed = tmp_path / "uk.xml"
    changed.write_text(SMALL.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")
    with pytest.raises(InputError, match=complaint):
        read_watchlist(changed)


def test_the_published_fragments(shared_data: Path):
    watchlist = read_watchlist(shared_data / "uk" / FRAGMENTS)
    assert watchlist.published == date(2026, 8, 20)
    assert watchlist.name_count == 10
    assert watchlist.tables["birth_dates"].num_rows == 3
    assert watchlist.tables["identifiers"].num_rows == 5
    assert watchlist.tables["relations"].num_rows == 3
    assert watchlist.tables["unparsed_remarks"].num_rows == 0


@pytest.fixture(scope="module")
def real(shared_data: Path) -> Watchlist:
    return read_watchlist(shared_data / "uk" / REAL)


def test_the_real_file_is_read_whole(shared_data: Path, real: Watchlist):
    root = etree.parse(shared_data / "uk" / REAL).getroot()
    # It was put together again, and has no date.
    assert real.published is None
    assert real.entity_count == len(root.findall("Designation")) == 5738
    names = [name for name in root.iter("Name") if any(part.text for part in name if part.tag[4:].isdigit())]
    other_scripts = [name for name in root.iter("NameNonLatinScript") if (name.text or "").strip()]
    assert real.name_count == len(names) + len(other_scripts)
    kinds = {"Individual": "person", "Entity": "organization", "Ship": "vessel"}
    assert Counter(real.tables["entities"]["entity_type"].to_pylist()) == Counter(
        kinds[str(element.text)] for element in root.iter("IndividualEntityShip")
    )
    assert Counter(real.tables["programs"]["program"].to_pylist()) == Counter(
        element.text for element in root.iter("RegimeName")
    )
    imposed = [str(element.text).split("|") for element in root.iter("SanctionsImposed")]
    assert real.tables["measures"].num_rows == sum(map(len, imposed))
    references = Counter(real.tables["references"]["publisher"].to_pylist())
    assert references["OFSI"] == len(list(root.iter("OFSIGroupID")))
    # One says N/A.
    assert references["UN"] == len(list(root.iter("UNReferenceNumber"))) - 1
    assert sum(row["relation"] == "Listed as asset of" for row in real.tables["relations"].to_pylist()) == 22


def test_whoever_has_no_asset_freeze_is_told_so(real: Watchlist):
    frozen = {
        row["entity_id"] for row in real.tables["measures"].to_pylist() if row["measure"] == "asset freeze"
    }
    assert len(frozen) == 5162
    types = {row["entity_id"]: row["entity_type"] for row in real.tables["entities"].to_pylist()}
    assert Counter(types[entity_id] for entity_id in types.keys() - frozen)["vessel"] > 500


def test_of_the_real_file_less_than_a_thousandth_is_not_understood(real: Watchlist):
    assert real.remark_segments > 10_000
    assert real.unparsed_share <= 0.001


def test_counted_in_another_way_the_real_file_holds_the_same(real: Watchlist):
    names = Counter(real.tables["names"]["entity_id"].to_pylist())
    parties = real.tables["entities"].to_pylist()
    read = party_counts((party["entity_type"], names[party["entity_id"]]) for party in parties)
    assert read == real.published_counts


def test_every_regime_and_every_sanction_of_the_real_file_is_known(real: Watchlist):
    assert set(real.tables["programs"]["program"].to_pylist()) <= known_programs("UK").keys()
    words = {row["text"] for row in real.tables["measures"].to_pylist()}
    assert all(measure for each in words for measure, _ in imposed_measures(each))


def test_people_whom_ofac_lists_for_the_same_are_found_by_name(real: Watchlist):
    """GLOMAG 23278 and 24810 of OFAC."""
    names = {row["name"].casefold(): row["entity_id"] for row in real.tables["names"].to_pylist()}
    assert (names["maung maung soe"], names["khin maung soe"]) == ("MYA0004", "MYA0003")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9999])
def test_a_real_file_that_is_cut_is_not_read(shared_data: Path, tmp_path: Path, share: float):
    whole = (shared_data / "uk" / REAL).read_bytes()[:600_000]
    cut = tmp_path / "uk.xml"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(InputError, match=r"line \d+: not complete XML"):
        read_watchlist(cut)


def test_the_gate_lets_the_real_file_through(real: Watchlist):
    result = list_gate(real, load_settings().gates, date(2026, 8, 31))
    assert result.passed, result.failures
