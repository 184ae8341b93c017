"""A real run to report: the sample customers against the sample list."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from screening import Screener
from screening.customers import open_customers
from screening.model.hit_table import order_hits
from screening.settings import load_settings
from screening.watchlists import Watchlist, read_watchlist

SAMPLE = Path(__file__).resolve().parents[3] / "sample_data"


@dataclass(frozen=True)
class Screened:
    hits: pa.Table
    watchlists: list[Watchlist]


@pytest.fixture(scope="session")
def screened() -> Screened:
    """Sample customers and, so that linked parties are hit too, one customer for each listed party's name.

    The threshold is low, for more kinds of hits than one sees every day.
    """
    settings = load_settings(None, threshold=60)
    watchlist = read_watchlist(SAMPLE / "ofac_csv")
    screener = Screener([watchlist], settings)
    sample = open_customers(SAMPLE / "customers.parquet", settings.customers)
    batches = [batch.customers for batch in sample.batches()]
    entities = watchlist.tables["entities"]
    named = [
        {"row": row, "record_id": f"L{row}", "name": entity["name"], "entity_type": entity["entity_type"]}
        for row, entity in enumerate(entities.to_pylist())
    ]
    batches.append(pa.RecordBatch.from_pylist(named, schema=batches[0].schema))
    hits = order_hits(pa.concat_tables([screener.screen_batch(batch) for batch in batches]))
    assert hits.num_rows > 100
    return Screened(hits, [watchlist])
