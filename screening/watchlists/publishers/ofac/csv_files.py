"""OFAC's CSV files → a Watchlist.

Four files hang together by OFAC's number of the party: the parties, their strong aliases, their addresses,
and the rest of remarks that were too long for their column (in old files cut in mid-word). The files hold no
date; a folder named like one (2022-01, 2022-01-31) gives it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from screening.model.errors import InputError
from screening.watchlists import facts
from screening.watchlists.party_writer import PartyWriter, resolve_relations
from screening.watchlists.publishers.ofac.csv_rows import ends_with_mark, read_rows
from screening.watchlists.publishers.ofac.remarks import parse_remarks
from screening.watchlists.publishers.publication import folder_date
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

__all__ = ["CONSOLIDATED_FILES", "SDN_FILES", "CsvFiles", "by_lower_name", "find_csv_files", "read_ofac_csv"]

# Longest text of the remarks column; what is longer goes on in the comments file.
_REMARKS_LIMIT = 1000
_TYPES = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organization"}
_ALIAS_KINDS = ("aka", "fka", "nka")
# "SDGT] [GLOMAG" in the files, for OFAC writes the outer brackets only where it prints the list.
_PROGRAMS = re.compile(r"[^\[\]\s](?:[^\[\]]*[^\[\]\s])?")


@dataclass(frozen=True, slots=True)
class CsvFiles:
    """The names of the files of one list; `comments` alone may be missing from a folder."""

    list_id: str
    parties: str
    aliases: str
    addresses: str
    comments: str

    @property
    def required(self) -> tuple[str, str, str]:
        return self.parties, self.aliases, self.addresses


SDN_FILES = CsvFiles("OFAC-SDN", "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
CONSOLIDATED_FILES = CsvFiles(
    "OFAC-CONS", "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"
)


def find_csv_files(folder: Path) -> CsvFiles | None:
    """Which list's files a folder holds: that of which it has any; None where it has of neither.

    Raises InputError where it holds both: one folder, one list.
    """
    names = by_lower_name(folder)
    found = [
        files for files in (SDN_FILES, CONSOLIDATED_FILES) if any(name in names for name in files.required)
    ]
    if len(found) > 1:
        raise InputError(
            f"{folder}: holds files of the SDN list and of the consolidated list. "
            "Put each into a folder of its own."
        )
    return found[0] if found else None


def read_ofac_csv(folder: Path, files: CsvFiles = SDN_FILES, list_id: str | None = None) -> Watchlist:
    """The list in a folder of OFAC's CSV files; it may hold no party.

    Raises InputError for a missing file, one that lacks the end mark of the others, and for what `read_rows`
    finds wrong, naming file and row. Aliases,
    addresses and comments that point to no party are counted as orphans, and so is a party whose number
    another one has already: its name goes to that party, with a statement of the whole row, so that it can
    still be found.
    """
    names = by_lower_name(folder)
    for name in files.required:
        if name not in names:
            raise InputError(
                f"{folder / name}: no such file. OFAC's list is made of {', '.join(files.required)}; "
                "put them into one folder."
            )
    builder = WatchlistBuilder(
        list_id=list_id or files.list_id, source=str(folder), published=folder_date(folder)
    )
    writer = PartyWriter(builder)
    comments = _comments(names[files.comments]) if files.comments in names else {}
    _read_parties(names[files.parties], writer, comments)
    builder.orphans += sum(1 for entity_id in comments if entity_id not in writer)
    _read_aliases(names[files.aliases], writer)
    _read_addresses(names[files.addresses], writer)
    _check_ends([names[name] for name in files.required])
    resolve_relations(builder)
    return builder.build()


def _check_ends(paths: Sequence[Path]) -> None:
    """A file that was cut at the end of a row is a shorter list to its reader. OFAC ends all files of a list
    with the same byte, which goes with the cut."""
    parties, *others = paths
    if ends_with_mark(parties):
        for path in others:
            if not ends_with_mark(path):
                raise InputError(
                    f"{path}: has not the end mark (the byte 0x1A) that {parties.name} has, so it was cut or "
                    "is empty. Fetch the files of the list again together; of files that were edited, save "
                    "all without the mark, or all with it."
                )


def _read_parties(path: Path, writer: PartyWriter, comments: Mapping[str, str]) -> None:
    for number, row in read_rows(path, fields=12):
        entity_id = _number(row[0], path, number)
        name, kind, programs, title, *vessel = (_stripped(field) for field in row[1:11])
        remarks = row[11]
        if name is None:
            raise InputError(
                f"{path}: row {number} has no name. Fetch the file again from OFAC's list service."
            )
        if kind is not None and kind.lower() not in _TYPES:
            raise InputError(
                f"{path}: row {number} has the type '{kind}'; expected individual, vessel, aircraft or -0-."
            )
        if entity_id in writer:
            _second_row(writer, entity_id, name, row, number)
            continue
        whole = f"{remarks or ''}{comments.get(entity_id, '')}" or None
        entity_type = _TYPES[kind.lower() if kind else None]
        writer.start(entity_id, entity_type, name, title=title, remarks=whole)
        for program in _PROGRAMS.findall(programs or ""):
            writer.program(entity_id, program)
        if entity_type == "vessel" or any(vessel):
            columns = ("call_sign", "vessel_type", "tonnage", "gross_registered_tonnage", "flag", "owner")
            writer.vessel(entity_id, dict(zip(columns, vessel, strict=True)))
        if whole:
            is_cut = len(whole) == _REMARKS_LIMIT and not whole.endswith(".")
            parsed = parse_remarks(whole, title=title, is_whole=not is_cut)
            writer.builder.remark_segments += parsed.segments
            writer.facts(entity_id, parsed.facts)


def _second_row(writer: PartyWriter, entity_id: str, name: str, row: list[str | None], number: int) -> None:
    """OFAC's numbers are unique, edited files are not. Leaving the row out would hide a listed party."""
    writer.builder.orphans += 1
    writer.alias(entity_id, f"{entity_id}-row-{number}", "aka", name)
    text = " | ".join(field for field in row if field)
    writer.facts(entity_id, [facts.statement("Second row with this number", text)])


def _read_aliases(path: Path, writer: PartyWriter) -> None:
    for number, row in read_rows(path, fields=5):
        entity_id, alias_id = _number(row[0], path, number), _number(row[1], path, number)
        kind, name, note = (_stripped(field) for field in row[2:])
        if entity_id not in writer:
            writer.builder.orphans += 1
            continue
        if name is None or kind not in _ALIAS_KINDS:
            raise InputError(
                f"{path}: row {number} is no alias: expected a name and one of {', '.join(_ALIAS_KINDS)}."
            )
        writer.alias(entity_id, alias_id, kind, name)
        if note:
            writer.facts(entity_id, [facts.statement("Alias remark", f"{name}: {note}")])


def _read_addresses(path: Path, writer: PartyWriter) -> None:
    for number, row in read_rows(path, fields=6):
        entity_id, address_id = _number(row[0], path, number), _number(row[1], path, number)
        if entity_id not in writer:
            writer.builder.orphans += 1
            continue
        address, city, country, note = (_stripped(field) for field in row[2:])
        writer.address(entity_id, address_id, address=address, city=city, country=country, note=note)


def _comments(path: Path) -> dict[str, str]:
    """The rest of long remarks by party; several rows of one party follow each other."""
    texts: dict[str, str] = {}
    for number, row in read_rows(path, fields=2):
        entity_id = _number(row[0], path, number)
        texts[entity_id] = texts.get(entity_id, "") + (row[1] or "")
    return texts


def _stripped(field: str | None) -> str | None:
    return field.strip() if field else None


def _number(value: str | None, path: Path, row: int) -> str:
    if value is None or not (value.strip().isascii() and value.strip().isdigit()):
        raise InputError(
            f"{path}: row {row} begins with '{value or ''}' where OFAC's number is expected; "
            "the files have no header and no other columns."
        )
    return value.strip()


def by_lower_name(folder: Path) -> dict[str, Path]:
    """The files of a folder by their names in small letters: OFAC has published SDN.CSV and sdn.csv."""
    return {path.name.lower(): path for path in sorted(folder.iterdir(), reverse=True) if path.is_file()}
