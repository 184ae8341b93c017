"""The command line with customers and runs in an object store: the same run, or a message why not."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from night_office import CONFIG, Office
from s3_server import SECRET, Store

from screening.runs.run_folder import RUN_FILES


@pytest.fixture
def in_store(customers: Path, store: Store) -> str:
    return store.put("in/customers.parquet", customers)


def test_customers_and_the_run_in_a_store(sanctions, customers, in_store, listed, store, tmp_path):
    here = sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "here")
    assert here.exit_code == 0
    there = sanctions("screen", in_store, "--watchlist", listed, "--out", f"{store.address}/runs/today")
    assert there.exit_code == 0, there.output
    assert f"Report: {store.address}/runs/today/report.html" in there.stdout
    assert {name.partition("/")[0] for name in store.names("runs/today")} == set(RUN_FILES)

    hits = store.get("runs/today/hits.parquet")
    assert hits == (tmp_path / "here" / "hits.parquet").read_bytes()
    run, local = (
        json.loads(store.get("runs/today/run.json")),
        json.loads((tmp_path / "here/run.json").read_text()),
    )
    assert run["customers"] == local["customers"] | {"path": in_store}
    assert run["scoring_fingerprint"] == local["scoring_fingerprint"]
    for secret in (SECRET, "AKIATESTING"):
        for name in ("run.json", "report.html"):
            assert secret.encode() not in store.get(f"runs/today/{name}")

    # What is there already is not replaced.
    again = sanctions("screen", in_store, "--watchlist", listed, "--out", f"{store.address}/runs/today")
    assert (again.exit_code, "exists already" in again.stderr) == (2, True)

    same = sanctions("runs", "diff", tmp_path / "here", f"{store.address}/runs/today")
    assert "0 came, 0 went, 0 with another score, 2 as they were" in same.stdout


def test_a_version_of_a_delta_table_with_all_that_is_needed_in_the_config(
    sanctions, listed, store, tmp_path, no_clouds: pytest.MonkeyPatch
):
    deltalake = pytest.importorskip("deltalake")
    for name in ("Qays al-Khazali", "Rex Tillerson"):
        row = pa.table({"record_id": [name], "name": [name]})
        deltalake.write_deltalake(tmp_path / "table", row, mode="append")
    table, server = store.put_folder("table", tmp_path / "table"), store.server.url
    no_clouds.delenv("AWS_ENDPOINT_URL")
    config = tmp_path / "config.yaml"
    config.write_text(f"object_stores: {{s3: {{endpoint: '{server}'}}}}\nruns_dir: {store.address}/runs\n")
    done = sanctions("screen", f"{table}?version=0", "--watchlist", listed, "--config", config)
    assert done.exit_code == 0, done.output
    (mark,) = [name for name in store.names("runs") if name.endswith("/run.json")]
    run = json.loads(store.get(f"runs/{mark}"))
    said = run["customers"]
    assert (said["path"], said["table_version"], said["rows_in"]) == (table, 0, 1)
    assert run["settings"]["object_stores"]["s3"]["endpoint"] == server


@pytest.mark.parametrize(
    ("customers_at", "out", "told"),
    [
        ("s3://nobody/c.parquet", "", "s3://nobody/c.parquet: there is no bucket 'nobody'"),
        ("STORE/none.parquet", "", "STORE/none.parquet: no such file or folder"),
        ("https://x/c.parquet", "", "https://…: no object store that is known"),
        ("STORE/in/customers.parquet", "s3://nobody/today", "s3://nobody/today: there is no bucket 'nobody'"),
        ("s3://AKIA:hunter2@bank/c.parquet", "", "s3://…@bank: an address must hold no credentials"),
    ],
)
def test_what_cannot_be_is_told_at_once(customers_at, out, told, sanctions, in_store, listed, store):
    address = customers_at.replace("STORE", store.address)
    done = sanctions("screen", address, "--watchlist", listed, *(["--out", out] if out else []))
    assert done.exit_code == 2
    assert told.replace("STORE", store.address) in done.stderr
    assert "Traceback" not in done.output
    assert "hunter2" not in done.output
    assert SECRET not in done.output


def test_a_store_that_refuses_the_run_at_its_end(sanctions, in_store, listed, store):
    store.server.fails = lambda method, path: (
        ("403 Forbidden", "AccessDenied")
        if method in ("PUT", "POST") and path.endswith("/report.html")
        else None
    )
    done = sanctions("screen", in_store, "--watchlist", listed, "--out", f"{store.address}/today")
    assert done.exit_code == 2
    assert f"{store.address}/today: the run could not be stored in full" in done.stderr
    assert "Traceback" not in done.output
    assert "run.json" not in store.names("today")


def test_a_gate_leaves_its_page_in_the_store(sanctions, in_store, listed, store, tmp_path):
    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_rejected_share: 0.1, rejected_share_from_rows: 1}\n")
    arguments = ("screen", in_store, "--watchlist", listed, "--out", f"{store.address}/today")
    done = sanctions(*arguments, "--config", config)
    assert done.exit_code == 3
    assert f"What was seen: {store.address}/today/report.html" in done.stderr
    assert json.loads(store.get("today/run.json"))["outcome"] == "stopped"
    assert "hits.parquet" not in store.names("today")


def test_a_night_in_a_store(sanctions, store, office: Office):
    text = CONFIG.replace("customers: customers.parquet", f"customers: {store.address}/in")
    Path("nightly.yaml").write_text(text.replace("runs_dir: runs", f"runs_dir: {store.address}/runs"))
    store.put("in/part-0.parquet", Path("customers.parquet"))
    done = sanctions("nightly", "--config", "nightly.yaml", "--day", "2026-01-03")
    assert done.exit_code == 0, done.output
    (mark,) = [name for name in store.names("runs") if name.endswith("/run.json")]
    assert f"Report: {store.address}/runs/{mark.replace('run.json', 'report.html')}" in done.stdout
    listed = sanctions("nights", "--config", "nightly.yaml").stdout
    assert f"{store.address}/runs/{mark.removesuffix('/run.json')}" in listed
    # Asked for again, the night is found where it was published.
    store.server.requests.clear()
    again = sanctions("nightly", "--config", "nightly.yaml", "--day", "2026-01-03")
    assert again.exit_code == 0, again.output
    assert not [path for method, path, _ in store.server.requests if method == "PUT"]
