"""Sanctions programs: what their codes stand for, and lists cut down to the parties of some.

The tables are `configs/programs/PUBLISHER.yaml`, which a compliance officer can read and add to. A code that
is in none has no authority here: nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.config_files import CONFIG_DIR, read_yaml
from screening.model.errors import InputError
from screening.model.vocabulary import MEASURES
from screening.watchlists.publishers import publisher_of
from screening.watchlists.watchlist import Watchlist

__all__ = ["Program", "known_programs", "read_programs", "restrict_to_programs"]


# The stubs know no compute function on columns of a type that only the data tells.
pc: Any = pyarrow.compute


@dataclass(frozen=True)
class Program:
    """What one program code of a list stands for.

    title: plain words. authority: executive orders or an act, such as "E.O. 13818", None where not known.
    regulations: where its rules stand, such as a part of the Code of Federal Regulations; None where no
    single text carries it. prohibits: of MEASURES, what a listing under it prohibits where the list does not
    say so itself; empty where that is not known.
    """

    title: str
    authority: str | None
    regulations: str | None
    prohibits: tuple[str, ...] = ()


@cache
def known_programs(list_id: str) -> Mapping[str, Program]:
    """Every code that is known of a list's publisher → Program; `.get(code)` is None for an unknown code."""
    publisher = publisher_of(list_id)
    if publisher is None or publisher.programs is None:
        return MappingProxyType({})
    return read_programs(CONFIG_DIR / publisher.programs)


def read_programs(path: Path) -> Mapping[str, Program]:
    """The table in the file at `path`. Raises InputError naming the file and the code it cannot use."""
    content = read_yaml(path, "file of program codes")
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected program codes as 'CODE:' with title and authority below each.")
    # YAML may read a code made of digits as a number.
    programs = {str(code): _program(path, str(code), entry) for code, entry in content.items()}
    return MappingProxyType(programs)


def _program(path: Path, code: str, entry: Any) -> Program:
    fields = {"title", "authority", "regulations"}
    if not isinstance(entry, dict) or set(entry) - {"prohibits"} != fields:
        raise InputError(
            f"{path}: code '{code}' needs exactly these keys: title, authority, regulations (and prohibits, "
            "where it is known)."
        )
    if not isinstance(entry["title"], str):
        raise InputError(f"{path}: code '{code}': title must be text.")
    for field in ("authority", "regulations"):
        if not isinstance(entry[field], str | None):
            raise InputError(f"{path}: code '{code}': {field} must be text, or null where it is not known.")
    prohibits = entry.get("prohibits", [])
    if not isinstance(prohibits, list) or set(map(str, prohibits)) - set(MEASURES):
        raise InputError(f"{path}: code '{code}': prohibits must be a list of these: {', '.join(MEASURES)}.")
    return Program(**{**entry, "prohibits": tuple(prohibits)})


def restrict_to_programs(watchlists: Collection[Watchlist], programs: Collection[str]) -> list[Watchlist]:
    """The lists with only the parties of at least one of `programs` (codes such as "GLOMAG", in any case).

    Each keeps its identity (list_id, published, sha256, version): that is the list as its publisher made it.
    A list without such a party is left out. A relation keeps the name of a party that was left out.

    Raises InputError for a code that no party of any list bears.
    """
    wanted = {program.strip().upper() for program in programs}
    known: set[str] = set()
    for watchlist in watchlists:
        known.update(code for code in watchlist.tables["programs"]["program"].unique().to_pylist() if code)
    unknown = sorted(wanted - {code.upper() for code in known})
    if unknown:
        lists = ", ".join(watchlist.list_id for watchlist in watchlists)
        raise InputError(
            f"program {', '.join(unknown)}: no party of {lists} is listed under it. "
            f"Programs there are: {', '.join(sorted(known))}."
        )
    restricted = [_restrict(watchlist, wanted) for watchlist in watchlists]
    return [watchlist for watchlist in restricted if watchlist.entity_count]


def _restrict(watchlist: Watchlist, wanted: set[str]) -> Watchlist:
    programs = watchlist.tables["programs"]
    of_program = pc.is_in(pc.utf8_upper(programs["program"]), value_set=pa.array(sorted(wanted), pa.string()))
    parties = programs.filter(of_program)["entity_id"].unique()
    tables = {
        name: table.filter(pc.is_in(table["entity_id"], value_set=parties))
        for name, table in watchlist.tables.items()
    }
    return replace(watchlist, tables=tables)
