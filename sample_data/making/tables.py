"""Writes customers.parquet, vendors.parquet and planted.csv.

Planted rows are numbered from 1001 in the order of plants.yaml, so that adding one at the end of a table
leaves the others their numbers; in the tables they stand scattered among the invented ones.
"""

import csv
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from making.people import invent_people

HERE = Path(__file__).resolve().parent
SEED = 13818
FIRST_PLANT = 1001

CUSTOMER_COLUMNS = [
    *["record_id", "name", "first_name", "middle_name", "last_name", "entity_type", "date_of_birth"],
    *["nationality", "country", "gender", "id_number", "id_type", "id_country", "address"],
]
VENDOR_COLUMNS = [
    *["vendor_no", "vendor_name", "vendor_type", "country_of_incorporation", "registration_no"],
    *["registered_address", "cost_center"],
]
PLANTED_COLUMNS = ["record_id", "file", "kind", "expectation", "entity_id", "why"]

Row = dict[str, Any]


def write_tables(folder: Path) -> dict[str, int]:
    """Writes the three files into `folder`; returns the number of rows by table."""
    names = yaml.safe_load((HERE / "names.yaml").read_text(encoding="utf-8"))
    plants = yaml.safe_load((HERE / "plants.yaml").read_text(encoding="utf-8"))
    chance = random.Random(SEED)
    companies = [
        {"name": name, "entity_type": "organization", "country": country}
        for name, country in names["companies"]
    ]
    vendors = [
        {"vendor_name": name, "vendor_type": kind or None, "country_of_incorporation": country}
        for name, country, kind in names["vendors"]
    ]
    for row in vendors:
        row["registration_no"] = f"{chance.randrange(10**8, 10**9)}"
    for row in [*vendors, *(plant["row"] for plant in plants["vendors"])]:
        row["registered_address"] = f"P.O. Box {chance.randrange(100, 9999)}"
        row["cost_center"] = f"CC-{chance.randrange(100, 140)}"
    tables = {
        "customers": ("C", CUSTOMER_COLUMNS, [*invent_people(names["people"], chance), *companies]),
        "vendors": ("V", VENDOR_COLUMNS, vendors),
    }
    planted: list[Row] = []
    counts = {}
    for table, (letter, columns, invented) in tables.items():
        rows = _numbered(letter, columns[0], 1, invented)
        rows += _numbered(letter, columns[0], FIRST_PLANT, (plant["row"] for plant in plants[table]))
        chance.shuffle(rows)
        arrays = {column: pa.array([row.get(column) for row in rows], pa.string()) for column in columns}
        pq.write_table(pa.table(arrays), folder / f"{table}.parquet", compression="zstd")
        planted += _expectations(table, letter, plants[table])
        counts[table] = len(rows)
    with (folder / "planted.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PLANTED_COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(planted)
    return counts


def _numbered(letter: str, id_column: str, first: int, rows: Iterable[Row]) -> list[Row]:
    return [{id_column: f"{letter}{number:04}"} | row for number, row in enumerate(rows, first)]


def _expectations(table: str, letter: str, plants: list[Row]) -> list[Row]:
    """One row a planted row and listed party; a row that concerns no party has no entity_id."""
    lines = []
    for number, plant in enumerate(plants, FIRST_PLANT):
        expected = plant["expect"]
        pairs = expected.items() if isinstance(expected, dict) else [("", expected)]
        lines += [
            {
                "record_id": f"{letter}{number:04}",
                "file": f"{table}.parquet",
                "kind": plant["kind"],
                "expectation": expectation,
                "entity_id": entity_id,
                "why": plant["why"],
            }
            for entity_id, expectation in pairs
        ]
    return lines
