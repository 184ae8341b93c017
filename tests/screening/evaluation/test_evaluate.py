"""An evaluation of the sample list: drawn, measured, written."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from screening.customers import open_customers
from screening.evaluation import Evaluation, draw_names, evaluate, write_evaluation
from screening.evaluation.clean_customers import draw_clean, without_identifiers
from screening.evaluation.report import render_evaluation
from screening.model.errors import InputError
from screening.settings import load_settings
from screening.settings.customers import CustomerSettings
from screening.spreadsheets.formula_guard import unguard
from screening.watchlists import WatchlistBuilder, read_watchlist

REPOSITORY = Path(__file__).resolve().parents[3]
CUSTOMERS = REPOSITORY / "sample_data" / "customers.parquet"
SETTINGS = load_settings()
SAMPLE = read_watchlist(REPOSITORY / "sample_data" / "ofac_csv")


@pytest.fixture(scope="module")
def evaluation() -> Evaluation:
    clean = open_customers(CUSTOMERS, SETTINGS.customers)
    return evaluate([SAMPLE], SETTINGS, clean, parties=20, clean_rows=100)


def figures(evaluation: Evaluation) -> dict:
    varying = {"evaluation_id", "started_at", "finished_at", "timings"}
    return evaluation.record.model_dump(exclude=varying)


def test_parties_are_drawn_once_each_and_in_list_order():
    names = draw_names([SAMPLE], 30, seed=7)
    parties = [name.entity_id for name in names]
    order = SAMPLE.tables["entities"]["entity_id"].to_pylist()
    assert len(set(parties)) == 30
    assert parties == sorted(parties, key=order.index)


def test_small_types_make_a_tenth_of_the_draw():
    types = [name.entity_type for name in draw_names([SAMPLE], 30, seed=7)]
    assert {kind: types.count(kind) for kind in set(types)} == {"person": 19, "organization": 8, "vessel": 3}


def test_weak_aliases_and_aircraft_are_not_drawn():
    everything = draw_names([SAMPLE], 1_000, seed=7)
    assert len(everything) == 72
    quality = dict(zip(*(SAMPLE.tables["names"][c].to_pylist() for c in ("name_id", "quality")), strict=True))
    assert {quality[name.name_id] for name in everything} == {"primary", "strong"}


def test_another_seed_draws_others():
    assert draw_names([SAMPLE], 10, seed=1) == draw_names([SAMPLE], 10, seed=1)
    assert draw_names([SAMPLE], 10, seed=1) != draw_names([SAMPLE], 10, seed=2)


def test_a_list_of_aircraft_alone_is_refused():
    builder = WatchlistBuilder("PLANES", "here")
    builder.add("entities", entity_id="1", entity_type="aircraft", name="EP-GOM")
    builder.add("names", entity_id="1", name_id="1-1", name="EP-GOM", quality="primary")
    with pytest.raises(InputError, match="PLANES: holds no person, organization, vessel"):
        draw_names([builder.build()], 10, seed=1)


def test_clean_customers_are_the_same_whatever_the_batch():
    drawn = [
        draw_clean(open_customers(CUSTOMERS, CustomerSettings(batch_rows=rows)), 50, seed=3)
        for rows in (7, 1_000)
    ]
    assert drawn[0].customers.num_rows == 50
    assert drawn[0].customers.equals(drawn[1].customers)
    ids = drawn[0].customers["row"].to_pylist()
    assert ids == sorted(set(ids))


def test_a_customer_without_identifiers_keeps_name_and_type():
    customers = draw_clean(open_customers(CUSTOMERS, SETTINGS.customers), 50, seed=3).customers
    plain = without_identifiers(customers)
    stated = {name for name in plain.schema.names if plain[name].null_count < plain.num_rows}
    assert stated <= {"row", "record_id", "name", "entity_type", "address", "data_warnings"}
    assert plain["name"].equals(customers["name"])


def test_clean_customers_of_whom_none_can_be_screened(tmp_path):
    pd.DataFrame({"record_id": ["a"], "name": ["..."]}).to_csv(tmp_path / "clean.csv", index=False)
    with pytest.raises(InputError, match=r"clean\.csv: holds no customer that can be screened"):
        draw_clean(open_customers(tmp_path / "clean.csv", SETTINGS.customers), 50, seed=1)


def test_exact_names_are_found(evaluation):
    control, *varied = evaluation.record.kinds
    assert (control.kind, control.found.count, control.found.total) == ("exact name", 20, 20)
    assert evaluation.record.found.total == sum(kind.found.total for kind in varied) > 150
    assert evaluation.record.found.share > 0.7


def test_a_higher_threshold_finds_and_alerts_no_more(evaluation):
    over = evaluation.record.over_thresholds
    assert [at.threshold for at in over] == list(range(60, 101))
    for lower, higher in pairwise(over):
        assert higher.found.count <= lower.found.count
        assert higher.alerts.count <= lower.alerts.count
        assert higher.alerts_by_name.count <= lower.alerts_by_name.count


def test_alerts_on_clean_customers_are_counted_with_and_without_identifiers(evaluation):
    clean = evaluation.record.clean
    assert clean.sampled == 100
    assert "date_of_birth" in clean.identifiers
    assert clean.rows_in == pq.read_metadata(CUSTOMERS).num_rows
    assert len({hit["record_id"] for hit in evaluation.alerts}) == len(evaluation.alerts)
    assert len(evaluation.alerts) == min(20, clean.alerts.count) > 0


def test_misses_are_explained_and_below_the_threshold(evaluation):
    assert evaluation.misses
    for miss in evaluation.misses:
        assert miss.score < 80
        assert miss.explanation
    missed = {outcome.variation for outcome in evaluation.outcomes if (outcome.score or 0) < 80}
    assert {miss.outcome.variation for miss in evaluation.misses} <= missed


def test_the_same_seed_gives_the_same_figures(evaluation):
    clean = open_customers(CUSTOMERS, SETTINGS.customers)
    again = evaluate([SAMPLE], SETTINGS, clean, parties=20, clean_rows=100)
    assert figures(again) == figures(evaluation)
    assert again.outcomes == evaluation.outcomes


def test_without_clean_customers_no_alert_rates():
    record = evaluate([SAMPLE], SETTINGS, parties=5).record
    assert record.clean is None
    assert {at.alerts for at in record.over_thresholds} == {None}


def test_a_threshold_below_sixty_is_measured_too():
    record = evaluate([SAMPLE], load_settings(threshold=55), parties=5).record
    assert record.floor == 55
    assert [at.threshold for at in record.over_thresholds][:2] == [55, 60]


def test_the_folder(evaluation, tmp_path):
    out = tmp_path / "evaluation"
    write_evaluation(evaluation, out)
    assert sorted(path.name for path in out.iterdir()) == [
        "evaluation.html",
        "evaluation.json",
        "variations.csv",
    ]
    record = json.loads((out / "evaluation.json").read_text(encoding="utf-8"))
    assert record["config_sha256"] == SETTINGS.sha256()
    assert record["watchlists"][0]["sha256"] == SAMPLE.sha256
    with (out / "variations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [unguard(row["variation"]) for row in rows] == [one.variation.text for one in evaluation.outcomes]
    found = sum(row["found"] == "yes" for row in rows if row["kind"] != "exact name")
    assert found == record["found"]["count"]


def test_a_folder_of_something_else_is_left_alone(evaluation, tmp_path):
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="does not look like an evaluation"):
        write_evaluation(evaluation, tmp_path, overwrite=True)
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_the_page_loads_nothing_and_escapes_every_text(evaluation):
    hostile = [hit | {"name": "<script>alert(1)</script>"} for hit in evaluation.alerts]
    page = render_evaluation(evaluation.record, evaluation.misses, hostile)
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'src="' not in page
    assert 'href="http' not in page


def test_the_page_says_what_was_not_measured():
    evaluation = evaluate([SAMPLE], SETTINGS, parties=3)
    page = render_evaluation(evaluation.record, evaluation.misses, evaluation.alerts)
    assert "no alert rates could be measured" in page
