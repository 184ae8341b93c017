"""Kinds and countries of document numbers as tables write them, and what is told of those that cannot be."""

import pandas as pd
import pytest

from screening.customers.frame import customers_from_frame
from screening.settings import load_settings

DEFAULT = load_settings()


def read(number: str, id_type: str | None = None, id_country: str | None = None, **other: str) -> dict:
    row = {"record_id": "1", "name": "One", "id_number": number, "id_type": id_type, "id_country": id_country}
    return customers_from_frame(pd.DataFrame([row | other]), DEFAULT.customers).customers.to_pylist()[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Passport", "passport"),
        ("PASSPORT NO.", "passport"),
        ("Reisepass", "passport"),
        ("паспорт", "passport"),
        ("جواز سفر", "passport"),
        ("护照号码", "passport"),
        ("Tax ID", "tax number"),
        ("V.A.T.", "tax number"),
        ("Cédula", "national identity number"),
        ("National ID", "national identity number"),
        ("Personalausweis", "national identity number"),
        ("C.R. No.", "registration number"),
        ("Handelsregister", "registration number"),
        ("MMSI", "MMSI"),
        ("Driver's license", "driving license"),
    ],
)
def test_a_kind_is_known_in_many_languages(text: str, kind: str) -> None:
    customer = read("A10537439", text, "Iraq")
    assert (customer["id_type"], customer["id_country"], customer["data_warnings"]) == (kind, "IQ", [])


@pytest.mark.parametrize("text", ["ID", "Document number", "id_no", "n/a", "", None])
def test_a_text_that_may_mean_any_document_says_no_kind_and_is_no_warning(text: str | None) -> None:
    customer = read("A10537439", text)
    assert (customer["id_type"], customer["data_warnings"]) == (None, [])


def test_each_of_several_numbers_has_its_kind_and_country() -> None:
    customer = read("A10537439; 7707083893; 555", "passport; INN; ID", "IQ; Russia;")
    assert customer["id_type"] == "passport; tax number; "
    assert customer["id_country"] == "IQ; RU; "
    assert customer["data_warnings"] == []


def test_one_kind_and_country_are_said_of_all_numbers() -> None:
    customer = read("A10537439; B7654321", "passport", "IQ")
    assert (customer["id_type"], customer["id_country"]) == ("passport; passport", "IQ; IQ")


def test_kinds_that_do_not_go_with_the_numbers_are_left_out_and_told() -> None:
    customer = read("A10537439; B7654321; 555", "passport; tax")
    assert customer["id_type"] is None
    assert customer["data_warnings"] == [
        "id_type 'passport; tax' holds 2 values for 3 document numbers, so none of them was used"
    ]


def test_what_is_no_kind_and_no_country_is_told() -> None:
    customer = read("A10537439", "Zeppelin", "Narnia")
    assert (customer["id_type"], customer["id_country"]) == (None, None)
    assert customer["data_warnings"] == [
        "id_type 'Zeppelin' is not a kind of document that is known, so the number was compared as one of "
        "unknown kind",
        "id_country 'Narnia' is not a country that is known, so it was not used",
    ]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("IMO 9187629", "IMO number"),
        ("9187629 (IMO)", "IMO number"),
        ("LEI529900T8BM49AURSDO55", "LEI"),
        ("Passport A10537439", "passport"),
        ("A10537439", None),
        ("ID A10537439", None),
    ],
)
def test_a_label_beside_a_number_says_its_kind(number: str, kind: str | None) -> None:
    assert read(number)["id_type"] == kind


@pytest.mark.parametrize(
    ("number", "kind"), [("9187629", "IMO number"), ("9187628", None), ("12345678", None)]
)
def test_the_bare_number_of_a_ship_is_its_imo_number_where_it_can_be_one(
    number: str, kind: str | None
) -> None:
    assert read(number, entity_type="vessel")["id_type"] == kind
    assert read(number, entity_type="organization")["id_type"] is None


def test_a_word_of_one_country_says_the_country() -> None:
    customer = read("1027700132195", "ОГРН")
    assert (customer["id_type"], customer["id_country"]) == ("registration number", "RU")


@pytest.mark.parametrize(
    ("good", "bad", "id_type", "id_country"),
    [
        ("529900T8BM49AURSDO55", "529900T8BM49AURSDO56", "LEI", None),
        ("9187629", "9187628", "IMO", None),
        ("HAVIGB2L", "HAVIGB2", "SWIFT/BIC", None),
        ("7707083893", "7707083894", "INN", "RU"),
        ("1027700132195", "1027700132196", "OGRN", None),
    ],
)
def test_a_number_that_fails_the_check_of_its_kind_is_told_and_counts_as_of_unknown_kind(
    good: str, bad: str, id_type: str, id_country: str | None
) -> None:
    fine = read(good, id_type, id_country)
    assert fine["id_type"]
    assert fine["data_warnings"] == []
    broken = read(bad, id_type, id_country)
    assert broken["id_type"] is None
    [warning] = broken["data_warnings"]
    assert warning.startswith(f"id_number '{bad}' is no {fine['id_type']} that can be (it fails its check)")


def test_other_countries_have_tax_numbers_called_inn_that_keep_other_rules() -> None:
    assert read("7707083894", "INN", "UZ")["data_warnings"] == []


def test_a_word_of_ones_own_is_added_in_the_configuration() -> None:
    own = load_settings(document_kinds={"kinds": {"passport": {"words": ["zeppelin"]}}})
    frame = pd.DataFrame([{"record_id": "1", "name": "One", "id_number": "A1", "id_type": "Zeppelin"}])
    assert customers_from_frame(frame, own.customers).customers["id_type"].to_pylist() == ["passport"]
    assert own.matching.identifiers.document_kinds == own.linking.identifiers.document_kinds


@pytest.mark.parametrize("number", [";", "; ;", " | ", "-"])
def test_a_cell_of_separators_is_no_document(number: str) -> None:
    assert read(number, "passport", "IQ")["record_id"] == "1"
    assert read(number)["data_warnings"] == []
