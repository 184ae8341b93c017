"""SDN.XML: the same parties as in the CSV files, and no trust in documents that ask for more."""

from datetime import date

import pytest

from screening.model.errors import InputError
from screening.model.party_counts import PartyCount
from screening.watchlists import SCHEMAS, read_watchlist
from screening.watchlists.publishers.xml_events import read_elements

NEW_NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"


def comparable(watchlist, table):
    """A table's rows in an order of their own, without what only one of the formats holds: the remarks as
    text, and numbers of aliases that the CSV files put into remarks."""
    rows = watchlist.tables[table].to_pylist()
    for row in rows:
        row.pop("remarks", None)
        if row.get("quality") == "weak":
            row.pop("name_id")
    return sorted(rows, key=lambda row: repr(sorted(row.items())))


@pytest.mark.parametrize("table", SCHEMAS)
def test_a_party_is_the_same_from_csv_and_from_xml(small_csv, small_xml, table):
    from_csv, from_xml = read_watchlist(small_csv), read_watchlist(small_xml)
    assert comparable(from_xml, table) == comparable(from_csv, table)


def test_the_fixture_has_rows_in_most_tables(small_xml):
    empty = {name for name, table in read_watchlist(small_xml).tables.items() if not table.num_rows}
    assert empty == {"unparsed_remarks", "measures", "references"}


def test_the_date_of_the_list(small_xml):
    watchlist = read_watchlist(small_xml)
    assert (watchlist.list_id, watchlist.published) == ("OFAC-SDN", date(2021, 7, 21))


def edit(path, old, new):
    content = path.read_bytes()
    assert old.encode() in content
    path.write_bytes(content.replace(old.encode(), new.encode(), 1))
    return path


def test_both_namespaces_read_the_same(small_xml):
    before = read_watchlist(small_xml).sha256
    assert read_watchlist(edit(small_xml, "http://tempuri.org/sdnList.xsd", NEW_NAMESPACE)).sha256 == before


def test_addresses_are_written_as_in_the_csv_files(small_xml):
    edit(
        small_xml,
        "<city>Saint Petersburg</city>",
        "<address2>Room 2</address2><city>Saint Petersburg</city><stateOrProvince>Neva</stateOrProvince>"
        "<postalCode>190000</postalCode>",
    )
    (row,) = [
        row
        for row in read_watchlist(small_xml).tables["addresses"].to_pylist()
        if row["entity_id"] == "29703"
    ]
    assert row["address"] == "9 3 Bloshevikov Prospect Apt 35, Room 2"
    assert row["city"] == "Saint Petersburg, Neva 190000"


def programs_of(path, entity_id, *codes):
    """The file with other programs for one party."""
    content = path.read_text(encoding="utf-8")
    start = content.index("<programList>", content.index(f"<uid>{entity_id}</uid>"))
    end = content.index("</programList>", start)
    listed = "".join(f"<program>{code}</program>" for code in codes)
    path.write_text(f"{content[:start]}<programList>{listed}{content[end:]}", encoding="utf-8")
    return path


def test_which_list_it_is_is_told_by_the_programs_and_not_by_the_name(small_xml):
    named = small_xml.rename(small_xml.with_name("consolidated.xml"))
    assert read_watchlist(named).list_id == "OFAC-SDN"
    # Blocked under another program as well: on both lists.
    assert read_watchlist(programs_of(named, "28004", "NS-PLC", "SDGT")).list_id == "OFAC-SDN"
    # A code of both lists, and one that nobody knows, tell nothing.
    assert read_watchlist(programs_of(named, "28004", "UKRAINE-EO13662")).list_id == "OFAC-SDN"
    assert read_watchlist(programs_of(named, "28004", "NO-SUCH-CODE")).list_id == "OFAC-SDN"
    assert read_watchlist(programs_of(named, "28004", "CMIC-EO13959")).list_id == "OFAC-CONS"
    assert read_watchlist(named, list_id="OFAC-SDN").list_id == "OFAC-SDN"


NEW_STATEMENTS = {
    "Vessel Year of Build": ("2001", None),
    "Registration Country": ("China", None),
    "C.I.N.": ("U63030HR2022PTC105597", "India"),
    "N.I.F.": ("B12345678", "Spain"),
    "Executive Order 13662 Directive Determination -": ("Subject to Directive 1", None),
    "Lunar Berth": ("572469210", "Iran"),
    "Aircraft Type": ("Boeing 747", None),
}


@pytest.mark.parametrize("table", SCHEMAS)
def test_labels_of_newer_lists_say_the_same_in_both_forms(small_csv, small_xml, table):
    in_csv = "; ".join(
        f"{label} {value} ({country})" if country else f"{label} {value}"
        for label, (value, country) in NEW_STATEMENTS.items()
    )
    in_xml = "".join(
        f"<id><uid>{number}</uid><idType>{label}</idType><idNumber>{value}</idNumber>"
        f"{f'<idCountry>{country}</idCountry>' if country else ''}</id>"
        for number, (label, (value, country)) in enumerate(NEW_STATEMENTS.items())
    )
    relations = "Linked To: NATIONAL IRANIAN TANKER COMPANY"
    edit(small_csv / "sdn.csv", f"{relations}.", f"{in_csv}; {relations}; Linked To: AL-KHAZALI, Qais.")
    edit(small_xml, "<idList>", f"<idList>{in_xml}")
    edit(small_xml, f"({relations})", f"({relations}); (Linked To: AL-KHAZALI, Qais)")
    from_csv, from_xml = read_watchlist(small_csv), read_watchlist(small_xml)
    assert comparable(from_xml, table) == comparable(from_csv, table)
    assert from_xml.unparsed_share == from_csv.unparsed_share == 0


def test_a_kind_of_document_that_nobody_knew_is_a_document_all_the_same(small_xml):
    edit(small_xml, "<idType>MMSI</idType>", "<idType>Lunar Berth</idType>")
    kinds = read_watchlist(small_xml).tables["identifiers"]["kind"].to_pylist()
    assert "Lunar Berth" in kinds


def test_an_impossible_birth_date_is_kept_as_not_understood(small_xml):
    watchlist = read_watchlist(edit(small_xml, "20 Jun 1974", "31 Jun 1974"))
    assert watchlist.tables["unparsed_remarks"].to_pylist() == [
        {"entity_id": "28004", "text": "DOB 31 Jun 1974"}
    ]


@pytest.mark.parametrize(
    "document_type",
    [
        '<!DOCTYPE sdnList [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE sdnList [<!ENTITY a "aaaaaaaaaa"><!ENTITY file "&a;&a;&a;&a;">]>',
        '<!DOCTYPE sdnList SYSTEM "http://127.0.0.1:9/sdn.dtd">',
    ],
)
def test_a_document_type_is_refused_and_nothing_of_it_is_read(small_xml, document_type):
    edit(small_xml, "<sdnList", f"{document_type}\n<sdnList")
    if "ENTITY" in document_type:
        edit(small_xml, "ARTAVIL", "&file;")
    with pytest.raises(InputError, match=r"SDN\.XML: has a document type"):
        read_watchlist(small_xml)


def test_a_cut_file_is_refused_with_its_line(small_xml):
    content = small_xml.read_bytes()
    small_xml.write_bytes(content[: content.index(b"<lastName>NATIONAL IRANIAN")])
    line = content[: content.index(b"<lastName>NATIONAL IRANIAN")].count(b"\n") + 1
    with pytest.raises(InputError, match=rf"SDN\.XML: line {line}: not complete XML"):
        read_watchlist(small_xml)


def test_a_list_of_nobody_is_refused(small_xml):
    content = small_xml.read_text(encoding="utf-8")
    small_xml.write_text(content[: content.index("  <sdnEntry>")] + "</sdnList>", encoding="utf-8")
    with pytest.raises(InputError, match="holds no party"):
        read_watchlist(small_xml)


def test_a_file_that_holds_another_number_of_parties_than_it_announces_is_refused(small_xml):
    edit(small_xml, "<Record_Count>7<", "<Record_Count>9,000<")
    with pytest.raises(InputError, match=r"SDN\.XML: its Record_Count announces 9,000 parties, .* holds 7"):
        read_watchlist(small_xml)


def test_parties_and_names_are_counted_by_another_way(small_csv, small_xml):
    expected = (
        PartyCount("person", 3, 12),
        PartyCount("organization", 2, 15),
        PartyCount("vessel", 1, 4),
        PartyCount("aircraft", 1, 1),
    )
    assert read_watchlist(small_xml).published_counts == expected
    assert read_watchlist(small_csv).published_counts == expected


def test_an_alias_without_a_name_is_missed_by_the_reader_and_not_by_the_count(small_xml):
    edit(small_xml, "<lastName>ABADAN</lastName>", "")
    watchlist = read_watchlist(small_xml)
    assert "ABADAN" not in watchlist.tables["names"]["name"].to_pylist()
    assert sum(count.names for count in watchlist.published_counts) == watchlist.name_count + 1


def test_a_file_that_announces_no_number_is_read(small_xml):
    before = read_watchlist(small_xml).sha256
    assert read_watchlist(edit(small_xml, "<Record_Count>7</Record_Count>", "")).sha256 == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<uid>15036</uid>", "", r"the party at line 7 has no uid"),
        ("<sdnType>Vessel</sdnType>", "<sdnType>Spaceship</sdnType>", r"unknown sdnType \('spaceship'\)"),
        ("07/21/2021", "21 July", r"Publish_Date '21 July' is no date"),
        ("<uid>28004</uid>", "<uid>15036</uid>", r"uid 15036 stands for two parties"),
    ],
)
def test_what_a_party_must_have(small_xml, old, new, message):
    with pytest.raises(InputError, match=message):
        read_watchlist(edit(small_xml, old, new))


def test_a_big_file_is_not_held_in_memory(tmp_path, small_xml):
    content = small_xml.read_text(encoding="utf-8")
    start, end = content.index("  <sdnEntry>"), content.index("</sdnList>")
    big = tmp_path / "big.xml"
    big.write_text(content[:start] + content[start:end] * 200 + content[end:], encoding="utf-8")
    # What the tree holds while each party is read: that party, and those of the same block of the file.
    held = [len(element.node.getparent()) for element in read_elements(big, ("sdnEntry",))]
    assert len(held) == 1400
    assert max(held) < 100
