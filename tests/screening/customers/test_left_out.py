"""Rows with an id and a name are screened; what of them cannot be read is left out and told."""

from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from real_lists import real_screener

from screening.customers import WARNINGS_SCHEMA, open_customers
from screening.customers.frame import customers_from_frame
from screening.settings import load_settings

TODAY = date(2026, 11, 22)
DEFAULT = load_settings().customers


def read(rows: list[dict[str, str | None]], **settings: object) -> tuple[list[dict], list[dict]]:
    """The customers and the warnings of a table with these rows."""
    merged = load_settings(customers=settings).customers
    batch = customers_from_frame(pd.DataFrame(rows), merged, TODAY)
    assert batch.warnings.schema == WARNINGS_SCHEMA
    assert batch.rejected.num_rows == 0
    return batch.customers.to_pylist(), batch.warnings.to_pylist()


def test_a_row_that_is_dirty_all_over_is_screened() -> None:
    rows = [
        {
            "record_id": "C-1",
            "name": "Qais al-Khazali",
            "entity_type": "starship",
            "date_of_birth": "06/05/1974",
            "nationality": "Narnia",
            "country": "ZZ",
            "gender": "purple",
        }
    ]
    [customer], warnings = read(rows)
    for column in ("entity_type", "birth_earliest", "birth_latest", "nationality", "country", "gender"):
        assert customer[column] is None
    assert customer["data_warnings"] == [
        "entity_type 'starship' is not a type that is known, so the customer was compared with listed "
        "parties of all types",
        "date_of_birth '06/05/1974' may be 6 May or 5 June, so it was not used",
        "nationality 'Narnia' is not a country that is known, so it was not used",
        "country 'ZZ' is not a country that is known, so it was not used",
        "gender 'purple' is not a gender that is known, so it was not used",
    ]
    assert [(row["row"], row["record_id"], row["column"], row["value"]) for row in warnings] == [
        (1, "C-1", "entity_type", "starship"),
        (1, "C-1", "date_of_birth", "06/05/1974"),
        (1, "C-1", "nationality", "Narnia"),
        (1, "C-1", "country", "ZZ"),
        (1, "C-1", "gender", "purple"),
    ]
    assert warnings[1]["reason"].endswith("; customers.day_first in the configuration says which")


@pytest.mark.parametrize("nothing", [None, "", "N/A", "unknown", "-", "NULL", "NaN", "tbd", "Not Available"])
def test_what_is_merely_absent_is_no_warning(nothing: str | None) -> None:
    columns = ["entity_type", "date_of_birth", "nationality", "country", "gender", "id_number", "address"]
    [customer], warnings = read([{"record_id": "1", "name": "One", **dict.fromkeys(columns, nothing)}])
    assert warnings == []
    assert [customer[column] for column in columns] == [None] * len(columns)


def test_namibia_is_a_country() -> None:
    [customer], warnings = read([{"record_id": "1", "name": "One", "country": "NA"}])
    assert (customer["country"], warnings) == ("NA", [])


def test_only_screened_rows_are_warned_of_and_in_their_order() -> None:
    frame = pd.DataFrame(
        {
            "record_id": ["1", None, "3", "4"],
            "name": ["One", "Two", "Three", "Four"],
            "gender": ["purple", "purple", "male", "purple"],
            "country": ["Narnia", "Narnia", "Iraq", "Iraq"],
        }
    )
    batch = customers_from_frame(frame, DEFAULT, TODAY)
    found = [(row["row"], row["column"]) for row in batch.warnings.to_pylist()]
    assert found == [(1, "country"), (1, "gender"), (4, "gender")]
    assert [len(row["data_warnings"]) for row in batch.customers.to_pylist()] == [2, 0, 1]


def test_a_value_in_a_warning_is_cut_and_on_one_line() -> None:
    _, [warning] = read([{"record_id": "1", "name": "One", "country": "Far\n\x1b[31maway " + "x" * 500}])
    assert warning["value"].startswith("Far [31maway xxx")
    assert len(warning["value"]) == 81
    assert warning["value"].endswith("…")


def test_a_default_type_is_for_rows_without_one_only() -> None:
    rows = [
        {"record_id": str(n), "name": "A", "entity_type": kind} for n, kind in enumerate(["", "starship"])
    ]
    customers, _ = read(rows, default_entity_type="organization")
    assert [row["entity_type"] for row in customers] == ["organization", None]


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("NP", "person"),
        ("natural_person", "person"),
        ("P", "person"),
        ("I", "person"),
        ("Private", "person"),
        ("natürliche Person", "person"),
        ("физлицо", "person"),
        ("LE", "organization"),
        ("legal person", "organization"),
        ("JURIDICAL", "organization"),
        ("Corp.", "organization"),
        ("personne morale", "organization"),
        ("Ship", "vessel"),
    ],
)
def test_usual_words_for_types(word: str, kind: str) -> None:
    [customer], warnings = read([{"record_id": "1", "name": "A", "entity_type": word}])
    assert (customer["entity_type"], warnings) == (kind, [])


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("M", "male"),
        ("Mr.", "male"),
        ("H", "male"),
        ("masculin", "male"),
        ("männlich", "male"),
        ("ذكر", "male"),
        ("м", "male"),
        ("F", "female"),
        ("Mrs", "female"),
        ("weiblich", "female"),
        ("أنثى", "female"),
        ("Ж", "female"),
        ("other", None),
        ("X", None),
    ],
)
def test_usual_words_for_genders(word: str, gender: str | None) -> None:
    [customer], warnings = read([{"record_id": "1", "name": "A", "gender": word}])
    assert (customer["gender"], warnings) == (gender, [])


def test_words_of_ones_own() -> None:
    rows = [{"record_id": "1", "name": "A", "entity_type": "kl1", "gender": "2"}]
    [customer], warnings = read(
        rows, entity_type_words={"KL1": "person"}, gender_words={1: "male", 2: "female"}
    )
    assert (customer["entity_type"], customer["gender"], warnings) == ("person", "female", [])


def test_beside_h_the_letter_m_may_be_a_woman() -> None:
    rows = [{"record_id": str(n), "name": "A", "gender": letter} for n, letter in enumerate("HM")]
    customers, warnings = read(rows)
    assert [row["gender"] for row in customers] == ["male", None]
    assert [row["value"] for row in warnings] == ["M"]
    customers, warnings = read(rows, gender_words={"m": "female"})
    assert [row["gender"] for row in customers] == ["male", "female"]


def test_a_word_for_nothing_gives_way_to_the_parts_of_the_name() -> None:
    names = ["N/A", "unknown", "-- ?", None, "Null", "Na"]
    rows = [
        {
            "record_id": str(n),
            "name": name,
            "first_name": "Qais",
            "middle_name": "NULL",
            "last_name": "al-Khazali",
        }
        for n, name in enumerate(names)
    ]
    customers, warnings = read(rows)
    assert {row["name"] for row in customers} == {"Qais al-Khazali"}
    assert warnings == []


@pytest.mark.parametrize(
    ("first", "last", "name"),
    [("Li", "Na", "Li Na"), ("Christopher", "Null", "Christopher Null"), ("Nan", "N/A", "Nan")],
)
def test_words_for_nothing_that_are_names_stay_names(first: str, last: str, name: str) -> None:
    [customer], _ = read([{"record_id": "1", "name": None, "first_name": first, "last_name": last}])
    assert customer["name"] == name
    [customer], _ = read([{"record_id": "1", "name": f"{first} None Unknown"}])
    assert customer["name"] == f"{first} None Unknown"


@pytest.mark.parametrize(
    "name",
    [
        "JosÃ© PÃ©rez",
        "Jörg".encode().decode("latin-1") + " Müller",
        "Óscar".encode().decode("cp1252"),
        "Касем Сулеймани".encode().decode("latin-1"),
        "قيس الخزعلي".encode().decode("latin-1"),
        "Путин".encode("cp1251").decode("cp1252"),
        "Сулейман".encode().decode("cp1251"),
        "毛泽东".encode().decode("latin-1"),
        "J\ufffdrg Müller",
        "Jos? Garc?a",
    ],
)
def test_a_name_broken_by_a_wrong_encoding_is_told(name: str) -> None:
    [customer], [warning] = read([{"record_id": "1", "name": name}])
    assert (warning["row"], warning["column"]) == (1, "name")
    assert "looks broken by a wrong encoding and was compared as it stands" in customer["data_warnings"][0]


@pytest.mark.parametrize(
    "name",
    [
        "São João",
        "JOÃO CONCEIÇÃO",
        "IRMÃ’S",
        "Ðorđe Ðurić",
        "Guðrún Ósk Þórðardóttir",
        "ÑUÑOA",
        "MALMÅ’S BÅTAR",
        "Ó’Briain",
        "“MAÇÃ” LTDA",
        "CAFÉ–BAR",
        "Łukasz Żółć",
        "Nguyễn Văn Ấn",
        "Расим Русский",
        "Groß–Gerau",
        "Who?",
    ],
)
def test_ordinary_names_look_not_broken(name: str) -> None:
    assert read([{"record_id": "1", "name": name}])[1] == []


@pytest.mark.parametrize("file", ["clean_us", "clean_global"])
def test_clean_customers_have_hardly_a_warning(shared_data: Path, file: str) -> None:
    source = open_customers(shared_data / "customers" / f"{file}.parquet", DEFAULT, TODAY)
    told = [row for batch in source.batches() for row in batch.warnings.to_pylist()]
    placeholders = [row for row in told if row["column"] == "date_of_birth"]
    assert {row["value"] for row in placeholders} <= {"1970-01-01", "1969-12-31"}
    assert source.placeholder_birth_dates == len(placeholders) < 10
    # Some have a family name in parentheses after their name.
    assert all("holds 2 names" in row["reason"] for row in told if row not in placeholders)
    assert len(told) < source.rows_in / 1000


def test_placeholders_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("record_id,name,date_of_birth\n1,One,1900-01-01\n2,Two,1974-06-20\n3,Three,01/01/1970\n")
    source = open_customers(path, DEFAULT, TODAY)
    customers = [row for batch in source.batches() for row in batch.customers.to_pylist()]
    assert (source.placeholder_birth_dates, source.rows_with_warnings) == (2, 2)
    assert customers[0]["birth_earliest"] is None
    assert "is a placeholder" in customers[0]["data_warnings"][0]


def test_a_renamed_column_is_told_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("record_id,name,DOB,Citizenship,sex,branch\n1,One,1974-06-20,Iraq,m,B1\n")
    source = open_customers(path, DEFAULT, TODAY)
    told = [row for batch in source.batches() for row in batch.warnings.to_pylist()]
    assert [(row["row"], row["record_id"], row["column"]) for row in told] == [
        (None, None, "DOB"),
        (None, None, "Citizenship"),
        (None, None, "sex"),
    ]
    assert "customers.columns.date_of_birth: DOB" in told[0]["reason"]
    assert source.columns.used == {"record_id": "record_id", "name": "name"}
    assert source.columns.ignored == ("DOB", "Citizenship", "sex", "branch")
    assert {"date_of_birth", "nationality", "gender"} <= set(source.columns.missing)
    assert "first_name" not in source.columns.missing
    assert source.rows_with_warnings == 0


def test_a_mapped_column_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("record_id,name,dob,birth date\n1,One,1974-06-20,x\n")
    settings = load_settings(customers={"columns": {"date_of_birth": "dob"}}).customers
    source = open_customers(path, settings, TODAY)
    assert [batch.warnings.num_rows for batch in source.batches()] == [0]
    assert source.columns.used["date_of_birth"] == "dob"


def test_a_column_that_only_some_parts_have_is_missing(tmp_path: Path) -> None:
    for part, columns in enumerate([{"gender": ["male"]}, {"sex": ["male"]}]):
        table = pd.DataFrame({"record_id": [str(part)], "name": ["One"], **columns})
        table.to_parquet(tmp_path / f"{part}.parquet")
    source = open_customers(tmp_path, DEFAULT, TODAY)
    told = [row for batch in source.batches() for row in batch.warnings.to_pylist()]
    assert "gender" in source.columns.missing
    assert "gender" not in source.columns.used
    assert [(row["column"], row["row"]) for row in told] == [("gender", None), ("sex", None)]
    assert pq.read_table(tmp_path / "0.parquet").num_rows == 1


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Qais al-Khazali; Ismail Qaani; Other Man", 3),
        ("Acme Ltd aka Bolt Ltd", 2),
        ("Import/Export Ltd", None),
    ],
)
def test_a_cell_with_several_names_is_told(name: str, count: int | None) -> None:
    [customer], _ = read([{"record_id": "1", "name": name}])
    told = f"name '{name}' holds {count} names, and each was compared by itself"
    assert customer["data_warnings"] == ([told] if count else [])


DIRT = [
    {"date_of_birth": "06/05/1974"},
    {"date_of_birth": "20 June 74"},
    {"date_of_birth": "1900-01-01"},
    {"entity_type": "NP"},
    {"entity_type": "???x", "gender": "purple", "country": "Narnia"},
    {"country": "USSR", "nationality": "EU"},
]


def test_a_listed_person_is_found_whatever_the_dirt(shared_data: Path) -> None:
    screener = real_screener(shared_data / "ofac" / "2022-01")
    rows = [{"record_id": str(n), "name": "Qais al-Khazali", **dirt} for n, dirt in enumerate(DIRT)]
    hits = screener.screen(pd.DataFrame(rows))
    assert set(hits["record_id"]) == {"0", "1", "2", "3", "4", "5"}
    warnings = dict(zip(hits["record_id"], hits["data_warnings"], strict=True))
    assert list(warnings["0"]) == ["date_of_birth '06/05/1974' may be 6 May or 5 June, so it was not used"]
    assert list(warnings["1"]) == []
    assert [len(warnings[str(n)]) for n in range(6)] == [1, 0, 1, 0, 3, 1]
