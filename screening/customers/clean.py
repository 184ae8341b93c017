"""A raw block → customers that can be screened, and the rows that cannot, each with its reason.

Reach for it to see every rule a row has to meet. Nothing is repaired by guessing: texts are put into
Unicode's composed form and trimmed, words are translated by the tables of `words`, dates read by `dates`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute

from screening.customers.batch import CUSTOMER_SCHEMA
from screening.customers.dates import read_birth_dates
from screening.customers.mapping import NAME_PARTS, ColumnMap
from screening.customers.raw import RawBlock
from screening.customers.words import countries, entity_types, genders
from screening.settings import CustomerSettings

__all__ = ["REJECTED_SCHEMA", "WARNINGS_SCHEMA", "CustomerBatch", "clean_block"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# row: number in the source, counted over all its files. record_id and name as far as the row has them.
# reason: every reason found, joined with "; ". raw: the row's text where it could not be split.
_TEXTS = ("record_id", "name", "reason", "raw")
REJECTED_SCHEMA = pa.schema([pa.field("row", pa.int64())] + [pa.field(name, pa.string()) for name in _TEXTS])

# Of rows that are screened: what could not be read, and why. column: ours. value: as the table has it.
_WARNED = ("record_id", "column", "value", "reason")
WARNINGS_SCHEMA = pa.schema([pa.field("row", pa.int64())] + [pa.field(name, pa.string()) for name in _WARNED])

# Invisible characters that change how a text looks or compares but not what it says: zero-width spaces and
# the marks that override the direction of writing. The joiners U+200C and U+200D are spelling, and stay.
_INVISIBLE = r"[\x{00AD}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}\x{2066}-\x{2069}\x{FEFF}]"
_ANY_SPACE = r"[\p{Z}\p{Cc}]+"
_UNTIDY = r"[\p{Z}\p{Cc}]{2}|[^\PZ ]|\p{Cc}|" + _INVISIBLE
_LETTER_OR_DIGIT = r"[\p{L}\p{N}]"


@dataclass(frozen=True)
class CustomerBatch:
    """customers: CUSTOMER_SCHEMA, then carried columns as text. rejected: REJECTED_SCHEMA. warnings:
    WARNINGS_SCHEMA, a row for each value of `customers` that was left out."""

    customers: pa.RecordBatch
    rejected: pa.RecordBatch
    warnings: pa.RecordBatch


def clean_block(
    block: RawBlock, columns: ColumnMap, settings: CustomerSettings, today: date, rows_before: int = 0
) -> CustomerBatch:
    """Clean one block; `rows_before` rows of the source stand before the block's file."""
    numbers = pc.add(block.rows, pa.scalar(rows_before, pa.int64()))
    count = len(numbers)

    def source(ours: str) -> pa.StringArray:
        theirs = columns.sources.get(ours)
        return block.columns[theirs] if theirs else pa.nulls(count, pa.string())

    record_id = _trimmed(source("record_id"))
    given_name = _tidy(source("name"))
    name = pc.coalesce(given_name, _joined([_tidy(source(part)) for part in NAME_PARTS], " "))
    type_text = _trimmed(source("entity_type"))
    entity_type: Any = entity_types(type_text)
    born = _trimmed(source("date_of_birth"))
    birth = read_birth_dates(born, settings.day_first, today)

    reasons = [
        pc.if_else(record_id.is_null(), "no record_id", None),
        pc.if_else(name.is_null(), "no name", None),
        _reason(
            pc.invert(pc.match_substring_regex(name, _LETTER_OR_DIGIT)),
            name,
            "no name: '",
            "' has neither letter nor digit",
        ),
        _reason(
            pc.and_(type_text.is_valid(), entity_type.is_null()),
            type_text,
            "entity_type '",
            "' is not one of person, organization, vessel, aircraft",
        ),
        birth.problem,
    ]
    reason = _joined([part.cast(pa.string()) for part in reasons], "; ")
    good = reason.is_null()
    if settings.default_entity_type is not None:
        entity_type = pc.fill_null(entity_type, settings.default_entity_type)

    values = {
        "row": numbers,
        "record_id": record_id,
        "name": name,
        "entity_type": entity_type,
        "date_of_birth": born,
        "birth_earliest": birth.earliest,
        "birth_latest": birth.latest,
        "nationality": countries(_trimmed(source("nationality"))),
        "country": countries(_trimmed(source("country"))),
        "gender": genders(_trimmed(source("gender"))),
        "id_number": _trimmed(source("id_number")),
        "address": _trimmed(source("address")),
        "data_warnings": pa.array([[]] * count, pa.list_(pa.string())),
    }
    carried = [(column, block.columns[column]) for column in columns.carry]
    schema = pa.schema([*CUSTOMER_SCHEMA, *[pa.field(column, pa.string()) for column, _ in carried]])
    arrays = [values[column] for column in CUSTOMER_SCHEMA.names] + [array for _, array in carried]
    whole = pa.RecordBatch.from_arrays(arrays, schema=schema)
    bad = pc.invert(good)
    rejected = [values["row"], record_id, name, reason, pa.nulls(count, pa.string())]
    return CustomerBatch(
        customers=whole.filter(good),
        rejected=_with_broken([array.filter(bad) for array in rejected], block, rows_before),
        warnings=pa.RecordBatch.from_pylist([], schema=WARNINGS_SCHEMA),
    )


def _with_broken(rejected: list[Any], block: RawBlock, rows_before: int) -> pa.RecordBatch:
    batch = pa.RecordBatch.from_arrays(rejected, schema=REJECTED_SCHEMA)
    if not block.broken:
        return batch
    broken = pa.RecordBatch.from_pylist(
        [
            {"row": row.row + rows_before, "reason": f"the row {row.reason}", "raw": row.text}
            for row in block.broken
        ],
        schema=REJECTED_SCHEMA,
    )
    table = pa.Table.from_batches([batch, broken]).sort_by("row").combine_chunks()
    return table.to_batches()[0]


def _trimmed(column: pa.StringArray) -> Any:
    """Without space around it; null where nothing is left."""
    text = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _tidy(column: pa.StringArray) -> Any:
    """In composed form (NFC), single spaces, nothing invisible; null where nothing is left."""
    text = pc.utf8_normalize(column, form="NFC")
    # Few texts need it, and rewriting all would cost more than everything else here together.
    if pc.any(pc.match_substring_regex(text, _UNTIDY)).as_py():
        text = pc.replace_substring_regex(text, _INVISIBLE, "")
        text = pc.replace_substring_regex(text, _ANY_SPACE, " ")
    return _trimmed(text)


def _joined(parts: Sequence[Any], separator: str) -> Any:
    """The parts there are, joined; null where there are none."""
    # The empty text in front is never null: pyarrow 26 drops rows whose parts are all null.
    front = pa.array([""] * len(parts[0]), pa.string())
    text = pc.binary_join_element_wise(front, *parts, separator, null_handling="skip")
    text = pc.utf8_slice_codeunits(text, len(separator))
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _reason(mask: Any, value: Any, before: str, after: str) -> Any:
    worded = pc.binary_join_element_wise(before, value, after, "", null_handling="emit_null")
    return pc.if_else(pc.fill_null(mask, False), worded, pa.scalar(None, pa.string()))
