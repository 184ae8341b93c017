"""Labels that no table knows are read by their shape, and what has no shape stays unknown."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.watchlists.publishers.ofac.documents import DOCUMENT_KINDS
from screening.watchlists.publishers.ofac.remark_shapes import read_shape
from screening.watchlists.publishers.ofac.remarks import parse_field, parse_segment
from screening.watchlists.watchlist import SCHEMAS


def only(facts):
    """(table, row without nulls) of the one fact there is."""
    (fact,) = facts
    return fact.table, {key: value for key, value in fact.row.items() if value is not None}


def test_the_labels_of_2025():
    assert only(parse_segment("Vessel Year of Build 1996")) == (
        "statements",
        {"kind": "Vessel Year of Build", "text": "1996"},
    )
    assert only(parse_segment("Registration Country China")) == (
        "countries",
        {"kind": "registration", "text": "China", "country": "CN", "is_main": True},
    )
    assert only(parse_segment("C.I.N. U63030HR2022PTC105597 (India)")) == (
        "identifiers",
        {"kind": "C.I.N.", "number": "U63030HR2022PTC105597", "country_text": "India", "country": "IN"},
    )


# None of these is in a table of the grammar.
NUMBERS = [
    ("Z.Q.N. U63030HR2022PTC105597 (India)", "Z.Q.N.", "U63030HR2022PTC105597"),
    ("OGRN 1027700132195 (Russia)", "OGRN", "1027700132195"),
    ("KPP: 770701001", "KPP", "770701001"),
    ("Stock Exchange Code 600519 (China)", "Stock Exchange Code", "600519"),
    ("Lunar Berth 572469210", "Lunar Berth", "572469210"),
    ("Customs Permit AB-1234 (Iran) issued 12 May 2010 expires 2012", "Customs Permit", "AB-1234"),
    ("Martian State Hatchery Number Pattern (MSHNP) 30477000012 (Russia)",
     "Martian State Hatchery Number Pattern (MSHNP)", "30477000012"),
    ("Trade Registry HRB 12345 (Germany)", "Trade Registry", "HRB 12345"),
    ("Permit # 77", "Permit #", "77"),
    ("IMO 9187629", "IMO", "9187629"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "number"), NUMBERS)
def test_a_number_behind_a_label_is_an_identifier(text, kind, number):
    assert kind not in DOCUMENT_KINDS
    table, row = only(parse_segment(text))
    assert (table, row["number"]) == ("identifiers", number)
    assert row["kind"].rstrip(" #") == kind.rstrip(" #")


def test_country_and_dates_of_an_identifier():
    _, row = only(parse_segment("Customs Permit AB-1234 (Iran) issued 12 May 2010 expires 2012"))
    assert (row["country"], row["issued"], row["expires"]) == ("IR", "12 May 2010", "2012")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Gross Tonnage 28,000", "Gross Tonnage", "28,000"),
        ("Vessel Deadweight 45000", "Vessel Deadweight", "45000"),
        ("Registration Date 12 May 2010", "Registration Date", "12 May 2010"),
        ("Vessel Class Suezmax", "Vessel Class", "Suezmax"),
        ("Vessel Manager ABC SHIPPING", "Vessel Manager", "ABC SHIPPING"),
        ("Country of Residence Iran", "Country of Residence", "Iran"),
        ("Port of Registry Novorossiysk", "Port of Registry", "Novorossiysk"),
        ("PAIPA Section 2 Information: BLOCKING", "PAIPA Section 2 Information", "BLOCKING"),
        ("Martian Act Determination - Hatching", "Martian Act Determination", "Hatching"),
    ],
)  # fmt: skip
def test_a_property_is_a_statement_under_its_own_label(text, kind, value):
    assert only(parse_segment(text)) == ("statements", {"kind": kind, "text": value})


@pytest.mark.parametrize(
    ("text", "kind", "country", "is_main"),
    [
        ("Vessel Flag Panama", "flag", "PA", True),
        ("Country of Incorporation Cyprus", "registration", "CY", True),
        ("Former Registration Country Belize", "registration", "BZ", False),
        ("alt. Registration Country Hong Kong", "registration", "HK", False),
        ("Nationality Country Iran", "nationality", "IR", True),
        ("Citizenship Country: Iran", "citizenship", "IR", True),
    ],
)
def test_a_country_behind_a_label_that_tells_what_it_is(text, kind, country, is_main):
    table, row = only(parse_segment(text))
    assert (table, row["kind"], row["country"], row["is_main"]) == ("countries", kind, country, is_main)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Telegram Channel https://t.me/abc", "website", "https://t.me/abc"),
        ("Company Site abc-trading.example", "website", "abc-trading.example"),
        ("Corporate Mailbox info@abc.example", "email", "info@abc.example"),
        ("WhatsApp: +79261234567", "phone", "+79261234567"),
        ("Mobile Number +98 912 123 4567", "phone", "+98 912 123 4567"),
    ],
)
def test_an_address_of_mail_or_web_whatever_its_label(text, kind, value):
    assert only(parse_segment(text)) == ("contacts", {"kind": kind, "value": value})


def test_what_belongs_to_an_aircraft():
    assert only(parse_segment("Aircraft Type Boeing 747")) == (
        "aircraft",
        {"field": "Aircraft Type", "value": "Boeing 747"},
    )


@pytest.mark.parametrize(
    "text",
    [
        # Units, laws and places have numbers in their names.
        "Unit 29155",
        "Military Unit 29155 (Russia)",
        "Bureau 39",
        "Office 39",
        "Resolution 1373",
        "UNSCR 1267",
        "P.O. Box 123456",
        # Names and things.
        "OOO ROMASHKA 1234567",
        "GAZPROM",
        "National Iranian Tanker Company",
        "Ali Hasan al-Majid 2005",
        "Bali Bombing 2002",
        "Boeing 747",
        "AK 47",
        # Sentences and phrases.
        "juice manufacturer",
        "led Iraq's Air Defense Forces",
        "Fund established in 2010 by Ali",
        "Keeper of the Seals",
        "(Tradex Co. is a subsidiary of Tajco Company: both operate from the same business address.)",
        # Broken statements of a known kind.
        "DOB 31 Feb 1970",
        "NIT # Provisional",
        "TELEX 360230 and 37041 KDP KP",
    ],
)
def test_what_is_no_label_and_value_stays_unknown(text):
    assert only(parse_segment(text)) == ("unparsed_remarks", {"text": text})


def test_a_field_needs_no_guess_where_its_label_ends():
    """As in the XML, where label and value stand apart."""
    assert only(parse_field("Owner Name", "Country Foods")) == (
        "statements",
        {"kind": "Owner Name", "text": "Country Foods"},
    )
    assert only(parse_field("Lunar Berth", "7", country="Iran", issued="2010")) == (
        "identifiers",
        {"kind": "Lunar Berth", "number": "7", "country_text": "Iran", "country": "IR", "issued": "2010"},
    )
    assert only(parse_field("Vessel Year of Build", "1996"))[0] == "statements"
    assert only(parse_field("Registration Country:", "China"))[1]["country"] == "CN"


@settings(deadline=None)
@given(
    st.sampled_from(["", "Vessel ", "Code ", "X.Y. ", "Phone ", "Country of ", "Act: ", "Aircraft "]),
    st.text(),
)
def test_any_text_is_rows_of_the_tables_or_has_no_shape(head, text):
    for fact in read_shape(f"{head}{text}", is_main=True) or ():
        assert fact.row.keys() <= set(SCHEMAS[fact.table].names)


@pytest.mark.parametrize("part", ["Vessel ", "A.", "1 ", "(", "Code 1 ", "a@", "www.a", "No. (1) ", "A-"])
def test_hostile_text_takes_no_time_to_speak_of(part):
    started = time.process_time()
    for length in (1_900, 9_900, 100_000):
        parse_segment((part * length)[:length])
    assert time.process_time() - started < 1
