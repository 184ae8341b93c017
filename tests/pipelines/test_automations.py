"""A run whose process is gone, on a real Prefect server: crashed, told of, and a night started once more."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from real_server import own_server  # noqa: F401 - the fixture `server`

from pipelines import automations
from pipelines.nightly import nightly_screening

PATIENCE = 60
PREFECT_YAML = Path(__file__).resolve().parent.parent.parent / "prefect.yaml"


@pytest.fixture(autouse=True)
def heartbeats() -> Iterator[None]:
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}):
        yield


@pytest.fixture
def client(server) -> Iterator[SyncPrefectClient]:
    with temporary_settings({PREFECT_API_URL: server}), get_client(sync_client=True) as client:
        yield client


@pytest.fixture
def told() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a service that messages are sent to, and what it was sent."""
    got: list[bytes] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    service = HTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}", got
    service.shutdown()


def begun_night(client):
    """A night of the deployment that began to run, and whose process sent one heartbeat and is gone."""
    from prefect.states import Pending, Running

    flow_id = client.create_flow_from_name("nightly-screening")
    deployment_id = client.create_deployment(
        flow_id,
        "nightly-screening",
        concurrency_limit=1,
        concurrency_options={"collision_strategy": "ENQUEUE"},
    )
    run = client.create_flow_run_from_deployment(deployment_id)
    for state in (Pending(), Running()):
        assert client.set_flow_run_state(run.id, state).status == "ACCEPT"
    heartbeat = {
        "id": str(uuid4()),
        "occurred": datetime.now(UTC).isoformat(),
        "event": "prefect.flow-run.heartbeat",
        "resource": {"prefect.resource.id": f"prefect.flow-run.{run.id}", "prefect.resource.name": run.name},
        "related": [
            {
                "prefect.resource.id": f"prefect.flow.{flow_id}",
                "prefect.resource.role": "flow",
                "prefect.resource.name": "nightly-screening",
            }
        ],
    }
    client._client.post("/events", json=[heartbeat]).raise_for_status()
    return run.id


def waited_for(what) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.5)
    return False


def test_a_night_whose_process_is_gone_is_crashed_told_of_and_started_once_more(
    client, told, sanctions, tmp_path, monkeypatch
):
    from prefect.blocks.notifications import CustomWebhookNotificationBlock
    from prefect.states import Crashed, Pending, Running

    address, messages = told
    CustomWebhookNotificationBlock(
        name="desk", url=address, json_data={"subject": "{{subject}}", "body": "{{body}}"}
    ).save("desk")
    own = tmp_path / "own.yaml"
    own.write_text("nightly: {notify_block: custom-webhook/desk}\n", encoding="utf-8")
    # Ten seconds without a heartbeat, the least that Prefect knows, and not two minutes.
    monkeypatch.setattr(automations, "_HEARTBEATS_MISSED", 1 / 3)
    for _ in range(2):
        done = sanctions("automations", "--config", own)
        assert done.exit_code == 0, done.stderr
        assert len(done.stdout.splitlines()) == 3
    assert len(client.read_automations()) == 3  # the second call made none anew

    run_id = begun_night(client)
    assert waited_for(lambda: client.read_flow_run(run_id).state.name == "AwaitingRetry")
    states = client.read_flow_run_states(run_id)
    assert [state.message for state in states if state.is_crashed()] == [automations.GONE]
    assert waited_for(lambda: messages)
    assert b"Sanctions screening: nightly-screening is gone" in messages[0]

    # The place is free again. What crashes a second time stays so.
    for state in (Pending(), Running(), Crashed(message="out of memory")):
        assert client.set_flow_run_state(run_id, state, force=True).status == "ACCEPT"
    time.sleep(3)
    assert client.read_flow_run(run_id).state.name == "Crashed"
    assert len(messages) == 1


def test_the_automations_know_the_flows_and_the_deployment():
    import yaml

    from pipelines.evaluate_matching import evaluate_matching
    from pipelines.refresh_watchlists import refresh_watchlists
    from pipelines.screen_file import screen_file

    flows = [nightly_screening, screen_file, refresh_watchlists, evaluate_matching]
    crashed, again = automations.night_automations(None, timedelta(seconds=120))
    assert crashed.trigger.match_related.root["prefect.resource.name"] == [flow.name for flow in flows]
    deployments = yaml.safe_load(PREFECT_YAML.read_text(encoding="utf-8"))["deployments"]
    assert again.trigger.match_related.root["prefect.resource.name"] in {each["name"] for each in deployments}


def test_without_a_server_the_way_out_is_told(sanctions):
    with temporary_settings({PREFECT_API_URL: None}):
        done = sanctions("automations")
    assert done.exit_code == 2
    assert "PREFECT_API_URL=http://" in done.stderr


def test_a_server_that_does_not_answer(sanctions):
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        done = sanctions("automations")
    assert done.exit_code == 2
    assert "no Prefect server answers there" in done.stderr


def test_a_block_that_is_not_there(sanctions, prefect_api, tmp_path):
    own = tmp_path / "own.yaml"
    own.write_text("nightly: {notify_block: slack-webhook/nobody}\n", encoding="utf-8")
    done = sanctions("automations", "--config", own)
    assert done.exit_code == 2
    assert "slack-webhook/nobody" in done.stderr
