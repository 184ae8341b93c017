"""The table's column names, mapped onto ours; which were used, missing and ignored.

What the configuration maps is taken from there; what it does not map is looked for under our own name.
Whatever cannot be mapped is an InputError that names the columns there are and the setting to change.
Nothing is read from a column that is called otherwise; but where it looks like one of ours under a usual name
(dob, citizenship), that is told, with the way out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from screening.customers.left_out import WARNINGS_SCHEMA
from screening.customers.words import plain_word
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.errors import InputError
from screening.settings.customers import CustomerSettings

__all__ = [
    "MAPPABLE",
    "NAME_PARTS",
    "ColumnMap",
    "TableColumns",
    "column_warnings",
    "columns_of",
    "map_columns",
]

NAME_PARTS = ("first_name", "middle_name", "last_name")

# What a configuration may map.
MAPPABLE = (
    "record_id",
    "name",
    *NAME_PARTS,
    "entity_type",
    "date_of_birth",
    "nationality",
    "country",
    "gender",
    "id_number",
    "id_type",
    "id_country",
    "address",
)


@dataclass(frozen=True)
class ColumnMap:
    """Where each of our columns comes from.

    sources: our name → the table's column, only for columns the table has.
    carry: further columns of the table, carried through as text under their own names.
    missing: our columns that the table does not have. ignored: its columns that nothing is made of.
    """

    sources: Mapping[str, str]
    carry: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def to_read(self) -> list[str]:
        """The table's columns that are read, each once."""
        return list(dict.fromkeys([*self.sources.values(), *self.carry]))


def map_columns(
    available: Sequence[str], settings: CustomerSettings, where: str, first_line: bool = False
) -> ColumnMap:
    """Find our columns among `available`, the table's column names; `where` names the file in errors.
    first_line: the names are the first line of a text file, which may be a customer as well.

    Raises InputError for a doubled column name, a mapping of or onto an unknown column, a carried column
    that is missing or bears one of our names, and a table without `record_id` or without any name.
    """
    listing = _listing(available, settings, first_line)
    _check_mapping(settings.columns, available, where, listing)
    _check_carry(settings.carry, available, where, listing)
    sources = {
        ours: settings.columns.get(ours, ours)
        for ours in MAPPABLE
        if settings.columns.get(ours, ours) in available
    }
    if "record_id" not in sources:
        raise InputError(
            f"{where}: no column 'record_id'. {listing}. "
            "Name the column that tells your records apart in the configuration, "
            "as 'customers: {columns: {record_id: YOUR_COLUMN}}'." + _delimiter_hint(available, where)
        )
    if not {"name", *NAME_PARTS} & sources.keys():
        raise InputError(
            f"{where}: no column holds a name. {listing}. Expected 'name', or "
            f"{', '.join(NAME_PARTS)}; map yours in the configuration, "
            "as 'customers: {columns: {name: YOUR_COLUMN}}'."
        )
    read = {*sources.values(), *settings.carry}
    found = ColumnMap(
        sources,
        tuple(settings.carry),
        missing=tuple(ours for ours in MAPPABLE if ours not in sources and not _needless(ours, sources)),
        ignored=tuple(dict.fromkeys(theirs for theirs in available if theirs not in read)),
    )
    for name in found.to_read:
        if list(available).count(name) > 1:
            raise InputError(f"{where}: two columns are called '{name}'. Rename one of them.")
    return found


def _check_mapping(columns: Mapping[str, str], available: Sequence[str], where: str, listing: str) -> None:
    for ours, theirs in columns.items():
        if ours not in MAPPABLE:
            raise InputError(
                f"configuration, customers.columns: '{ours}' is not a column of ours. "
                f"Ours are: {', '.join(MAPPABLE)}. To take a column along as it is, use customers.carry."
            )
        if theirs not in available:
            raise InputError(
                f"{where}: no column '{theirs}', which the configuration maps to {ours} "
                f"(customers.columns.{ours}). {listing}."
            )


def _check_carry(carry: Sequence[str], available: Sequence[str], where: str, listing: str) -> None:
    for position, name in enumerate(carry):
        if name not in available:
            raise InputError(f"{where}: no column '{name}' to carry along (customers.carry). {listing}.")
        if name in CUSTOMER_SCHEMA.names:
            raise InputError(
                f"configuration, customers.carry: '{name}' is a column of ours and cannot be carried too. "
                "Rename the table's column."
            )
        if name in carry[:position]:
            raise InputError(f"configuration, customers.carry: '{name}' is named twice.")


def _needless(ours: str, sources: Mapping[str, str]) -> bool:
    """Whether a table has no need of this column: of the parts of a name beside a name, and of a name beside
    its parts."""
    return "name" in sources if ours in NAME_PARTS else ours == "name"


def _listing(available: Sequence[str], settings: CustomerSettings, first_line: bool) -> str:
    """A sentence on the columns there are. Names of a first line that may be a customer's are kept out of it:
    messages end in logs and in databases of others."""
    usual = {plain_word(name) for names in settings.usual_column_names.values() for name in names}
    known = {*map(plain_word, MAPPABLE), *map(plain_word, settings.columns.values()), *usual}
    sure = sum(plain_word(name) in known for name in available) > 1
    if first_line and (not sure or any(name[:1].isdigit() for name in available)):
        return (
            f"The first line has {len(available)} fields, which are not shown, as they are a customer's if "
            "it is no line of column names: then put one before it"
        )
    return f"The columns are: {', '.join(available) or 'none'}"


def _delimiter_hint(available: Sequence[str], where: str) -> str:
    if len(available) == 1 and not where.endswith(".parquet"):
        return " If that is several columns run together, set customers.csv_delimiter."
    return ""


@dataclass(frozen=True)
class TableColumns:
    """used: ours → the table's. missing: ours that are not in the table, or not in all parts of a folder.
    ignored: the table's columns that nothing is made of."""

    used: Mapping[str, str]
    missing: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def columns_of(parts: Sequence[ColumnMap]) -> TableColumns:
    """The columns over all parts of a table."""
    missing = dict.fromkeys(ours for part in parts for ours in part.missing)
    return TableColumns(
        used={ours: theirs for ours, theirs in parts[0].sources.items() if ours not in missing},
        missing=tuple(missing),
        ignored=tuple(dict.fromkeys(theirs for part in parts for theirs in part.ignored)),
    )


def column_warnings(parts: Sequence[ColumnMap], settings: CustomerSettings) -> pa.RecordBatch:
    """A row of WARNINGS_SCHEMA, without row and record_id, for each column of ours that some parts lack, and
    for each ignored one that looks like a missing one of ours."""
    columns = columns_of(parts)
    told = []
    for ours in columns.missing:
        with_it = sum(ours in part.sources for part in parts)
        if with_it:
            reason = f"is in {with_it} of the {len(parts)} parts of the table only"
            told.append({"column": ours, "reason": reason})
    meant = {
        plain_word(usual): ours
        for ours in columns.missing
        for usual in [ours, *settings.usual_column_names.get(ours, [])]
    }
    for theirs in columns.ignored:
        if (word := plain_word(theirs)) in meant:
            ours = meant[word]
            reason = (
                f"looks like {ours} and was ignored; to use it, set customers.columns.{ours}: {theirs} "
                "in the configuration"
            )
            told.append({"column": theirs, "reason": reason})
    return pa.RecordBatch.from_pylist(told, schema=WARNINGS_SCHEMA)
