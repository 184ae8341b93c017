"""Program codes → what they stand for. Reach for it to say under which authority a party is listed.

The table is `configs/programs.yaml`, which a compliance officer can read and add to. A code that is not in
it has no authority here: nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from screening.config_files import CONFIG_DIR, read_yaml
from screening.model.errors import InputError

__all__ = ["Program", "program_authorities", "read_programs"]


@dataclass(frozen=True)
class Program:
    """What one program code of a list stands for.

    title: plain words. authority: executive orders or an act, such as "E.O. 13818", None where not known.
    regulations: the part of the Code of Federal Regulations, None where no single part carries it.
    """

    title: str
    authority: str | None
    regulations: str | None


@cache
def program_authorities() -> Mapping[str, Program]:
    """Every known code → Program, from configs/programs.yaml; `.get(code)` is None for an unknown code."""
    return read_programs(CONFIG_DIR / "programs.yaml")


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
    if not isinstance(entry, dict) or set(entry) != fields:
        raise InputError(f"{path}: code '{code}' needs exactly these keys: title, authority, regulations.")
    if not isinstance(entry["title"], str):
        raise InputError(f"{path}: code '{code}': title must be text.")
    for field in ("authority", "regulations"):
        if not isinstance(entry[field], str | None):
            raise InputError(f"{path}: code '{code}': {field} must be text, or null where it is not known.")
    return Program(**entry)
