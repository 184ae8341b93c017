"""Small lists and customer files as a publisher and a bank would write them."""

import csv
import io
from pathlib import Path

import pandas as pd

NULL = "-0- "
PARTIES = [
    ("28004", "AL-KHAZALI, Qais", "individual", "GLOMAG", "DOB 20 Jun 1974; nationality Iraq; Gender Male."),
    ("28283", "ASA'IB AHL AL-HAQ", NULL, "SDGT] [GLOMAG", "a.k.a. 'AAH'."),
    ("36", "AEROCARIBBEAN AIRLINES", NULL, "CUBA", NULL),
]
ALIASES = [
    ("28004", "1", "aka", "AL-KHAZALI, Qays", NULL),
    ("28283", "2", "aka", "LEAGUE OF THE RIGHTEOUS", NULL),
]
ADDRESSES = [("36", "25", NULL, "Havana", "Cuba", NULL)]


def raw(rows: list[tuple[str, ...]]) -> bytes:
    """Rows in OFAC's way: numbers and nulls bare, texts quoted, CR LF, and a lone 0x1A at the end."""
    out = io.StringIO(newline="")
    for row in rows:
        cells = [
            cell if cell == NULL or cell.isdigit() else '"' + cell.replace('"', '""') + '"' for cell in row
        ]
        out.write(",".join(cells) + "\r\n")
    return out.getvalue().encode() + b"\x1a"


def write_list(folder: Path, parties=PARTIES, aliases=ALIASES, addresses=ADDRESSES) -> Path:
    """A folder with sdn.csv, alt.csv and add.csv."""
    folder.mkdir(parents=True)
    rows = [
        (number, name, kind, program, *[NULL] * 7, remarks)
        for number, name, kind, program, remarks in parties
    ]
    (folder / "sdn.csv").write_bytes(raw(rows))
    (folder / "alt.csv").write_bytes(raw(aliases))
    (folder / "add.csv").write_bytes(raw(addresses))
    return folder


CUSTOMERS = [
    {"record_id": "c1", "name": "Qays al-Khazali", "date_of_birth": "1974-06-20", "nationality": "Iraq"},
    {"record_id": "c2", "name": "Rex Tillerson", "date_of_birth": "1952", "nationality": "US"},
    {"record_id": "c3", "name": "Asaib Ahl al-Haq"},
    {"record_id": "c4", "name": " "},
    {"record_id": "c5", "name": "Derek Harvey", "date_of_birth": "1974-13-45"},
]


def write_customers(path: Path, rows: list[dict[str, str]] = CUSTOMERS) -> Path:
    """A Parquet or CSV file of customers, by the name's suffix."""
    table = pd.DataFrame(rows)
    if path.suffix == ".csv":
        table.to_csv(path, index=False)
    else:
        table.to_parquet(path, index=False)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
