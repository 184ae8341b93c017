"""Hits and run records to test with: one real listed party, invented customers."""

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from screening.model.hit_table import HIT_SCHEMA, LISTING
from screening.model.run_record import CustomersRecord, GateRecord, HitCounts, ListRecord, RunRecord

_ROW = {
    "alert_id": "A-0001",
    "record_id": "C-17",
    "name": "قيس الخزعلي",
    "list_id": "OFAC-SDN",
    "entity_id": "28004",
    "entity_name": "AL-KHAZALI, Qais",
    "entity_type": "person",
    "matched_name": "AL-KHAZALI, Qays",
    "matched_name_quality": "strong",
    "score": 97.25,
    "name_score": 92.25,
    "explanation": "Both name parts sound the same; the birth date agrees.",
    "date_of_birth_match": "agrees",
    "country_match": "unknown",
    "id_match": "unknown",
    "programs": ["GLOMAG"],
    "authority": ["E.O. 13818"],
    "linked_to": ["ASA'IB AHL AL-HAQ"],
    "details_url": "https://sanctionssearch.ofac.treas.gov/Details.aspx?id=28004",
    "status": "new",
    "first_seen": "2026-11-22",
    "watchlist_version": "OFAC-SDN 2022-01-01 0123456789ab",
    "data_warnings": [],
    "gender_match": "conflicts",
    "customer_entity_type": "person",
    "customer_date_of_birth": "1974-06-20",
    "customer_country": [],
    "entity_birth_dates": ["20 Jun 1974"],
    "entity_countries": ["IQ"],
    "identifiers": [
        {
            "identifier": "birth date",
            "customer": "1974-06-20",
            "listed": "20 Jun 1974",
            "outcome": "same day",
            "points": 5.0,
        },
    ],
    "customer_tokens": [
        {"text": "قيس", "plain": "قيس", "reading": "qys"},
        {"text": "الخزعلي", "plain": "الخزعلي", "reading": "alkhzly"},
    ],
    "listed_tokens": [
        {"text": "AL", "plain": "al", "reading": None},
        {"text": "KHAZALI", "plain": "khazali", "reading": None},
        {"text": "Qays", "plain": "qays", "reading": None},
    ],
    "token_matches": [
        {
            "customer": "الخزعلي",
            "listed": "al khazali",
            "how": "other script",
            "similarity": 0.95,
            "weight": 1.1,
            "customer_at": [1],
            "listed_at": [0, 1],
        },
        {
            "customer": "قيس",
            "listed": "qays",
            "how": "other script",
            "similarity": 0.9,
            "weight": 0.8,
            "customer_at": [0],
            "listed_at": [2],
        },
    ],
    "deductions": [{"name": "uncovered", "points": 5.25}, {"name": "thin", "points": 2.5}],
    "read_as": None,
    "alert_kind": "name",
    "prohibits": ["asset freeze"],
    "ownership": [],
    "least_score": None,
}


def hit_table(*changes: dict[str, Any]) -> pa.Table:
    """A hit table with one row for each set of changes to the row above; unknown columns are carried ones."""
    rows = [_ROW | change for change in changes]
    of_listing = [field.name for field in LISTING if field.name != "because"]
    rows = [{"listings": [{name: row[name] for name in of_listing}]} | row for row in rows]
    carried = [key for key in (rows[0] if rows else {}) if key not in HIT_SCHEMA.names]
    schema = pa.schema([*HIT_SCHEMA, *[pa.field(name, pa.string()) for name in carried]])
    return pa.Table.from_pylist(rows, schema=schema)


def run_record(hits: pa.Table, **changes: Any) -> RunRecord:
    """A record of a run over 120 customers that gave `hits`."""
    values: dict[str, Any] = {
        "run_id": "20261122T2300-customers",
        "started_at": datetime(2026, 11, 22, 23, 0, 0, tzinfo=UTC),
        "finished_at": datetime(2026, 11, 22, 23, 0, 9, 500_000, tzinfo=UTC),
        "code_version": "0.1.0",
        "config_sha256": "c" * 64,
        "threshold": 80,
        "watchlists": [
            ListRecord(
                list_id="OFAC-SDN", published="2022-01-05", sha256="a" * 64, entities=9043, names=20000
            )
        ],
        "customers": CustomersRecord(
            path="customers.parquet", sha256="b" * 64, rows_in=120, rows_screened=118, rows_rejected=2
        ),
        "hits": HitCounts.of(hits),
        "gates": [GateRecord(name="hits", passed=True, saw="1 hit on 1 of 118 customers", checks=9)],
        "timings": {"read": 0.12345, "screen": 1.0},
    }
    return RunRecord.model_validate(values | changes)
