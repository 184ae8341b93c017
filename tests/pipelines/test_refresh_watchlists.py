"""The flow refresh-watchlists, over a folder into which a publisher's files are put."""

import pytest
from prefect_records import newest_run
from run_inputs import write_list

from screening.model.errors import GateFailure, InputError

pytestmark = pytest.mark.usefixtures("prefect_api")

MANY = [(str(number), f"PARTY {number}", "individual", "SDGT", "DOB 1974.") for number in range(100, 200)]


@pytest.fixture
def drop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drop").mkdir()
    (tmp_path / "own.yaml").write_text(
        "lists: [{list_id: OFAC-SDN, folder: drop, settle_seconds: 0}]\n", encoding="utf-8"
    )
    return tmp_path / "drop"


def put(drop, day, parties):
    write_list(drop / day, parties=parties, aliases=[], addresses=[])


def refresh():
    from pipelines.refresh_watchlists import refresh_watchlists

    return refresh_watchlists(config="own.yaml")


def page(api):
    return newest_run(api).artifacts["watchlists-taken-in"]["data"]


def test_a_drop_is_taken_in_once(drop, prefect_api):
    put(drop, "2022-01-01", MANY)
    (version,) = refresh()
    assert (drop.parent / version / "meta.json").exists()
    assert "| OFAC-SDN | new | 2022-01-01 " in page(prefect_api)
    assert refresh() == [version]
    assert "| OFAC-SDN | unchanged | 2022-01-01 " in page(prefect_api)


def test_a_refused_list_fails_the_run_and_the_last_good_one_stays(drop, prefect_api):
    put(drop, "2022-01-01", MANY)
    refresh()
    put(drop, "2022-01-02", MANY[:50])
    with pytest.raises(GateFailure, match="nothing falls by more than 3%"):
        refresh()
    kept = newest_run(prefect_api)
    assert kept.state["type"] == "FAILED"
    shown = kept.artifacts["watchlists-taken-in"]["data"]
    assert "| OFAC-SDN | refused | 2022-01-01 " in shown
    assert "## What to do" in shown
    assert "--accept-change" in shown


def test_a_drop_that_cannot_be_read_fails_the_run(drop):
    write_list(drop / "2022-01-01")
    (drop / "2022-01-01" / "sdn.csv").write_bytes(b'"no","sanctions","list"\r\n')
    with pytest.raises(InputError, match="OFAC-SDN: "):
        refresh()


def test_without_a_source_it_says_where_to_name_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    from pipelines.refresh_watchlists import refresh_watchlists

    with pytest.raises(InputError, match="no source of lists is configured"):
        refresh_watchlists()
