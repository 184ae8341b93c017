"""What Prefect's database keeps of a run that failed: nothing of a customer, whatever library it was."""

import json

import httpx
import pytest
from prefect_records import newest_run

from screening.matching.screener import Screener
from screening.model.errors import InputError

CUSTOMER = "Jane Q. Public"


def kept_by(api: str) -> str:
    """All that the server has of the newest run: itself, its tasks, their states, artifacts and logs."""
    kept = newest_run(api)
    with httpx.Client(base_url=api, trust_env=False, timeout=30) as client:
        run = kept.run["id"]
        of_run = {"flow_runs": {"id": {"any_": [run]}}}
        logs = client.post("/logs/filter", json={"logs": {"flow_run_id": {"any_": [run]}}, "limit": 200})
        states = client.get("/flow_run_states/", params={"flow_run_id": run})
        events = client.post("/artifacts/filter", json=of_run)
    tasks = kept.tasks
    return json.dumps([kept.run, tasks, logs.json(), states.json(), events.json()])


@pytest.fixture
def failed(sanctions, prefect_api, customers, listed, tmp_path, monkeypatch):
    """Screen with a screener that fails in the way given; what the terminal and the server were told."""

    def screen(raising, *options):
        monkeypatch.setattr(Screener, "screen_batch", lambda *_, **__: raising())
        out = tmp_path / "out"
        done = sanctions(*options, "screen", customers, "--watchlist", listed, "--out", out)
        from prefect.logging.handlers import APILogHandler

        APILogHandler().flush()
        return done, kept_by(prefect_api)

    return screen


def test_a_librarys_words_stay_on_the_terminal(failed):
    def fail():
        raise ValueError(f"invalid value '{CUSTOMER}'")

    done, kept = failed(fail)
    assert done.exit_code == 1
    assert f"ValueError: invalid value '{CUSTOMER}'" in done.stderr
    assert "ValueError" in kept
    assert CUSTOMER not in kept


def test_nor_do_errors_behind_an_error_tell(failed):
    def fail():
        try:
            raise KeyError(CUSTOMER)
        except KeyError as error:
            raise InputError("customers.csv, row 3: cannot be read. Mend it.") from error

    done, kept = failed(fail)
    assert done.exit_code == 2
    assert "customers.csv, row 3: cannot be read. Mend it." in kept
    assert "KeyError" in kept
    assert CUSTOMER not in kept


def test_a_debugger_sees_the_words(failed):
    def fail():
        raise ValueError(f"invalid value '{CUSTOMER}'")

    done, kept = failed(fail, "--debug")
    assert str(done.exception) == f"invalid value '{CUSTOMER}'"
    assert CUSTOMER not in kept


def test_a_row_in_a_database_error_is_hidden(failed):
    import sqlalchemy as sa

    def fail():
        raise sa.exc.IntegrityError(
            "INSERT INTO t VALUES (?)", (CUSTOMER,), Exception(f"{CUSTOMER} is there already")
        )

    _, kept = failed(fail)
    assert "IntegrityError" in kept
    assert CUSTOMER not in kept
