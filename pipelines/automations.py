"""What a Prefect server does about a run whose process is gone, of which nobody is left to tell.

A machine that goes down, or a worker killed together with its run, leaves the run standing as "Running" and
its night's place taken. Runs send a heartbeat; where it stays away, the server marks the run as crashed,
tells people, and starts a crashed night once more.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from screening.model.errors import InputError

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.events.schemas.automations import AutomationCore

__all__ = ["GONE", "night_automations", "set_up_automations"]

GONE = "Its heartbeat stayed away: its process was killed, or its machine went down."
_FLOWS = ["nightly-screening", "screen-file", "refresh-watchlists", "evaluate-matching"]
_NIGHT = "nightly-screening"
# A busy machine or server may lose one or two.
_HEARTBEATS_MISSED = 4
_RUNS: dict[str, str | list[str]] = {"prefect.resource.id": "prefect.flow-run.*"}
_CRASHED = "prefect.flow-run.Crashed"


def night_automations(notify_block: UUID | None, after: timedelta) -> list[AutomationCore]:
    """What is set up. notify_block: the id of a notification block. after: so long without a heartbeat."""
    from prefect.client.schemas.objects import StateType
    from prefect.events.actions import ChangeFlowRunState, SendNotification
    from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
    from prefect.events.schemas.events import ResourceSpecification

    of_flows = ResourceSpecification({"prefect.resource.role": "flow", "prefect.resource.name": list(_FLOWS)})
    heartbeat = "prefect.flow-run.heartbeat"
    ends = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Cancelled", "Crashed")}
    wanted = [
        AutomationCore(
            name="sanctions: a run whose process is gone is crashed",
            description="Without it, such a run stands as Running, and the next night waits for it.",
            trigger=EventTrigger(
                match=ResourceSpecification(_RUNS),
                match_related=of_flows,
                for_each={"prefect.resource.id"},
                after={heartbeat},
                expect={heartbeat, *ends},
                posture=Posture.Proactive,
                threshold=1,
                within=after,
            ),
            # Of a run that has ended, Prefect refuses the change.
            actions=[ChangeFlowRunState(state=StateType.CRASHED, name="Crashed", message=GONE, force=False)],
        ),
        AutomationCore(
            name="sanctions: a crashed night is started once more",
            description="The same run, with the same parameters. It goes on where the night was stopped.",
            trigger=EventTrigger(
                # Of the first try only: what crashes again waits for a person.
                match=ResourceSpecification({**_RUNS, "prefect.run-count": "1"}),
                match_related=ResourceSpecification(
                    {"prefect.resource.role": "deployment", "prefect.resource.name": _NIGHT}
                ),
                expect={_CRASHED},
                posture=Posture.Reactive,
                threshold=1,
                within=timedelta(0),
            ),
            actions=[
                ChangeFlowRunState(
                    state=StateType.SCHEDULED,
                    name="AwaitingRetry",
                    message="It crashed, and is started once more.",
                    force=False,
                )
            ],
        ),
    ]
    if notify_block is not None:
        wanted.append(
            AutomationCore(
                name="sanctions: people are told of a run whose process is gone",
                description="A run that can still tell of its end does so itself.",
                trigger=EventTrigger(
                    match=ResourceSpecification({**_RUNS, "prefect.state-message": GONE}),
                    match_related=of_flows,
                    expect={_CRASHED},
                    posture=Posture.Reactive,
                    threshold=1,
                    within=timedelta(0),
                ),
                actions=[
                    SendNotification(
                        block_document_id=notify_block,
                        subject="Sanctions screening: {{ flow.name }} is gone",
                        body=f"Run '{{{{ flow_run.name }}}}' of {{{{ flow.name }}}}: {GONE} "
                        "A night is started once more by itself, and goes on where it stopped.",
                    )
                ],
            )
        )
    return wanted


def set_up_automations(block_name: str | None) -> list[str]:
    """Create them on the server that PREFECT_API_URL names, or renew those there; returns their names.

    block_name: TYPE/NAME of the notification block to tell people through. Raises InputError where there is
    no server or no such block.
    """
    from httpx import TransportError
    from prefect.client.orchestration import get_client
    from prefect.settings.context import get_current_settings

    settings = get_current_settings()
    if not settings.api.url:
        raise InputError(
            "PREFECT_API_URL: names no Prefect server, and automations are a server's. Set it, such as "
            "PREFECT_API_URL=http://127.0.0.1:4200/api."
        )
    if settings.flows.heartbeat_frequency is None:
        raise InputError("PREFECT_FLOWS_HEARTBEAT_FREQUENCY: runs send no heartbeat. Set it to 30 (seconds).")
    after = timedelta(seconds=_HEARTBEATS_MISSED * settings.flows.heartbeat_frequency)
    try:
        with get_client(sync_client=True) as client:
            wanted = night_automations(_block_id(client, block_name) if block_name else None, after)
            for each in wanted:
                there = client.find_automation(each.name)
                if there is None:
                    client.create_automation(each)
                else:
                    client.update_automation(there.id, each)
    except TransportError as error:
        raise InputError(
            f"{settings.api.url}: no Prefect server answers there. Start it, or set PREFECT_API_URL."
        ) from error
    return [each.name for each in wanted]


def _block_id(client: SyncPrefectClient, block: str) -> UUID:
    from prefect.exceptions import ObjectNotFound

    of_type, _, name = block.partition("/")
    try:
        document = client.read_block_document_by_name(name, of_type)
    except ObjectNotFound:
        document = None
    schema = None if document is None else document.block_schema
    if document is None or document.id is None or schema is None or "notify" not in schema.capabilities:
        raise InputError(
            f"nightly.notify_block: Prefect has no notification block {block}. Make it in Prefect's pages "
            "under Blocks, or set nightly.notify_block to null."
        )
    return document.id
