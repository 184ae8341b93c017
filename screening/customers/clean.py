"""A raw block → customers to screen, what of them was left out, and the rows that cannot be screened.

A row has to have an id and a name. Whatever else cannot be read is left out and told. Nothing is repaired by
guessing: texts are put into Unicode's composed form and trimmed, words are translated by the tables of
`words`, dates read by `dates`, kinds of documents by `documents`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.customers.columns import NAME_PARTS, ColumnMap
from screening.customers.dates import read_birth_dates
from screening.customers.documents import read_documents
from screening.customers.left_out import WARNINGS_SCHEMA, LeftOut, sentences, warning_rows
from screening.customers.text_blocks import BROKEN_TEXT, RawBlock, composed, joined, tidy, trimmed
from screening.customers.words import TableWords
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.names.readings import several_names
from screening.settings.customers import CustomerSettings

__all__ = ["REJECTED_SCHEMA", "WARNINGS_SCHEMA", "CustomerBatch", "clean_block"]

# The functions there are outnumber those its type stubs know.
pc: Any = pyarrow.compute

# row: number in the source, counted over all its files. record_id and name as far as the row has them.
# reason: every reason found, joined with "; ". raw: the row's text where it could not be split.
_TEXTS = ("record_id", "name", "reason", "raw")
REJECTED_SCHEMA = pa.schema([pa.field("row", pa.int64())] + [pa.field(name, pa.string()) for name in _TEXTS])

# Letters in circles and squares are letters, though Unicode counts them among the signs.
_LETTER_OR_DIGIT = r"[\p{L}\p{N}\x{249C}-\x{24E9}\x{1F130}-\x{1F189}\x{1F1E6}-\x{1F1FF}]"
# Whatever `several_names` may cut at: the few texts with one of these are put to it.
_SEVERAL = (
    r"[;；؛|｜(/&%]|(?i:\b(?:[afn]\.?k\.?a|d\.?b\.?a|t\.a|alias|known\s+as|business\s+as|trading\s+as)\b)"
)


@dataclass(frozen=True)
class CustomerBatch:
    """customers: CUSTOMER_SCHEMA, then carried columns as text. rejected: REJECTED_SCHEMA. warnings:
    WARNINGS_SCHEMA, a row for each value of `customers` that was left out. placeholder_birth_dates: how many
    of `customers` have a placeholder in place of a birth date."""

    customers: pa.RecordBatch
    rejected: pa.RecordBatch
    warnings: pa.RecordBatch
    placeholder_birth_dates: int = 0


def clean_block(
    block: RawBlock, columns: ColumnMap, settings: CustomerSettings, today: date, rows_before: int = 0
) -> CustomerBatch:
    """Clean one block; `rows_before` rows of the source stand before the block's file."""
    numbers = pc.add(block.rows, pa.scalar(rows_before, pa.int64()))
    count = len(numbers)
    words = TableWords(settings)

    def source(ours: str) -> pa.StringArray:
        theirs = columns.sources.get(ours)
        return block.columns[theirs] if theirs else pa.nulls(count, pa.string())

    def stated(ours: str) -> Any:
        return words.without_nothing(trimmed(source(ours)))

    record_id = stated("record_id")
    name, no_letter = _names(source, words)
    type_text, born, gender_text = trimmed(source("entity_type")), stated("date_of_birth"), source("gender")
    entity_type, unknown_types = words.entity_types(type_text)
    if settings.default_entity_type is not None:
        # Not where the table gives a type that is not understood: it may well be another.
        absent = entity_type.is_null()
        for group in unknown_types:
            absent = pc.and_(absent, _mask(group.places, count, inside=False))
        entity_type = pc.if_else(absent, settings.default_entity_type, entity_type)
    birth = read_birth_dates(born, settings, today)
    gender, unknown_genders = words.genders(trimmed(gender_text))
    nationality, unknown_nationalities = words.countries("nationality", trimmed(source("nationality")))
    country, unknown_countries = words.countries("country", trimmed(source("country")))
    id_number = stated("id_number")
    documents = read_documents(
        id_number,
        stated("id_type"),
        stated("id_country"),
        entity_type,
        settings.document_kinds,
        words.says_nothing,
    )
    left_out = [
        *_broken_names(name),
        *_several_names(name),
        *unknown_types,
        *birth.left_out,
        *unknown_nationalities,
        *unknown_countries,
        *unknown_genders,
        *documents.left_out,
    ]

    reason = joined(
        [
            pc.if_else(record_id.is_null(), "no record_id", None).cast(pa.string()),
            pc.if_else(name.is_null(), "no name", None).cast(pa.string()),
            pc.if_else(
                no_letter,
                pc.binary_join_element_wise("no name: '", name, "' has neither letter nor digit", ""),
                pa.scalar(None, pa.string()),
            ),
        ],
        "; ",
    )
    good = reason.is_null()
    values = {
        "row": numbers,
        "record_id": record_id,
        "name": name,
        "entity_type": entity_type,
        "date_of_birth": born,
        "birth_earliest": birth.earliest,
        "birth_latest": birth.latest,
        "nationality": nationality,
        "country": country,
        "gender": gender,
        "id_number": id_number,
        "id_type": documents.id_type,
        "id_country": documents.id_country,
        "address": stated("address"),
        "data_warnings": sentences(left_out, count),
    }
    carried = [(column, block.columns[column]) for column in columns.carry]
    schema = pa.schema([*CUSTOMER_SCHEMA, *[pa.field(column, pa.string()) for column, _ in carried]])
    arrays = [values[column] for column in CUSTOMER_SCHEMA.names] + [array for _, array in carried]
    whole = pa.RecordBatch.from_arrays(arrays, schema=schema)
    bad = pc.invert(good)
    rejected = [numbers, record_id, name, reason, pa.nulls(count, pa.string())]
    screened = good.to_numpy(zero_copy_only=False)
    return CustomerBatch(
        customers=whole.filter(good),
        rejected=_with_broken([array.filter(bad) for array in rejected], block, rows_before),
        warnings=warning_rows(left_out, numbers, record_id, screened),
        placeholder_birth_dates=int(np.count_nonzero(birth.placeholders & screened)),
    )


def _names(source: Any, words: TableWords) -> tuple[Any, Any]:
    """The name, or where that says nothing the name made of its parts; and which have neither letter nor
    digit."""
    whole = tidy(composed(source("name")))
    name = words.without_nothing(whole)
    without = _without_letter(name)
    # Reading the parts costs as much as all else, and most tables need few of them.
    if pc.any(pc.or_(name.is_null(), without)).as_py():
        parts = [words.without_nothing_in_names(tidy(composed(source(part)))) for part in NAME_PARTS]
        lettered = pc.if_else(without, pa.scalar(None, pa.string()), name)
        # A whole name such as "Na" or "Nil" may be one after all, where the table has no other.
        name = pc.coalesce(lettered, joined(parts, " "), words.without_nothing_in_names(whole))
        without = _without_letter(name)
    return name, without


def _without_letter(name: Any) -> Any:
    return pc.fill_null(pc.invert(pc.match_substring_regex(name, _LETTER_OR_DIGIT)), False)


def _broken_names(name: Any) -> list[LeftOut]:
    broken = pc.fill_null(pc.match_substring_regex(name, BROKEN_TEXT), False)
    places = np.flatnonzero(broken.to_numpy(zero_copy_only=False))
    if not len(places):
        return []
    reason = "looks broken by a wrong encoding and was compared as it stands"
    return [LeftOut("name", places, name, reason, "export the table again, or set customers.csv_encoding")]


def _several_names(name: Any) -> list[LeftOut]:
    likely = pc.fill_null(pc.match_substring_regex(name, _SEVERAL), False)
    counts: dict[int, list[int]] = {}
    for place in np.flatnonzero(likely.to_numpy(zero_copy_only=False)).tolist():
        count = len(several_names(name[place].as_py()))
        if count > 1:
            counts.setdefault(count, []).append(place)
    return [
        LeftOut("name", np.asarray(places), name, f"holds {count} names, and each was compared by itself")
        for count, places in counts.items()
    ]


def _mask(places: Any, count: int, inside: bool) -> Any:
    mask = np.full(count, not inside)
    mask[places] = inside
    return pa.array(mask)


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
