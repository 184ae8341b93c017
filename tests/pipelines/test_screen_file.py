"""`sanctions screen`, by itself and as the flow screen-file: what it publishes, refuses and tells Prefect."""

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from prefect_records import newest_run
from run_inputs import PARTIES, read_csv, write_customers, write_list

from screening.model.errors import GateFailure, InputError
from screening.model.hit_table import HIT_SCHEMA
from screening.runs.run_folder import RUN_FILES

# What is to be seen of a flow run; everything else runs by itself.
AS_FLOW = pytest.mark.usefixtures("prefect_api")


@AS_FLOW
def test_a_run_is_published_whole(sanctions, customers, listed, tmp_path):
    out = tmp_path / "out"
    result = sanctions("screen", customers, "--watchlist", listed, "--out", out)
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in out.iterdir()) == sorted(RUN_FILES)
    first, against, *verdict, last = result.stdout.splitlines()
    assert first == "2 hits on 2 of 4 customers (1 rows rejected)"
    parties, names = (
        json.loads((out / "run.json").read_text())["watchlists"][0][of] for of in ("entities", "names")
    )
    assert against == f"Screened against OFAC-SDN: {parties} of {parties} parties, {names} of {names} names"
    assert verdict[0] == "Sound with reservations."
    assert "  - 1 row could not be screened" in verdict
    assert last == f"Report: {out / 'report.html'}"
    assert "published 2 hits on 2 of 4 customers, 1 rows rejected" in result.stderr

    hits = pq.read_table(out / "hits.parquet")
    assert hits.schema.names == HIT_SCHEMA.names
    assert {(hit["record_id"], hit["entity_id"]) for hit in hits.to_pylist()} == {
        ("c1", "28004"),
        ("c3", "28283"),
    }
    assert "Qays al-Khazali" in (out / "report.html").read_text(encoding="utf-8")


def test_rows_that_cannot_be_screened_are_in_rejected_csv(sanctions, customers, listed, tmp_path):
    out = tmp_path / "out"
    assert sanctions("screen", customers, "--watchlist", listed, "--out", out).exit_code == 0
    rejected = {row["record_id"]: row["reason"] for row in read_csv(out / "rejected.csv")}
    assert rejected == {"c4": "no name"}
    # The one with a birth date that cannot be is screened, and told.
    (warned,) = read_csv(out / "warnings.csv")
    assert (warned["record_id"], warned["column"], warned["value"]) == ("c5", "date_of_birth", "1974-13-45")


def test_run_json_is_the_evidence(sanctions, customers, listed, tmp_path):
    out = tmp_path / "out"
    sanctions(
        "screen", customers, "--watchlist", listed, "--out", out, "--threshold", 85, "--program", "glomag"
    )
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert run["threshold"] == 85
    assert run["programs"] == ["GLOMAG"]
    assert run["customers"]["path"] == str(customers)
    assert [run["customers"][key] for key in ("rows_in", "rows_screened", "rows_rejected")] == [5, 4, 1]
    assert [(each["list_id"], each["entities"]) for each in run["watchlists"]] == [("OFAC-SDN", 2)]
    assert run["hits"] == {"rows": 2, "records": 2, "undecided": 2}
    assert [(gate["name"], gate["passed"]) for gate in run["gates"]] == [
        ("list OFAC-SDN", True),
        ("coverage", True),
        ("customers", True),
        ("hits", True),
    ]
    assert run["started_at"] < run["finished_at"]
    assert run["run_id"].startswith(run["started_at"][:4])
    assert {"read_lists", "gate_lists", "screen", "write", "total"} <= run["timings"].keys()
    assert sum(run["timings"].values()) > run["timings"]["total"] > 0


def test_without_out_a_run_gets_a_folder_of_its_own(sanctions, customers, listed):
    result = sanctions("screen", customers, "--watchlist", listed)
    (run,) = Path("runs").iterdir()
    assert run.name.endswith("Z-customers")
    assert f"Report: {run / 'report.html'}" in result.stdout


def test_the_same_run_gives_the_same_bytes(sanctions, customers, listed, tmp_path):
    for out in ("one", "two"):
        assert sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / out).exit_code == 0
    one, two = (tmp_path / out / "hits.parquet" for out in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_a_file_without_rows_is_screened(sanctions, listed, tmp_path):
    empty = tmp_path / "customers.csv"
    empty.write_text("record_id,name\n", encoding="utf-8")
    result = sanctions("screen", empty, "--watchlist", listed, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("0 hits on 0 of 0 customers (0 rows rejected)\n")


@AS_FLOW
def test_small_batches_give_the_same_hits_in_few_task_runs(sanctions, customers, listed, tmp_path):
    config = tmp_path / "small.yaml"
    config.write_text("customers: {batch_rows: 1}\n", encoding="utf-8")
    sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "one")
    sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "two", "--config", config)
    one, two = (tmp_path / out / "hits.parquet" for out in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_only_parties_of_a_program(sanctions, customers, listed, tmp_path):
    sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "out", "--program", "SDGT")
    assert [row["entity_id"] for row in read_csv(tmp_path / "out" / "hits.csv")] == ["28283"]


def test_the_newest_list_of_the_store_is_used(sanctions, customers, listed):
    assert sanctions("lists", "import", listed).exit_code == 0
    assert sanctions("screen", customers, "--out", "out").exit_code == 0
    assert len(read_csv(Path("out/hits.csv"))) == 2


def test_overwrite_replaces_a_run(sanctions, customers, listed, tmp_path):
    out = tmp_path / "out"
    sanctions("screen", customers, "--watchlist", listed, "--out", out, "--program", "SDGT")
    assert sanctions("screen", customers, "--watchlist", listed, "--out", out).exit_code == 2
    assert len(read_csv(out / "hits.csv")) == 1
    assert sanctions("screen", customers, "--watchlist", listed, "--out", out, "--overwrite").exit_code == 0
    assert len(read_csv(out / "hits.csv")) == 2


def _cut(path: Path, keep: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * keep)])


def _no_such_file(customers, listed):
    customers.unlink()


def _empty_file(customers, listed):
    customers.write_bytes(b"")


def _cut_parquet(customers, listed):
    _cut(customers, 0.5)


def _no_record_id(customers, listed):
    write_customers(customers, [{"number": "1", "name": "Rex Tillerson"}])


def _doubled_record_id(customers, listed):
    write_customers(customers, [{"record_id": "c1", "name": "Rex"}, {"record_id": "c1", "name": "Derek"}])


def _no_alt(customers, listed):
    (listed / "alt.csv").unlink()


def _cut_list(customers, listed):
    _cut(listed / "sdn.csv", 0.6)


def _no_such_list(customers, listed):
    listed.rename(listed.with_name("elsewhere"))


def _empty_list(customers, listed):
    for name in ("sdn.csv", "alt.csv", "add.csv"):
        (listed / name).write_bytes(b"\x1a")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (_no_such_file, ["customers.parquet", "no such file"]),
        (_empty_file, ["customers.parquet", "empty"]),
        (_cut_parquet, ["customers.parquet", "Parquet"]),
        (_no_record_id, ["customers.parquet", "record_id", "number"]),
        (_doubled_record_id, ["customers.parquet", "'c1'", "row 1", "row 2"]),
        (_no_such_list, ["list", "no such"]),
        (_no_alt, ["alt.csv"]),
        (_cut_list, ["sdn.csv", "in the middle of line 2"]),
        (_empty_list, ["list", "no party"]),
    ],
)
def test_unusable_input_ends_with_2_and_publishes_nothing(
    sanctions, customers, listed, tmp_path, spoil, says
):
    spoil(customers, listed)
    result = sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "out")
    assert result.exit_code == 2, result.stderr
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    for text in says:
        assert text in last
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not [path for path in tmp_path.iterdir() if "out" in path.name]


def test_an_xml_with_an_external_entity(sanctions, customers, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    listed = tmp_path / "sdn.xml"
    listed.write_text(
        f'<?xml version="1.0"?><!DOCTYPE sdnList [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>1</uid><lastName>&x;</lastName>'
        "<sdnType>Entity</sdnType></sdnEntry></sdnList>",
        encoding="utf-8",
    )
    result = sanctions("screen", customers, "--watchlist", listed, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "sdn.xml" in result.stderr
    assert "SECRET" not in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--threshold", 101], "threshold"),
        (["--workers", 0], "workers"),
        (["--program", "NOPE"], "Programs there are: CUBA, GLOMAG, SDGT"),
        (["--config", "missing.yaml"], "missing.yaml: no such configuration file"),
    ],
)
def test_unusable_arguments_end_with_2(sanctions, customers, listed, arguments, says):
    result = sanctions("screen", customers, "--watchlist", listed, *arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not Path("runs").exists()


def test_the_same_list_twice(sanctions, customers, listed):
    result = sanctions("screen", customers, "--watchlist", listed, "--watchlist", listed)
    assert result.exit_code == 2
    assert "Give each list once" in result.stderr


def test_neither_a_list_nor_a_store(sanctions, customers):
    result = sanctions("screen", customers)
    assert result.exit_code == 2
    assert "sanctions lists import PATH" in result.stderr


def test_a_gate_that_fails_ends_with_3_and_publishes_nothing(sanctions, customers, listed, tmp_path):
    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_rejected_share: 0.1, rejected_share_from_rows: 1}\n", encoding="utf-8")
    result = sanctions(
        "screen", customers, "--watchlist", listed, "--out", tmp_path / "out", "--config", config
    )
    assert result.exit_code == 3
    assert "The customers gate stopped the run; nothing was published." in result.stderr
    assert "5 rows in, 4 screened, 1 rejected" in result.stderr
    assert "raise max_rejected_share" in result.stderr
    assert "Traceback" not in result.stderr
    out = tmp_path / "out"
    assert result.stderr.endswith(f"What was seen: {out / 'report.html'}\n")
    left = ["gates", "rejected.csv", "report.html", "run.json", "warnings.csv"]
    assert sorted(path.name for path in out.iterdir()) == left
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert (run["outcome"], run["hits"]["rows"], run["customers"]["rows_in"]) == ("stopped", 0, 5)
    assert [gate["name"] for gate in run["gates"] if not gate["passed"]] == ["customers"]
    assert "This run was stopped, so there are no hits" in (out / "report.html").read_text(encoding="utf-8")


def test_the_page_of_a_stopped_run_is_no_run_and_never_takes_the_place_of_one(
    sanctions, customers, listed, tmp_path
):
    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_hit_share: 0.1, hit_share_from_rows: 1}\n", encoding="utf-8")
    out = tmp_path / "out"
    arguments = ["screen", customers, "--watchlist", listed, "--out", out]
    assert sanctions(*arguments).exit_code == 0
    before = (out / "hits.parquet").read_bytes()
    for _ in range(2):
        stopped = sanctions(*arguments, "--config", config, "--overwrite")
        assert stopped.exit_code == 3
        assert f"What was seen: {tmp_path / 'out-stopped' / 'report.html'}" in stopped.stderr
    assert (out / "hits.parquet").read_bytes() == before
    assert not (tmp_path / "out-stopped" / "hits.parquet").exists()
    # Where the first try was stopped, the next one says that something is there.
    stopped_first = ["screen", customers, "--watchlist", listed, "--out", tmp_path / "other"]
    assert sanctions(*stopped_first, "--config", config).exit_code == 3
    assert "--overwrite" in sanctions(*stopped_first).stderr
    assert sanctions(*stopped_first, "--overwrite").exit_code == 0
    assert (tmp_path / "other" / "hits.parquet").exists()


def test_a_version_of_the_store_is_screened_with_by_its_name(sanctions, customers, tmp_path):
    for day, parties in (("2022-01-01", PARTIES), ("2022-02-01", PARTIES[:2])):
        listed = write_list(tmp_path / day, parties=parties, addresses=[])
        assert sanctions("lists", "import", listed, "--accept-change").exit_code == 0
    for number, name in enumerate(["OFAC-SDN@2022-01", "OFAC-SDN@previous"]):
        out = tmp_path / f"out{number}"
        result = sanctions("screen", customers, "--watchlist", name, "--out", out)
        assert result.exit_code == 0, result.stderr
        (used,) = json.loads((out / "run.json").read_text(encoding="utf-8"))["watchlists"]
        assert (used["published"], used["entities"]) == ("2022-01-01", 3)
    assert (
        "AEROCARIBBEAN"
        in sanctions("name", "Aerocaribbean Airlines", "--watchlist", "OFAC-SDN@previous").stdout
    )
    assert (
        "AEROCARIBBEAN" not in sanctions("name", "Aerocaribbean Airlines", "--watchlist", "OFAC-SDN").stdout
    )
    missing = sanctions("screen", customers, "--watchlist", "OFAC-SDN@2020-01")
    assert missing.exit_code == 2
    assert "'OFAC-SDN@2020-01': no such path, and no such version in the store" in missing.stderr


def test_a_list_that_fails_its_gate_ends_with_3(sanctions, customers, tmp_path):
    orphans = [(str(number), str(number), "aka", "GHOST", "-0- ") for number in range(900, 910)]
    listed = write_list(tmp_path / "orphans", aliases=orphans)
    result = sanctions("screen", customers, "--watchlist", listed)
    assert result.exit_code == 3
    assert "10 orphan rows" in result.stderr
    assert sanctions("lists", "import", listed).exit_code == 3
    assert not Path("store").exists()


@AS_FLOW
def test_a_fault_of_the_program_ends_with_1(sanctions, customers, listed, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by chance")

    monkeypatch.setattr("screening.runs.request.load_settings", broken)
    result = sanctions("screen", customers, "--watchlist", listed)
    assert result.exit_code == 1
    assert "a fault of the program: ZeroDivisionError: by chance" in result.stderr
    assert "Traceback" not in result.stderr
    assert isinstance(sanctions("--debug", "screen", customers).exception, ZeroDivisionError)


# What Prefect's UI shows of a run.


def test_a_good_run_is_completed_and_has_two_artifacts(prefect_api, customers, listed, tmp_path):
    from pipelines.screen_file import screen_file

    out = tmp_path / "out"
    assert screen_file(customers=str(customers), watchlists=[str(listed)], out=str(out)) == str(out)
    kept = newest_run(prefect_api)
    assert kept.state["type"] == "COMPLETED"
    assert kept.run["name"] == f"screen {customers}"
    assert kept.run["parameters"]["watchlists"] == [str(listed)]
    assert kept.artifacts.keys() == {"screening-summary", "screening-top-hits"}
    assert "# 2 hits on 2 of 4 customers" in kept.artifacts["screening-summary"]["data"]
    assert "| hits | yes | 2 hits on 2 of 4 customers |" in kept.artifacts["screening-summary"]["data"]
    top = json.loads(kept.artifacts["screening-top-hits"]["data"])
    assert [(row["record_id"], row["entity_id"]) for row in top] == [("c1", "28004"), ("c3", "28283")]


def test_customers_names_stay_in_the_run_folder(prefect_api, customers, listed, tmp_path):
    from pipelines.screen_file import screen_file

    rows = [{"record_id": "c1", "name": "Kais Alkhazaly", "date_of_birth": "1974-06-20"}]
    write_customers(customers, rows)
    screen_file(customers=str(customers), watchlists=[str(listed)], out=str(tmp_path / "out"), threshold=60)
    kept = newest_run(prefect_api)
    assert json.loads(kept.artifacts["screening-top-hits"]["data"])[0]["entity_id"] == "28004"
    told = json.dumps([kept.run, kept.tasks, kept.artifacts])
    assert "Kais" not in told
    assert "1974" not in told


def test_an_input_error_arrives_as_it_is_and_prefect_shows_it(prefect_api, customers, listed, tmp_path):
    from pipelines.screen_file import screen_file

    (listed / "alt.csv").unlink()
    with pytest.raises(InputError, match=r"alt\.csv") as raised:
        screen_file(customers=str(customers), watchlists=[str(listed)], out=str(tmp_path / "out"))
    kept = newest_run(prefect_api)
    assert kept.state["type"] == "FAILED"
    assert str(raised.value) in kept.state["message"]
    assert not kept.artifacts


def test_a_gate_failure_arrives_as_it_is_and_prefect_shows_it(prefect_api, customers, listed, tmp_path):
    from pipelines.screen_file import screen_file

    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_hit_share: 0.4, hit_share_from_rows: 1}\n", encoding="utf-8")
    with pytest.raises(GateFailure) as raised:
        screen_file(
            customers=str(customers), watchlists=[str(listed)], out=str(tmp_path / "out"), config=str(config)
        )
    assert "at most 40.0% of the customers have a hit: found 0.5" in str(raised.value)
    kept = newest_run(prefect_api)
    assert kept.state["type"] == "FAILED"
    assert "The hits gate stopped the run" in kept.state["message"]
    assert not (tmp_path / "out" / "hits.parquet").exists()


def test_a_failure_of_the_file_system_is_tried_again(prefect_api, customers, listed, tmp_path, monkeypatch):
    from pipelines.screen_file import screen_file
    from screening.runs import lists_in_use
    from screening.watchlists.versions import kept_lists

    good, calls = kept_lists.read_watchlist, []

    def flaky(path):
        calls.append(path)
        if len(calls) == 1:
            raise OSError(5, "Input/output error")
        return good(path)

    monkeypatch.setattr(kept_lists, "read_watchlist", flaky)
    monkeypatch.setattr(lists_in_use, "FILES", (0.0, 0.0))
    screen_file(customers=str(customers), watchlists=[str(listed)], out=str(tmp_path / "out"))
    assert len(calls) == 2
    read = next(task for task in newest_run(prefect_api).tasks if task["name"] == f"read list {listed}")
    assert (read["run_count"], read["state_type"]) == (2, "COMPLETED")
    assert (tmp_path / "out" / "run.json").exists()


@AS_FLOW
def test_a_wrong_input_is_not_tried_again(customers, listed, tmp_path, monkeypatch):
    from pipelines.screen_file import screen_file
    from screening.watchlists.versions import kept_lists

    good, calls = kept_lists.read_watchlist, []

    def counted(path):
        calls.append(path)
        return good(path)

    monkeypatch.setattr(kept_lists, "read_watchlist", counted)
    (listed / "alt.csv").unlink()
    with pytest.raises(InputError):
        screen_file(customers=str(customers), watchlists=[str(listed)], out=str(tmp_path / "out"))
    assert len(calls) == 1
