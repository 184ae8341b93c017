"""A user's own table of who owns whom: one row a holding, CSV or Parquet.

Columns: owner_id, owner_name, owned_id, owned_name, share (percent), and as far as known owner_type,
owner_birth_date, owner_country, owner_number, owned_country, owned_number, from_date, to_date, as_of. What
they are called in the table is `ownership.columns`. Ids are those of the customer table where the company is
a customer, and "LIST:ENTITY" (OFAC-SDN:28283) where an owner is a listed party.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from screening.customers.csv_in import csv_blocks, csv_columns
from screening.customers.parquet_in import parquet_blocks, parquet_schema
from screening.customers.parts import is_parquet
from screening.customers.words import TableWords
from screening.model.countries import country_code
from screening.model.errors import InputError
from screening.ownership.holdings import Holdings, HoldingsBuilder
from screening.ownership.numbers import is_lei
from screening.ownership.shares import read_share

if TYPE_CHECKING:
    import pyarrow as pa

    from screening.customers.text_blocks import RawBlock
    from screening.settings.customers import CustomerSettings

__all__ = ["COLUMNS", "entry_key", "read_plain_table"]

_NEEDED = ("owner_id", "owned_id", "share")
COLUMNS = (
    *_NEEDED,
    "owner_name",
    "owner_type",
    "owner_birth_date",
    "owner_country",
    "owner_number",
    "owned_name",
    "owned_country",
    "owned_number",
    "from_date",
    "to_date",
    "as_of",
)
# So many shares of 1 and less, and none above, are fractions and no percentages.
_FRACTIONS_FROM = 2


def _own_key(record_id: str) -> str:
    """The key of a holder that the user calls so."""
    return f"own:{record_id}"


def entry_key(list_id: str, entity_id: str) -> str:
    """The key of a holder that is an entry of a list."""
    return f"list:{list_id}:{entity_id}"


def read_plain_table(
    path: Path, columns: Mapping[str, str], settings: CustomerSettings, list_ids: Collection[str] = ()
) -> Holdings:
    """columns: our name → the table's. settings: how the customer table is read, for its delimiter, encoding
    and words. list_ids: lists that owners may be named by.

    Raises InputError, naming the row, for columns that are missing and rows that cannot be read: a holding
    that is left out may be the one that counts.
    """
    builder = HoldingsBuilder(path.name)
    words = TableWords(settings)
    largest, counted = 0.0, 0
    for number, row in _rows(path, columns, settings):
        where = f"{path}, row {number}"
        owner = _holder(builder, row, "owner", where, list_ids, words)
        owned = _holder(builder, row, "owned", where, list_ids, words)
        least: float | None = None
        most: float | None = None
        if text := row.get("share"):
            try:
                least, most = read_share(text)
            except ValueError as error:
                raise InputError(f"{where}: share '{text[:40]}' {error}.") from error
            if "%" not in text and most > 0:
                largest, counted = max(largest, most), counted + 1
        builder.holding(
            owner,
            owned,
            "shareholding",
            least,
            most,
            place=f"row {number}",
            stated_on=_day(row, "as_of", where),
            begins=_day(row, "from_date", where),
            ends=_day(row, "to_date", where),
        )
    if counted >= _FRACTIONS_FROM and largest <= 1:
        raise InputError(
            f"{path}: no share is above 1, so they seem to be fractions. Write percent: 50, not 0.5; "
            "or with a sign where it really is so little: 0.5 %."
        )
    return builder.build()


def _rows(
    path: Path, columns: Mapping[str, str], settings: CustomerSettings
) -> Iterator[tuple[int, dict[str, str]]]:
    parquet = is_parquet(path)
    there = parquet_schema(path)[0].names if parquet else csv_columns(path, settings)
    sources = {ours: columns.get(ours, ours) for ours in COLUMNS}
    unknown = sorted(set(columns) - set(COLUMNS))
    absent = [theirs for ours, theirs in sources.items() if (ours in columns) and theirs not in there]
    absent += [sources[ours] for ours in _NEEDED if sources[ours] not in there and ours not in columns]
    if unknown or absent:
        what = f"{', '.join(unknown)} is no column of ours" if unknown else f"no column {', '.join(absent)}"
        raise InputError(
            f"{path}: {what}. A table of ownership needs owner_id, owned_id and share; the table has "
            f"{', '.join(there[:30])}. Map them under ownership.columns."
        )
    used = {ours: theirs for ours, theirs in sources.items() if theirs in there}
    wanted = list(dict.fromkeys(used.values()))
    blocks: Iterator[RawBlock] = (
        parquet_blocks(path, wanted, settings.batch_rows) if parquet else csv_blocks(path, wanted, settings)
    )
    for block in blocks:
        if block.broken:
            broken = block.broken[0]
            raise InputError(f"{path}, row {broken.row}: {broken.reason}. Mend the row.")
        texts: dict[str, pa.StringArray] = {ours: block.columns[theirs] for ours, theirs in used.items()}
        lists = {ours: column.to_pylist() for ours, column in texts.items()}
        for place, number in enumerate(block.rows.to_pylist()):
            row = {ours: (values[place] or "").strip() for ours, values in lists.items()}
            yield int(number or 0), {ours: text for ours, text in row.items() if text}


def _holder(
    builder: HoldingsBuilder,
    row: Mapping[str, str],
    side: str,
    where: str,
    list_ids: Collection[str],
    words: TableWords,
) -> str:
    named = row.get(f"{side}_id")
    if named is None:
        raise InputError(f"{where}: no {side}_id. Give every owner and every company an id of its own.")
    list_id, _, entity_id = named.rpartition(":")
    entry = (list_id, entity_id) if list_id in list_ids and entity_id else None
    key = entry_key(*entry) if entry else _own_key(named)
    text = row.get(f"{side}_country")
    country = country_code(text) if text else None
    number = row.get(f"{side}_number")
    numbers = [(_scheme(each, country), each) for each in (number, named if is_lei(named) else None) if each]
    builder.holder(
        key,
        [row.get(f"{side}_name")],
        entity_type=_entity_type(row.get(f"{side}_type"), words),
        birth_date=row.get(f"{side}_birth_date"),
        countries=[country],
        numbers=numbers,
        entry=entry,
    )
    return key


def _scheme(number: str, country: str | None) -> str | None:
    return "LEI" if is_lei(number) else country


def _entity_type(text: str | None, words: TableWords) -> str | None:
    import pyarrow as pa

    if text is None:
        return None
    found: str | None = words.entity_types(pa.array([text], pa.string()))[0].to_pylist()[0]
    return found


def _day(row: Mapping[str, str], column: str, where: str) -> date | None:
    text = row.get(column)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(f"{where}: {column} '{text[:40]}' is no date. Write YYYY-MM-DD.") from error
