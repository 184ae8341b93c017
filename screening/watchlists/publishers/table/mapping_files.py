"""Mappings of tables as files: those of lists known here, and those that lie beside a table.

read_mapping_file(Path("configs/lists/au_dfat.yaml")).list_id      # "AU-DFAT"
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from screening.config_files import CONFIG_DIR, read_yaml
from screening.model.errors import InputError
from screening.watchlists.publishers.publication import folder_date
from screening.watchlists.publishers.table.mapping import ListMapping

__all__ = ["BESIDE", "known_mappings", "mappings_beside", "read_mapping_file"]

# A mapping that lies beside tables is called like this.
BESIDE = ".list.yaml"


def read_mapping_file(path: Path) -> ListMapping:
    """The mapping in a file. Raises InputError that names the file, the key, and what is wrong with it."""
    content = read_yaml(path, "mapping of a list")
    if not isinstance(content, dict):
        raise InputError(f"{path}: expected the mapping of a list as 'key: value' lines at the top level.")
    try:
        return ListMapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the mapping"
        more = error.error_count() - 1
        raise InputError(
            f"{path}, {place}: {_wrong(first['type'], first['msg'])}"
            f"{f' ({more} more after it)' if more else ''}. docs/add-a-publisher.md has every key."
        ) from error


def _wrong(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "no such key. Look for a misspelling"
    if kind == "missing":
        return "is missing. Add it"
    return message.removeprefix("Value error, ").rstrip(".")


@lru_cache(maxsize=1)
def known_mappings() -> Mapping[Path, ListMapping]:
    """The mappings of configs/lists by their files, in the order of their names. Raises InputError."""
    return {path: read_mapping_file(path) for path in sorted((CONFIG_DIR / "lists").glob("*.yaml"))}


def mappings_beside(table: Path) -> dict[Path, ListMapping]:
    """Mappings in the folder of a table, and in the one above where the folder is called by a date, by their
    files. Raises InputError."""
    folders = [table.parent]
    if folder_date(table.parent) is not None:
        folders.append(table.resolve().parent.parent)
    files = [file for folder in folders for file in sorted(folder.glob(f"*{BESIDE}")) if file.is_file()]
    return {file: read_mapping_file(file) for file in files}
