"""Every list has a state each night, and it is told everywhere: log, page, run.json, Prefect, exit status."""

import json
import logging
import shutil
from pathlib import Path

import pytest
from night_office import CUSTOMERS, Office, Published
from prefect_records import newest_run
from run_inputs import PARTIES, write_list

from screening.model.errors import GateFailure, InputError

DAY = "2026-01-03"


def newest(office) -> Published:
    return Published(Path("runs") / max(name for name in office.runs if DAY in name))


def cut(drop: Path) -> None:
    content = (drop / "sdn.csv").read_bytes()
    (drop / "sdn.csv").write_bytes(content[: len(content) // 2])


def without_aliases(drop: Path) -> None:
    (drop / "alt.csv").unlink()


def emptied(drop: Path) -> None:
    for file in drop.iterdir():
        file.unlink()


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (cut, "sdn.csv ends in the middle"),
        (without_aliases, "alt.csv is missing"),
        (emptied, "holds no list"),
    ],
)
def test_a_drop_that_cannot_be_taken_is_told_everywhere_and_ends_with_2(
    office, sanctions, monkeypatch, prefect_api, spoil, says
):
    monkeypatch.chdir(office.folder)
    office.list_of(DAY)
    spoil(office.folder / "drop" / DAY)
    result = sanctions("nightly", "--config", "own.yaml", "--day", DAY)
    assert result.exit_code == 2
    night = newest(office)
    assert f"is published in {night.folder}, but screened with older lists" in result.stderr.splitlines()[-1]
    line = f"OFAC-SDN: unusable (drop/{DAY}: {says}; left where it is)"
    in_use = "in use: OFAC-SDN 2026-01-01"
    assert any("WARNING" in told and line in told and in_use in told for told in result.stderr.splitlines())
    (state,) = night.run["lists"]
    assert (state["list_id"], state["state"], state["age_days"]) == ("OFAC-SDN", "unusable", 2)
    assert state["version"].startswith("OFAC-SDN 2026-01-01")
    assert says in state["notes"][0]
    table = night.page.partition("What the night found of each list")[2].partition("</table>")[0]
    assert ">unusable</td>" in table
    assert says in table
    assert f"| OFAC-SDN | unusable | {state['version']} | 2 |" in str(newest_run(prefect_api).artifacts)
    # Once it is whole, the night is run again, and ends well.
    shutil.rmtree(office.folder / "drop" / DAY)
    office.list_of(DAY)
    assert sanctions("nightly", "--config", "own.yaml", "--day", DAY).exit_code == 0


def test_a_list_is_new_where_last_night_was_screened_with_another_and_else_unchanged(office, caplog):
    caplog.set_level(logging.INFO, "screening")
    assert [state["state"] for state in office.night(DAY).run["lists"]] == ["unchanged"]
    office.list_of("2026-01-04", parties=[*PARTIES, ("900", "TILLERSON, Rex", "individual", "CUBA", "-0- ")])
    assert [state["state"] for state in office.night("2026-01-04").run["lists"]] == ["new"]
    assert "OFAC-SDN: new; in use: OFAC-SDN 2026-01-04" in caplog.text


def test_an_empty_delivery_is_unchanged_until_what_is_in_use_is_too_old(office):
    shutil.rmtree(office.folder / "drop" / "2026-01-01")
    (state,) = office.night(DAY).run["lists"]
    assert (state["state"], state["notes"]) == ("unchanged", ["drop: holds no complete publication"])
    office.config("workers: 1", "gates: {max_list_age_days: 30}")
    assert office.night("2026-01-31").run["lists"][0]["age_days"] == 30
    states, nights = office.states, office.nights_recorded
    with pytest.raises(GateFailure, match="published 2026-01-01, 31 days ago") as raised:
        office.night("2026-02-01")
    assert "report.html" in str(raised.value)
    stopped = Published(Path("runs") / "night-2026-02-01-stopped")
    assert [state["state"] for state in stopped.run["lists"]] == ["too old"]
    assert "too old</td>" in stopped.page
    assert (office.states, office.nights_recorded) == (states, nights)


def test_a_list_that_was_never_delivered_is_missing_and_the_night_says_so(office):
    (office.folder / "other").mkdir()
    office.config("lists: [", "lists: [{list_id: OTHER, folder: other, settle_seconds: 0}, ")
    with pytest.raises(InputError, match=r"OTHER: missing \(other: holds no complete publication\)"):
        office.night(DAY)
    night = newest(office)
    assert [(state["list_id"], state["state"]) for state in night.run["lists"]] == [
        ("OTHER", "missing"),
        ("OFAC-SDN", "unchanged"),
    ]
    assert night.run["lists"][0]["version"] is None


def test_a_list_that_a_person_imported_has_a_state_too(office, sanctions, monkeypatch):
    monkeypatch.chdir(office.folder)
    other = write_list(office.folder / "2026-01-02", parties=PARTIES[:1], aliases=[], addresses=[])
    imported = sanctions("lists", "import", other, "--list-id", "OWN", "--config", "own.yaml")
    assert imported.exit_code == 0, imported.stderr
    states = office.night(DAY).run["lists"]
    assert [(state["list_id"], state["state"]) for state in states] == [
        ("OFAC-SDN", "unchanged"),
        ("OWN", "new"),
    ]


def test_a_first_night_without_a_usable_list_says_why_and_what_to_do(tmp_path, monkeypatch, prefect_api):
    monkeypatch.chdir(tmp_path)
    office = Office(tmp_path).open()
    without_aliases(tmp_path / "drop" / "2026-01-01")
    with pytest.raises(InputError) as raised:
        office.night("2026-01-02")
    said = str(raised.value)
    assert "alt.csv is missing" in said
    assert "sanctions lists import PATH" in said
    assert "--watchlist" not in said
    assert office.runs == []


def test_the_night_is_in_run_json_and_on_the_page(office):
    office.customers([*CUSTOMERS[1:], {"record_id": "c7", "name": "Qais Khazali"}])
    night = office.night(DAY)
    said = night.run["night"]
    assert said["day"] == DAY
    assert night.folder.name == f"night-{DAY}-{said['run_key'][:8]}"
    assert (said["full"], said["why"]) == (False, "screening what changed")
    assert said["customers"] == {"new": 1, "changed": 0, "unchanged": 5, "gone": 1, "kept": 0}
    assert said["parties"] == {"added": 0, "changed": 0, "removed": 0}
    assert (said["alerts"]["raised"], said["alerts"]["closed"]) == (1, 1)
    assert f"run key {said['run_key']}: incremental, screening what changed" in night.page


def test_nights_are_listed_the_newest_first(office, sanctions, monkeypatch):
    monkeypatch.chdir(office.folder)
    office.night(DAY)
    office.config("workers: 1", "gates: {max_hit_share: 0.1, hit_share_from_rows: 1}")
    with pytest.raises(GateFailure):
        office.night("2026-01-04")
    result = sanctions("nights", "--config", "own.yaml")
    assert result.exit_code == 0, result.stderr
    header, *rows = result.stdout.splitlines()
    assert header.split()[:3] == ["day", "run", "key"]
    assert [row.split()[0] for row in rows] == ["2026-01-04", DAY, "2026-01-02"]
    stopped, second, first = rows
    assert "stopped" in stopped
    assert stopped.endswith("runs/night-2026-01-04-stopped")
    assert second.split()[1] == newest(office).run["night"]["run_key"]
    assert second.split()[2:6] == ["incremental", "5", "0", "0"]
    assert first.split()[2:6] == ["full", "5", "5", "0"]
    assert len(sanctions("nights", "--config", "own.yaml", "--last", "1").stdout.splitlines()) == 2


def test_where_no_night_was_run_it_says_how_to_run_one(sanctions):
    result = sanctions("nights")
    assert result.exit_code == 0
    assert "sanctions nightly --config FILE" in result.stdout


def test_screen_and_nightly_record_the_same_settings_by_the_same_hash(office, sanctions, monkeypatch):
    monkeypatch.chdir(office.folder)
    night = Published(Path("runs") / office.runs[0]).run
    # A list that is named may be of any age.
    arguments = ["screen", "customers.parquet", "--watchlist", "OFAC-SDN", "--config", "own.yaml"]
    screened = sanctions(*arguments, "--out", "out")
    assert screened.exit_code == 0, screened.stderr
    run = json.loads(Path("out/run.json").read_text(encoding="utf-8"))
    for key in ("config_sha256", "scoring_fingerprint", "settings"):
        assert run[key] == night[key] != ""
    assert run["settings"]["customers"]["batch_rows"] == 20_000
    assert (run["night"], run["lists"]) == (None, [])
    assert sanctions(*arguments, "--out", "glomag", "--program", "glomag").exit_code == 0
    again = json.loads(Path("glomag/run.json").read_text(encoding="utf-8"))
    assert again["config_sha256"] == run["config_sha256"]
    assert again["scoring_fingerprint"] != run["scoring_fingerprint"]
