"""Writes the sample list as OFAC's CSV files, byte for byte in their style.

No header, text in double quotes, numbers bare, null as `-0- `, rows ended by CR LF, and a lone 0x1A at the
end (sdn_comments.csv goes without it, as published).
"""

from collections.abc import Iterable
from pathlib import Path

from making.parties import NULL, Party, is_null

END_OF_FILE = "\x1a"


def write_csv_list(parties: list[Party], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    comments = [[party.main[0], party.comment] for party in parties if party.comment]
    _write(folder / "sdn.csv", (party.main for party in parties), numbers=1)
    _write(folder / "alt.csv", (row for party in parties for row in party.aliases), numbers=2)
    _write(folder / "add.csv", (row for party in parties for row in party.addresses), numbers=2)
    _write(folder / "sdn_comments.csv", comments, numbers=1, end="")


def _write(path: Path, rows: Iterable[list[str]], numbers: int, end: str = END_OF_FILE) -> None:
    """`numbers`: how many leading fields are bare numbers."""
    lines = [
        ",".join(field if column < numbers else _quoted(field) for column, field in enumerate(row)) + "\r\n"
        for row in rows
    ]
    path.write_bytes(("".join(lines) + end).encode("utf-8"))


def _quoted(field: str) -> str:
    if is_null(field):
        return NULL
    if '"' in field:
        raise ValueError(f"OFAC writes no double quotes inside a field: {field}")
    return f'"{field}"'
