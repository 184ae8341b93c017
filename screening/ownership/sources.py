"""The files that say who owns whom: what each is, is seen from its content."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from screening.model.errors import InputError
from screening.ownership.bods import read_bods
from screening.ownership.gleif import ENTITIES, RELATIONSHIPS, read_entities, read_relationships
from screening.ownership.holdings import Holdings, together
from screening.ownership.plain_table import read_plain_table
from screening.watchlists.publishers.xml_events import root_name

if TYPE_CHECKING:
    from screening.settings.customers import CustomerSettings
    from screening.settings.ownership import OwnershipSettings

__all__ = ["read_sources", "sources_hash"]

_log = logging.getLogger(__name__)
_CHUNK = 1 << 20


def read_sources(
    settings: OwnershipSettings, customers: CustomerSettings, list_ids: Sequence[str]
) -> Holdings:
    """All of `settings.sources`. customers: how the customer table is read; a plain table is read alike.
    list_ids: lists that owners may be named by.

    Raises InputError for a source that is missing, broken or of an unknown kind.
    """
    found: list[Holdings] = []
    entities: list[Path] = []
    for path in settings.sources:
        kind = _kind(path)
        if kind == ENTITIES:
            entities.append(path)
        elif kind == RELATIONSHIPS:
            found.append(read_relationships(path))
        elif kind == "bods":
            found.append(read_bods(path))
        else:
            found.append(read_plain_table(path, settings.columns, customers, list_ids))
    if entities:
        # Of millions of entities those that own or are owned, once all of these are known.
        wanted = frozenset(
            str(number["number"]).upper()
            for each in found
            for numbers in each.holders["numbers"].to_pylist()
            for number in numbers or ()
            if number["scheme"] == "LEI"
        )
        found += [read_entities(path, wanted) for path in entities]
    holdings = together(found)
    _log.info(
        "ownership: %s holdings of %s holders in %s files",
        f"{holdings.holdings.num_rows:,}",
        f"{holdings.holders.num_rows:,}",
        len(settings.sources),
    )
    for why, count in sorted(holdings.left_out.items()):
        _log.info("ownership: %s statements left out: %s", f"{count:,}", why)
    return holdings


def sources_hash(settings: OwnershipSettings) -> str:
    """SHA-256 of the settings and of the files' content: equal ones say the same of every customer."""
    digest = hashlib.sha256(settings.model_dump_json().encode())
    for path in settings.sources:
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise _missing(path) from error
    return digest.hexdigest()


def _kind(path: Path) -> str:
    try:
        if not path.is_file():
            raise _missing(path)
        with path.open("rb") as file:
            begin = file.read(4096)
    except OSError as error:
        raise _missing(path) from error
    text = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        name = root_name(path).localname
        if name not in (RELATIONSHIPS, ENTITIES):
            raise InputError(
                f"{path}: XML with <{name}>, which is no file of ownership. Give GLEIF's relationships "
                f"(<{RELATIONSHIPS}>) or its entities (<{ENTITIES}>)."
            )
        return name
    if text.startswith((b"{", b"[")):
        return "bods"
    if not begin:
        raise InputError(f"{path}: the file is empty (0 bytes). Export it again.")
    return "table"


def _missing(path: Path) -> InputError:
    return InputError(
        f"{path}: no such file that can be read. A source of ownership is a CSV or Parquet table, statements "
        "of the Beneficial Ownership Data Standard, or a file of GLEIF."
    )
