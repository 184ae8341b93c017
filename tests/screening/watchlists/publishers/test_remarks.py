"""The grammar of remarks, one statement at a time."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.watchlists.publishers.ofac.remarks import parse_remarks, parse_segment
from screening.watchlists.watchlist import SCHEMAS


def rows(text, **options):
    """(table, row without nulls) of every statement of a remark."""
    return [
        (fact.table, {key: value for key, value in fact.row.items() if value is not None})
        for fact in parse_remarks(text, **options).facts
    ]


def document(text):
    ((table, row),) = rows(text)
    assert table == "identifiers"
    return row


def test_a_person():
    assert rows(
        "DOB 14 Oct 1975; POB Baghdad, Iraq; nationality Iraq; alt. citizen Korea, North; Gender Male."
    ) == [
        (
            "birth_dates",
            {
                "text": "14 Oct 1975",
                "earliest": date(1975, 10, 14),
                "latest": date(1975, 10, 14),
                "year": 1975,
                "month": 10,
                "day": 14,
                "circa": False,
                "is_main": True,
            },
        ),
        ("places", {"place": "Baghdad, Iraq", "country": "IQ", "is_main": True}),
        ("countries", {"kind": "nationality", "text": "Iraq", "country": "IQ", "is_main": True}),
        ("countries", {"kind": "citizenship", "text": "Korea, North", "country": "KP", "is_main": False}),
        ("entities", {"gender": "male"}),
    ]


def test_an_alternative_is_not_the_main_one():
    (main, second) = rows("DOB 1974; alt. DOB circa 1975.")
    assert main[1]["is_main"] and not main[1]["circa"]
    assert not second[1]["is_main"] and second[1]["circa"]


def test_aliases_in_remarks_are_weak():
    assert rows("a.k.a. 'AAH'; f.k.a. 'AL-IBRAHIMI, Jamal Fa'far 'Ali'; d.b.a. 'ANARQUIA PAINTBALL'.") == [
        ("names", {"kind": "aka", "name": "AAH", "quality": "weak"}),
        ("names", {"kind": "fka", "name": "AL-IBRAHIMI, Jamal Fa'far 'Ali", "quality": "weak"}),
        ("names", {"kind": "aka", "name": "ANARQUIA PAINTBALL", "quality": "weak"}),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Passport A10537439 (Iraq) issued 17 Oct 2015 expires 16 Oct 2023",
            {"kind": "Passport", "number": "A10537439", "country_text": "Iraq", "country": "IQ",
             "issued": "17 Oct 2015", "expires": "16 Oct 2023"},
        ),
        ("National ID No. 660000 73767 (Belgium)",
         {"kind": "National ID No.", "number": "660000 73767", "country_text": "Belgium", "country": "BE"}),
        ("NIT # 800146749-7 (Colombia)",
         {"kind": "NIT #", "number": "800146749-7", "country_text": "Colombia", "country": "CO"}),
        ("R.F.C. # PMA-910805 (Mexico)",
         {"kind": "R.F.C.", "number": "PMA-910805", "country_text": "Mexico", "country": "MX"}),
        ("Company Number 3848561 (New York) (United States)",
         {"kind": "Company Number", "number": "3848561", "country_text": "United States", "country": "US",
          "note": "New York"}),
        ("National ID No. 13/Ta Ta Na (Naing)019077 (Burma)",
         {"kind": "National ID No.", "number": "13/Ta Ta Na (Naing)019077", "country_text": "Burma",
          "country": "MM"}),
        ("National ID No. CNIC: 35202-5400413-9 (Pakistan)",
         {"kind": "National ID No.", "number": "35202-5400413-9", "country_text": "Pakistan", "country": "PK",
          "note": "CNIC"}),
        ("Passport AF465508 Colombia",
         {"kind": "Passport", "number": "AF465508", "country_text": "Colombia", "country": "CO"}),
        ("Passport 4117921 issued under the name Dilawar Khan Zain Khan",
         {"kind": "Passport", "number": "4117921", "note": "issued under the name Dilawar Khan Zain Khan"}),
        ("Vessel Registration Identification IMO 9187629",
         {"kind": "Vessel Registration Identification IMO", "number": "9187629"}),
        ("SWIFT/BIC HAVIGB2L", {"kind": "SWIFT/BIC", "number": "HAVIGB2L"}),
        ("Equity Ticker 601698  CN", {"kind": "Equity Ticker", "number": "601698 CN"}),
        ("Issuer Name China Communications Construction Group (Ltd.)",
         {"kind": "Issuer Name", "number": "China Communications Construction Group (Ltd.)"}),
        ("Martian Hatchery Number 77-123 (Cuba)",
         {"kind": "Martian Hatchery Number", "number": "77-123", "country_text": "Cuba", "country": "CU"}),
    ],
)  # fmt: skip
def test_documents(text, expected):
    assert document(f"{text}.") == expected
    assert document(f"alt. {text}.") == expected


def test_how_to_reach_a_party():
    assert rows(
        "Website http://www.rshb.ru; www.manartv.com; Email Address info@nitc.co.ir; "
        "Phone Number 8613314257947; Fax (98)(21)(22224537); "
        "alt. Digital Currency Address - XBT 1Fz29BQp82pE3vXXcsZoMNQ3KSHfMzfMe3."
    ) == [
        ("contacts", {"kind": "website", "value": "http://www.rshb.ru"}),
        ("contacts", {"kind": "website", "value": "www.manartv.com"}),
        ("contacts", {"kind": "email", "value": "info@nitc.co.ir"}),
        ("contacts", {"kind": "phone", "value": "8613314257947"}),
        ("contacts", {"kind": "phone", "value": "(98)(21)(22224537)"}),
        ("digital_currency", {"currency": "XBT", "address": "1Fz29BQp82pE3vXXcsZoMNQ3KSHfMzfMe3"}),
    ]


def test_vessels_and_aircraft():
    assert rows(
        "Former Vessel Flag Malta; MMSI 572469210; Aircraft Model G200; Aircraft Tail Number N488RC."
    ) == [
        ("countries", {"kind": "flag", "text": "Malta", "country": "MT", "is_main": False}),
        ("identifiers", {"kind": "MMSI", "number": "572469210"}),
        ("aircraft", {"field": "Aircraft Model", "value": "G200"}),
        ("aircraft", {"field": "Aircraft Tail Number", "value": "N488RC"}),
        ("identifiers", {"kind": "Aircraft Tail Number", "number": "N488RC"}),
    ]


def test_relations_also_in_the_brackets_of_the_xml():
    force = "ISLAMIC REVOLUTIONARY GUARD CORPS (IRGC)-QODS FORCE"
    expected = [
        ("relations", {"relation": "Linked To", "kind": "other", "other_name": "AYAD, Adnan"}),
        ("relations", {"relation": "Linked To", "kind": "other", "other_name": force}),
    ]
    text = f"Linked To: AYAD, Adnan; Linked To: {force}"
    assert rows(f"{text}.") == rows(f"({text})") == rows(f"({text}).") == expected
    assert rows(f"(Linked To: AYAD, Adnan); (Linked To: {force})") == expected
    assert rows(f"(Linked To: AYAD, Adnan) (Linked To: {force})") == expected
    assert rows(f"All offices worldwide; ({text})")[1:] == expected
    assert rows(f"({text}); Gender Male")[:2] == expected


def test_a_name_keeps_its_own_brackets_and_full_stop():
    for name in ("SURGUTNEFTEGAS (OAO)", "HUAWEI TECHNOLOGIES CO., LTD.", "(THE) BASE"):
        ((table, row),) = rows(f"(Linked To: {name})")
        assert (table, row["other_name"]) == ("relations", name)


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Linked To: ROSTEC", "Linked To", "other"),
        ("Owned or Controlled By: ROSTEC", "Owned or Controlled By", "controlled by"),
        ("(Acting for or on behalf of: ROSTEC)", "Acting for or on behalf of", "associate"),
        ("Family member of: AYAD, Adnan", "Family member of", "family"),
        ("brother of AYAD, Adnan", "brother of", "family"),
        ("Saddam Hussein al-Tikriti's second son", "second son of", "family"),
        ("Associated with AYAD, Adnan", "Associated with", "associate"),
    ],
)
def test_what_one_party_is_to_the_other(text, words, kind):
    ((table, row),) = rows(text)
    assert (table, row["relation"], row["kind"]) == ("relations", words, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "Additional Sanctions Information - Subject to Secondary Sanctions",
            "Additional Sanctions Information",
        ),
        ("Secondary sanctions risk: See Section 11 of Executive Order 14024.", "Secondary sanctions risk"),
        ("Executive Order 13662 Directive Determination - Subject to Directive 4", "Directive Determination"),
        (
            "Executive Order 13846 information: FOREIGN EXCHANGE.  Sec. 5(a)(ii)",
            "Executive Order Information",
        ),
        ("CAATSA Section 235 Information: EXPORT SANCTIONS Sec. 235(a)(2)", "Statute Information"),
        ("Listing Date (EO 14014 Directive 1): 31 Oct 2023", "Directive Date"),
        ("Organization Established Date 21 Mar 2017", "Organization Established Date"),
        ("Target Type State-Owned Enterprise", "Target Type"),
        ("All Offices Worldwide", "Offices covered"),
        ("ICTY indictee at large", "Indictment"),
        ("arrested 23 Apr 2002", "Custody"),
        ("(individual) [SDGT]", "Listing"),
        ("Former Ba'th party regional command chairman, Maysan", "Position"),
    ],
)
def test_statements_that_identify_nobody(text, kind):
    (table, row), *measures = rows(text)
    assert (table, row["kind"]) == ("statements", kind)
    assert {table for table, _ in measures} <= {"measures"}


@pytest.mark.parametrize(
    ("text", "program", "measure"),
    [
        ("Executive Order 13662 Directive Determination - Subject to Directive 1", "UKRAINE-EO13662",
         "debt and equity dealings"),
        ("Executive Order 13662 Directive Determination - Subject to Directive 4", "UKRAINE-EO13662",
         "trade restrictions"),
        ("Listing Date (EO 14024 Directive 2): 24 Feb 2022", "RUSSIA-EO14024", "correspondent accounts"),
        ("Executive Order 14024 Directive Information Subject to Directive 3 - All transactions in new debt",
         "RUSSIA-EO14024", "debt and equity dealings"),
        ("Executive Order 13846 information: BLOCKING PROPERTY AND INTERESTS IN PROPERTY.  Sec. 5(a)(iv)",
         "IRAN-EO13846", "asset freeze"),
        ("CAATSA Section 235 Information: EXPORT SANCTIONS Sec. 235(a)(2)", "CAATSA - RUSSIA",
         "export license"),
        ("United States financial institutions are prohibited from opening or maintaining a correspondent "
         "account or a payable-through account for the foreign financial institution listed here", None,
         "correspondent accounts"),
    ],
)  # fmt: skip
def test_what_a_remark_says_is_prohibited(text, program, measure):
    _, (table, row) = rows(text)
    assert (table, row.get("program"), row["measure"], row["text"]) == ("measures", program, measure, text)


def test_a_directive_that_nobody_knows_is_a_statement_alone():
    found = rows("Executive Order 14024 Directive Information Subject to Directive 9")
    assert [table for table, _ in found] == ["statements"]


def test_what_no_rule_knows_is_kept_as_it_stands():
    for text in (
        "juice manufacturer",
        "led Iraq's Air Defense Forces",
        "DOB 31 Feb 1970",
        "NIT # Provisional",
    ):
        assert rows(text) == [("unparsed_remarks", {"text": text})]


def test_a_title_repeated_in_the_remarks_is_the_title():
    text = "DOB 1956; Brigadier General; Keeper of the Seals."
    assert rows(text)[2] == ("unparsed_remarks", {"text": "Keeper of the Seals"})
    title = "Brigadier General; Keeper of the Seals"
    assert rows(text, title=title)[1:] == [("entities", {"title": title})] * 2


def test_the_cut_end_of_a_remark_is_not_believed():
    cut = "Gender Male; Linked To: FEDERAL SE"
    assert rows(cut, is_whole=False)[-1] == ("unparsed_remarks", {"text": "Linked To: FEDERAL SE"})


def test_one_segment_may_hold_two_statements():
    assert rows("nationality possibly Palestinian;arrested 23 Apr 2002.") == [
        (
            "countries",
            {"kind": "nationality", "text": "possibly Palestinian", "country": "PS", "is_main": True},
        ),
        ("statements", {"kind": "Custody", "text": "arrested 23 Apr 2002"}),
    ]


HEADS = st.sampled_from(
    [
        "",
        "DOB ",
        "alt. POB ",
        "Passport ",
        "NIT # ",
        "a.k.a. '",
        "Linked To: ",
        "Aircraft Model ",
        "citizen ",
        "Fax ",
    ]
)


@settings(deadline=None)
@given(st.lists(st.builds(lambda head, text: head + text, HEADS, st.text()), max_size=4).map("; ".join))
def test_any_text_becomes_rows_of_the_tables_and_every_segment_becomes_some(text):
    parsed = parse_remarks(text)
    assert len(parsed.facts) >= parsed.segments
    assert all(fact.row.keys() <= set(SCHEMAS[fact.table].names) for fact in parsed.facts)


@pytest.mark.parametrize(
    "text", ["a1 " * 20_000, "Passport 1" + " (x" * 20_000, "'" * 60_000, "Passport " + "1 a" * 20_000]
)
def test_hostile_text_takes_no_time_to_speak_of(text):
    started = time.perf_counter()
    parse_segment(text)
    assert time.perf_counter() - started < 1
