"""A `run_step` for the library's runs that makes each step a task of Prefect, with its name and its tries.

Nothing is cached or persisted: a run must look at its input, and Prefect's storage is no place for customers.
A task gets no parameters either, so Prefect has none to look into.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect.cache_policies import NO_CACHE

from pipelines.kept_private import task
from screening.runs.run_step import Step, may_heal, tell_of

__all__ = ["run_as_task"]

P = ParamSpec("P")
R = TypeVar("R")

# What these log is shown in Prefect's pages; by default a logger lets only warnings through.
for _name in ("pipelines", "screening"):
    logging.getLogger(_name).setLevel(logging.INFO)


def run_as_task(step: Step, function: Callable[P, R], /, *given: P.args, **named: P.kwargs) -> R:
    """Call the function as a task of the flow run that is under way, as `screening.runs.run_step` asks."""

    def run() -> R:
        tell_of(step)
        return function(*given, **named)

    # By these Prefect tells tasks apart, and shows what they do.
    run.__name__, run.__qualname__ = function.__name__, function.__qualname__
    run.__module__, run.__doc__ = function.__module__, function.__doc__
    options: dict[str, Any] = {"cache_policy": NO_CACHE, "persist_result": False}
    if step.tries_after:
        options |= {
            "retries": len(step.tries_after),
            "retry_delay_seconds": list(step.tries_after),
            "retry_condition_fn": _may_heal,
        }
    return task(name=step.name, task_run_name=lambda: step.title, **options)(run)()


def _may_heal(_task: Any, _run: Any, state: Any) -> bool:
    return may_heal(state.result(raise_on_failure=False))
