"""What a Prefect server keeps of the newest flow run, read from its API as the UI reads it."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class KeptRun:
    """run, tasks: as the server describes them. artifacts: by key."""

    run: dict[str, Any]
    tasks: list[dict[str, Any]]
    artifacts: dict[str, dict[str, Any]]

    @property
    def state(self) -> dict[str, Any]:
        return self.run["state"]


def newest_run(api: str) -> KeptRun:
    with httpx.Client(base_url=api, trust_env=False, timeout=30) as client:
        (run,) = _found(client, "/flow_runs/filter", {"sort": "START_TIME_DESC", "limit": 1})
        of_run = {"flow_runs": {"id": {"any_": [run["id"]]}}}
        artifacts = _found(client, "/artifacts/filter", of_run)
        return KeptRun(
            run=run,
            tasks=_found(client, "/task_runs/filter", of_run | {"sort": "EXPECTED_START_TIME_ASC"}),
            artifacts={artifact["key"]: artifact for artifact in artifacts if artifact["key"]},
        )


def _found(client: httpx.Client, path: str, asked: dict[str, Any]) -> list[dict[str, Any]]:
    response = client.post(path, json=asked)
    response.raise_for_status()
    return response.json()
