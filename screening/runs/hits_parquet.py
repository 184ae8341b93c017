"""hits.parquet: equal hits, equal bytes.

Nothing that varies from run to run gets in: no pandas metadata, no chunk borders of the batches that were
screened, no time. The bytes also depend on pyarrow, which the lock pins and the file names as its maker.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from screening.model.hit_table import plain_hits

__all__ = ["write_hits_parquet"]

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
