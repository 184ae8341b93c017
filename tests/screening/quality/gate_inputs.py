"""Rows to build a small list, customers and hits from; tests doctor them one fault at a time."""

from datetime import date

import pyarrow as pa

from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.hit_table import HIT_SCHEMA
from screening.watchlists.watchlist import Watchlist, WatchlistBuilder

TODAY = date(2022, 1, 31)

REJECTED_SCHEMA = pa.schema([("row", pa.int64()), ("record_id", pa.string()), ("reason", pa.string())])


def listed(builder: WatchlistBuilder, entity_id: str, name: str, **columns: object) -> None:
    """One party with its primary name."""
    builder.add("entities", **{"entity_id": entity_id, "entity_type": "person", "name": name} | columns)
    builder.add("names", entity_id=entity_id, name=name, kind="primary", quality="primary")


def a_list() -> WatchlistBuilder:
    builder = WatchlistBuilder(list_id="TEST", source="test", published=date(2022, 1, 1))
    listed(builder, "1", "AL-KHAZALI, Qais")
    listed(builder, "2", "ASA'IB AHL AL-HAQ", entity_type="organization")
    builder.add("names", entity_id="2", name="AAH", kind="aka", quality="weak")
    builder.add(
        "birth_dates",
        entity_id="1",
        text="20 Jun 1974",
        earliest=date(1974, 6, 20),
        latest=date(1974, 6, 20),
    )
    builder.add("addresses", entity_id="1", city="Baghdad")
    return builder


def customers(*rows: dict[str, object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(
        [{"row": number, "name": "Somebody"} | row for number, row in enumerate(rows, start=1)],
        schema=CUSTOMER_SCHEMA,
    )


def rejected(count: int) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"row": 1, "reason": "no name"}] * count, schema=REJECTED_SCHEMA)


def a_hit(watchlist: Watchlist, **columns: object) -> dict[str, object]:
    texts = {field.name: "text" for field in HIT_SCHEMA if field.type == pa.string()}
    return (
        texts
        | {
            "alert_id": "a1",
            "record_id": "c1",
            "list_id": watchlist.list_id,
            "entity_id": "1",
            "entity_type": "person",
            "matched_name_quality": "primary",
            "score": 91.5,
            "name_score": 100.0,
            "status": "new",
            "alert_kind": "name",
            "watchlist_version": watchlist.version,
        }
        | dict.fromkeys(["date_of_birth_match", "country_match", "id_match", "gender_match"], "unknown")
        | columns
    )


def hits(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=HIT_SCHEMA)
