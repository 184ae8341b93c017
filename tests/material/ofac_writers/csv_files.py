"""Parties → OFAC's CSV files, in its raw style: no header, `-0- ` for null, CR LF, and 0x1A at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ofac_writers.parties import Party
from ofac_writers.statements import VESSEL_LABELS, remark_segments
from screening.watchlists.publishers.ofac.csv_files import SDN_FILES, CsvFiles

__all__ = ["write_csv_files"]

_NULL = "-0- "
_REMARKS_LIMIT = 1000
_TYPES = {"person": "individual", "vessel": "vessel", "aircraft": "aircraft", "organization": None}


def write_csv_files(parties: Iterable[Party], folder: Path, *, files: CsvFiles = SDN_FILES) -> Path:
    """The folder with the four files; a folder called 2022-01-31 gives the list its date. Remarks over 1,000
    characters go on in the comments. Left out: measures, authorities, days of listing."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (files.parties, files.aliases, files.addresses, files.comments)
    with (
        (folder / names[0]).open("w", encoding="utf-8", newline="") as main,
        (folder / names[1]).open("w", encoding="utf-8", newline="") as aliases,
        (folder / names[2]).open("w", encoding="utf-8", newline="") as addresses,
        (folder / names[3]).open("w", encoding="utf-8", newline="") as comments,
    ):
        row_number = 0
        for party in parties:
            number = party.entity_id
            segments = remark_segments(party)
            remarks = f"{'; '.join(segments)}." if segments else ""
            vessel = party.vessel
            main.write(
                _row(
                    number,
                    party.entity["name"],
                    _TYPES[party.entity_type],
                    "] [".join(row["program"] for row in party.rows("programs")) or None,
                    party.entity["title"],
                    *(vessel[column] if vessel else None for column in VESSEL_LABELS),
                    remarks[:_REMARKS_LIMIT] or None,
                )
            )
            if len(remarks) > _REMARKS_LIMIT:
                comments.write(_row(number, remarks[_REMARKS_LIMIT:]))
            for name in party.aliases:
                if name["quality"] == "strong":
                    row_number += 1
                    aliases.write(_row(number, str(row_number), name["kind"], name["name"], None, numbers=2))
            for place in party.rows("addresses"):
                row_number += 1
                values = (place["address"], place["city"], place["country_text"], place["note"])
                addresses.write(_row(number, str(row_number), *values, numbers=2))
        for file in (main, aliases, addresses, comments):
            file.write("\x1a")
    return folder


def _row(*values: str | None, numbers: int = 1) -> str:
    """numbers: how many of the first values stand without quotes."""
    fields = [value or _NULL for value in values[:numbers]]
    fields += [
        _NULL if value is None else f'"{value.replace(chr(34), chr(34) * 2)}"' for value in values[numbers:]
    ]
    return f"{','.join(fields)}\r\n"
