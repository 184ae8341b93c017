"""Notices sent through a notification block of Prefect, from a flow or as a flow's hook.

The block is made in Prefect's pages (or by its Python) and named by `nightly.notify_block`. Whatever is wrong
with it, a night is not lost for want of a message: the run says so in its log, and goes on.
"""

from __future__ import annotations

import inspect
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.notices import Notice, failure_notice, night_notice
from screening.model.errors import ScreeningError
from screening.runs.night.list_states import NightPublished
from screening.settings import load_settings
from screening.settings.nights import NightlySettings

if TYPE_CHECKING:
    from prefect import Flow
    from prefect.blocks.abstract import NotificationBlock
    from prefect.client.schemas.objects import FlowRun, State

    from screening.runs.night.summary import NightSummary

__all__ = ["notify_of_failure", "notify_of_night", "send_notice"]

_log = logging.getLogger("pipelines")


def notify_of_night(summary: NightSummary, settings: NightlySettings) -> bool:
    """Send new and reopened alerts from `settings.notify_score` on. Returns whether that was sent.

    Call it once the night is published.
    """
    notice = night_notice(summary, settings.notify_score)
    return notice is not None and send_notice(settings.notify_block, notice)


def notify_of_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """A hook for `on_failure` and `on_crashed` of a flow that has the parameter `config`, a settings file."""
    raised = _raised(state)
    if isinstance(raised, NightPublished):
        # Its notice has named its lists.
        return
    config = (flow_run.parameters or {}).get("config")
    try:
        settings = load_settings(Path(config) if config else None)
    except ScreeningError as error:
        _log.warning("nobody was notified of this failure, for the settings cannot be read: %s", error)
        return
    notice = failure_notice(flow.name, flow_run.name, raised)
    send_notice(settings.nightly.notify_block, notice)


def send_notice(block_name: str | None, notice: Notice) -> bool:
    """Send through the block TYPE/NAME. Returns whether it was sent; without a name, nothing is done.

    A block that is missing or fails is logged as a warning of the run, never raised.
    """
    if not block_name:
        return False
    block = _loaded(block_name)
    if block is None:
        return False
    try:
        with block.raise_on_failure():
            sending: Any = block.notify(notice.body, subject=notice.subject)
            if inspect.isawaitable(sending):
                from prefect.utilities.asyncutils import run_coro_as_sync

                run_coro_as_sync(_awaited(sending))
    except Exception as error:
        # Any service may fail in ways of its own. Its words are not logged: they may hold the secret address.
        _log.warning(
            "the notification '%s' could not be sent through %s (%s). Send a test from the block's page in "
            "Prefect, or set nightly.notify_block to null.",
            notice.subject,
            block_name,
            type(error).__name__,
        )
        return False
    _log.info("sent the notification '%s' through %s", notice.subject, block_name)
    return True


def _loaded(block_name: str) -> NotificationBlock | None:
    # The blocks that come with Prefect are known by their types once they are imported.
    import prefect.blocks.notifications  # noqa: F401
    from prefect.blocks.abstract import NotificationBlock
    from prefect.blocks.core import Block, UnknownBlockType

    try:
        block = Block.load(block_name)
    except (ValueError, UnknownBlockType):
        _log.warning(
            "nobody was notified: Prefect has no block %s. Make it in Prefect's pages under Blocks, on the "
            "server that this run uses, or set nightly.notify_block to TYPE/NAME of one that is there, or "
            "to null.",
            block_name,
        )
        return None
    if not isinstance(block, NotificationBlock):
        _log.warning(
            "nobody was notified: %s is no notification block. Set nightly.notify_block to one, such as "
            "slack-webhook/compliance.",
            block_name,
        )
        return None
    return block


async def _awaited(sending: Any) -> None:
    await sending


def _raised(state: State[Any]) -> BaseException | None:
    """What a failed run raised; None for a crash, of which no Python error is left."""
    if not state.is_failed():
        return None
    raised = state.result(raise_on_failure=False)
    return raised if isinstance(raised, BaseException) else None
