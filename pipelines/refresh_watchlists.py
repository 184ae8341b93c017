"""The flow refresh-watchlists: takes in new publications of lists, before the night comes.

`sanctions lists fetch` for schedules: the same gates, the same store. A list that is refused or cannot be
read does not keep the others out; the run fails once all were looked at.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.kept_private import flow
from pipelines.markdown_tables import markdown_table
from pipelines.notifications import notify_of_failure
from pipelines.steps_as_tasks import run_as_task
from screening.runs.list_intake import Intake, raise_if_not_taken_in, take_in_lists
from screening.runs.run_step import FILES, Step
from screening.settings import load_settings

if TYPE_CHECKING:
    from screening.watchlists import StoredVersion

__all__ = ["LISTS_KEY", "lists_markdown", "refresh_watchlists"]

LISTS_KEY = "watchlists-taken-in"
_log = logging.getLogger("pipelines")


@flow(
    name="refresh-watchlists",
    persist_result=False,
    on_failure=[notify_of_failure],
    on_crashed=[notify_of_failure],
)
def refresh_watchlists(config: str | None = None) -> list[str]:
    """Take in from every source under `lists` in the settings; returns the folders of the versions that
    runs use from now on.

    config: a file laid over the default settings. Raises GateFailure where a gate refused a list, and
    InputError where one is unusable or missing, or no source is configured.
    """
    from prefect.artifacts import create_markdown_artifact

    settings = load_settings(Path(config) if config else None)
    today = settings.nightly.day_of(datetime.now(UTC))
    intakes = run_as_task(Step("take in lists", "", FILES), take_in_lists, settings, today)
    create_markdown_artifact(
        key=LISTS_KEY, markdown=lists_markdown(intakes), description="What came of each list"
    )
    for intake in intakes:
        _log.info("%s: %s, in use: %s", intake.list_id, intake.state, _version(intake.in_use))
    raise_if_not_taken_in(intakes)
    return [str(intake.in_use.path) for intake in intakes if intake.in_use is not None]


def lists_markdown(intakes: Sequence[Intake]) -> str:
    """What came of each list, what its gates said and which version is in use, in Markdown."""
    lines = [
        "# Lists",
        "",
        *markdown_table(
            ("List", "State", "In use", "Notes"),
            [(each.list_id, each.state, _version(each.in_use), "; ".join(each.notes)) for each in intakes],
        ),
        "",
        "## Gates",
        "",
        *markdown_table(
            ("Gate", "Passed", "Saw"),
            [
                (gate.name, "yes" if gate.passed else "NO", gate.saw)
                for intake in intakes
                for gate in intake.gates
            ],
        ),
    ]
    failures = [check for each in intakes for gate in each.failed_gates for check in gate.failures]
    if failures:
        lines += ["", "## What to do", ""]
        lines += [f"- {check.name}: {check.saw}. Way out: {check.way_out}." for check in failures]
    return "\n".join(lines)


def _version(version: StoredVersion | None) -> str:
    if version is None:
        return "no good version"
    return f"{version.published or 'undated'} {version.sha256[:12]}"
