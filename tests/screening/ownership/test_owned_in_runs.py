"""Ownership from the command's files to published alerts, in a run and in nights."""

import json

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from night_office import CUSTOMERS, Office
from run_inputs import NULL, read_csv, write_customers, write_list


def test_a_real_chain_of_the_register_to_an_alert(ownership_data, tmp_path):
    """A company of the register, its owner, and the owner's owner, whom a made-up list bears."""
    from pipelines.cli import main

    path = ownership_data / "bods_records.json"
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    by_id = {record["RECORD_ID"]: record for record in records}
    company = next(r for r in records if "INVESTMENTS NO 13" in str(r["NAMES"]))
    (holding,) = {r["REL_POINTER_KEY"] for r in company["RELATIONSHIPS"] if _is_held(r)}
    owners = {
        r["REL_POINTER_ROLE"]: r["REL_POINTER_KEY"] for r in by_id[holding]["RELATIONSHIPS"] if _is_held(r)
    }
    owner = by_id[owners["shareholding 50% 75%"]]
    listed = write_list(
        tmp_path / "list",
        parties=[("7001", owner["PRIMARY_NAME_FULL"].upper(), "individual", "SDGT", NULL)],
        aliases=[],
        addresses=[],
    )
    customers = write_customers(
        tmp_path / "customers.csv",
        [
            {"record_id": "k1", "name": "Number Thirteen", "id_number": _number(company), "country": "GB"},
            {"record_id": "k2", "name": "Number Fourteen", "id_number": "99999999", "country": "GB"},
        ],
    )
    out = tmp_path / "out"
    command = [
        "screen",
        str(customers),
        "--watchlist",
        str(listed),
        "--ownership",
        str(path),
        "--out",
        str(out),
    ]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    (alert,) = pq.read_table(out / "hits.parquet").to_pylist()
    assert (alert["record_id"], alert["entity_id"], alert["alert_kind"]) == ("k1", "7001", "ownership")
    # The register knows the holding twice; the number of both is one company's.
    names = [_name(owner), _name(by_id[holding]).upper(), _name(company)]
    assert [(step["owner"], step["owned"], step["share"]) for step in alert["ownership"]] == [
        (names[0], names[1], 50.0),
        (names[1], names[2], 75.0),
    ]
    assert f"{names[1]} is owned 50 % by {names[0]} (OFAC-SDN 7001, match " in alert["explanation"]
    (sheet,) = read_csv(out / "hits.csv")
    assert sheet["ownership"] == (
        f"{names[0]} (OFAC-SDN 7001): 50 % of {names[1]}; {names[1]}: 75 % of {names[2]}"
    )
    page = (out / "report.html").read_text(encoding="utf-8")
    card = json.loads(page.partition('id="alerts-data">')[2].partition("</script>")[0])["hits"][0]
    assert card["ownership"] == sheet["ownership"].split("; ")
    assert "name_score" not in card
    settings = json.loads((out / "run.json").read_text(encoding="utf-8"))["settings"]
    assert settings["ownership"]["sources"] == [str(path)]


def _is_held(relation):
    is_share = relation.get("REL_POINTER_ROLE", "").startswith("shareholding")
    return is_share and "REL_POINTER_THRU_DATE" not in relation


def _name(record):
    return record.get("PRIMARY_NAME_FULL") or record["NAMES"][0]["PRIMARY_NAME_ORG"]


def _number(record):
    return record["IDENTIFIERS"][0]["NATIONAL_ID_NUMBER"]


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path).open()


def test_alerts_by_ownership_live_in_the_ledger_like_others(office):
    office.customers([*CUSTOMERS, {"record_id": "c7", "name": "Harbor Light"}])
    office.config("workers: 1", "workers: 1\nownership: {sources: [owners.csv]}")
    owners = office.folder / "owners.csv"
    header = "owner_id,owner_name,owned_id,share\na,Asaib Ahl al-Haq,c7,60\n"
    owners.write_text(f"{header}a,,c2,60\na,,c3,70\n")
    first = office.night("2026-01-01")
    owned = {hit["record_id"] for hit in first.hits if hit["alert_kind"] == "ownership"}
    assert owned == {"c2", "c3", "c7"}
    # c3 is a hit by its name as well, on the same party.
    by_name = {(hit["record_id"], hit["entity_id"]) for hit in first.hits if hit["alert_kind"] == "name"}
    assert ("c3", "28283") in by_name
    office.decide("c2", "false positive", "2026-01-01")
    office.decide("c7", "false positive", "2026-01-01")

    # Another share opens an alert again, the same one does not; what is no longer owned is no hit.
    owners.write_text(f"{header}a,,c2,80\na,,c3,10\n")
    second = office.night("2026-01-02")
    status = {hit["record_id"]: hit["status"] for hit in second.hits if hit["alert_kind"] == "ownership"}
    assert status == {"c2": "open", "c7": "false positive"}
    assert by_name == {
        (hit["record_id"], hit["entity_id"]) for hit in second.hits if hit["alert_kind"] == "name"
    }
    assert second.card["c2"]["change"] == "reopened"
    assert "60 % of c2" in second.card["c2"]["why"]
