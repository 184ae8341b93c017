"""run.json: what the evidence of a run holds, and what it refuses."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hit_rows import hit_table, run_record
from pydantic import ValidationError

from screening.model.errors import ScreeningError
from screening.model.run_record import CustomersRecord, HitCounts, write_run_json


def test_run_json_has_every_promised_key_in_a_fixed_order(tmp_path: Path) -> None:
    write_run_json(run_record(hit_table({})), tmp_path / "run.json")
    text = (tmp_path / "run.json").read_text(encoding="utf-8")
    content = json.loads(text)
    assert list(content) == [
        "run_id",
        "started_at",
        "finished_at",
        "code_version",
        "config_sha256",
        "threshold",
        "watchlists",
        "programs",
        "customers",
        "hits",
        "gates",
        "timings",
        "outcome",
        "lists",
        "coverage",
        "scoring_fingerprint",
        "settings",
        "night",
        "party_links",
        "shown",
        "verdict",
    ]
    assert content["watchlists"][0].keys() >= {"list_id", "published", "sha256", "entities", "names"}
    assert content["watchlists"][0]["published"] == "2022-01-05"
    assert list(content["customers"]) == [
        "path",
        "sha256",
        "rows_in",
        "rows_screened",
        "rows_rejected",
        "rows_with_warnings",
        "placeholder_birth_dates",
        "columns",
        "table_version",
    ]
    assert content["hits"] == {"rows": 1, "records": 1, "undecided": 1}
    assert content["gates"][0].keys() >= {"name", "passed", "saw"}
    assert content["timings"] == {"read": 0.123, "screen": 1.0}
    write_run_json(run_record(hit_table({})), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text(encoding="utf-8") == text


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    noon_in_baghdad = datetime(2026, 11, 22, 12, tzinfo=timezone(timedelta(hours=3)))
    record = run_record(hit_table(), started_at=noon_in_baghdad)
    assert record.model_dump(mode="json")["started_at"] == "2026-11-22T09:00:00.000Z"


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        run_record(hit_table(), started_at=datetime(2026, 11, 22))


def test_rows_that_do_not_add_up_void_the_run() -> None:
    with pytest.raises(ScreeningError, match="120 rows came in, but 118 were screened and 1 rejected"):
        CustomersRecord(path="c.csv", sha256="b" * 64, rows_in=120, rows_screened=118, rows_rejected=1)


def test_a_run_cannot_end_before_it_starts() -> None:
    with pytest.raises(ScreeningError, match="ends before it starts"):
        run_record(hit_table(), finished_at=datetime(2020, 1, 1, tzinfo=UTC))


def test_hits_are_counted_as_pairs_and_as_records() -> None:
    hits = hit_table({"entity_id": "1"}, {"entity_id": "2"}, {"record_id": "C-18"})
    assert HitCounts.of(hits) == HitCounts(rows=3, records=2, undecided=3)
