"""Free text of lists: sentences with a label are what it says, the others stand as they are."""

import time

import pytest

from screening.watchlists.publishers.labeled_text import read_text


def told(text: str) -> list[tuple[str, dict[str, object]]]:
    return [
        (fact.table, {key: value for key, value in fact.row.items() if value is not None})
        for fact in read_text(text, "Comments")
    ]


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("Italian Fiscal Code: LBR HBB 61S17 Z352F.", "LBR HBB 61S17 Z352F", None),
        ("Registered company number: 02142819", "02142819", None),
        ("Registration number: 03503060 - United Kingdom", "03503060", "United Kingdom"),
        (
            "Registration number: IR0000047088 Date of registration 18.3.1992",
            "IR0000047088",
            "Date of registration 18.3.1992",
        ),
        ("(a) Pakistan National Tax Number: 1774308;", "1774308", None),
        ("OGRN: 1089847243870", "1089847243870", None),
        ("KPP 784001001", "784001001", None),
    ],
)
def test_numbers(text: str, number: str, note: str | None):
    [(table, row)] = told(text)
    assert table == "identifiers"
    assert (row["number"], row.get("note")) == (number, note)


@pytest.mark.parametrize(
    "text",
    [
        "IMO number: 5676084.",
        "IMO Number: IMO 5676084",
        "(a) International Maritime Organization (IMO) Number: 5676084",
        "Company Number IMO 5676084",
    ],
)
def test_an_imo_number_is_the_same_however_it_is_written(text: str):
    assert told(text) == [("identifiers", {"kind": "IMO number", "number": "5676084"})]


def test_sentences_without_a_label_stand_together():
    assert told("Arrested on 12 Jun. 2015. Released by Mr. Smith. Gender: male. Died in 2016.") == [
        ("statements", {"kind": "Comments", "text": "Arrested on 12 Jun. 2015. Released by Mr. Smith."}),
        ("entities", {"gender": "male"}),
        ("statements", {"kind": "Comments", "text": "Died in 2016."}),
    ]


def test_a_label_that_nobody_knows_is_the_kind_of_a_statement():
    assert told("Tattoos: an eagle.") == [("statements", {"kind": "Tattoos", "text": "an eagle"})]


@pytest.mark.parametrize("text", ["IMO number: pending", "SWIFT: see above", "Passport number: as above"])
def test_a_label_that_promises_a_number_without_one_is_not_understood(text: str):
    assert told(text) == [("unparsed_remarks", {"text": text})]


def test_a_number_that_is_said_to_be_unknown_is_understood():
    assert told("Passport number: unknown") == [
        ("statements", {"kind": "Passport number", "text": "unknown"})
    ]


def test_a_sentence_with_a_colon_far_inside_is_no_label():
    text = "He is the operator of the following ships under several flags with their numbers: Testor."
    assert told(text) == [("statements", {"kind": "Comments", "text": text})]


def test_whose_subsidiary_it_is():
    assert told("Subsidiary of Polar Holding.") == [
        ("relations", {"relation": "Subsidiary of", "kind": "owned by", "other_name": "Polar Holding"})
    ]


def test_wallets_are_told_once_with_their_currency():
    ether, tron = "0x175d44451403Edf28469dF03A9280c1197ADb92c", "THGRp6CbGGhDBLGuoTZki5fpoUtR8R54Dx"
    text = f"Wallets are (1) BNB: {ether} and {tron} {tron}."
    assert told(text)[-2:] == [
        ("digital_currency", {"currency": "BNB", "address": ether}),
        ("digital_currency", {"currency": "TRX", "address": tron}),
    ]


@pytest.mark.parametrize("text", ["", ".", " - ", "\n"])
def test_nothing_says_nothing(text: str):
    assert told(text) == []


def test_a_huge_text_is_read_in_little_time():
    for part in ("A. ", "A", "1", "(", "IMO: ", "Listed as asset of ", "a.b: c "):
        assert told(part * 50_000) is not None


def test_a_long_row_of_signs_is_read_at_once():
    started = time.process_time()
    assert read_text("Note: a" + "." * 60_000 + "b", "Comment")
    assert time.process_time() - started < 2
