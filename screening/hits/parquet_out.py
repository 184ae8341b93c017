"""hits.parquet: equal hits, equal bytes. Reach for it to write hits for programs to read.

Nothing that varies from run to run gets in: no pandas metadata, no chunk borders of the batches that were
screened, no time. The bytes also depend on pyarrow, which the lock pins and the file names as its maker.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from screening.hits.table import HIT_SCHEMA

__all__ = ["flat_hits", "plain_hits", "write_hits_parquet"]

_ROWS_A_GROUP = 100_000


def write_hits_parquet(hits: pa.Table, path: Path) -> None:
    """Write hits, ordered already, to `path`: the columns of HIT_SCHEMA, then carried ones as text.

    Raises ValueError where a column of HIT_SCHEMA is missing or out of its place.
    """
    pq.write_table(
        plain_hits(hits),
        path,
        version="2.6",
        compression="zstd",
        compression_level=9,
        row_group_size=_ROWS_A_GROUP,
        write_statistics=True,
    )


def plain_hits(hits: pa.Table) -> pa.Table:
    """The same rows in exactly HIT_SCHEMA (carried columns after it as text), one chunk, no metadata."""
    leading = hits.schema.names[: len(HIT_SCHEMA)]
    if leading != HIT_SCHEMA.names:
        raise ValueError(f"hits must begin with the columns {HIT_SCHEMA.names}, not {leading}")
    carried = [pa.field(name, pa.string()) for name in hits.schema.names[len(HIT_SCHEMA) :]]
    return hits.cast(pa.schema([*HIT_SCHEMA, *carried])).replace_schema_metadata(None).combine_chunks()


def flat_hits(hits: pa.Table) -> pa.Table:
    """`plain_hits` for a spreadsheet: lists become text joined with "; ", each identifier a phrase."""
    table = plain_hits(hits)
    for place, field in enumerate(table.schema):
        if pa.types.is_list(field.type):
            texts = ["; ".join(map(_phrase, several or ())) for several in table[field.name].to_pylist()]
            table = table.set_column(place, field.name, pa.array(texts, pa.string()))
    return table


def _phrase(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    ours, theirs = (value[side] or "not stated" for side in ("customer", "listed"))
    return f"{value['identifier']} {value['outcome']}: {ours}, listed {theirs} ({value['points']:+g} points)"
