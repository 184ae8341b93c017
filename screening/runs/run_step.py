"""The steps of a run: each has a name, and is called through a `run_step` that the caller may give.

A run calls `run_step(Step("read list", "lists/ofac", FILES), open_list, "lists/ofac", store)`. By default
that is `run_here`. A scheduler gives one of its own that makes each step a task with its name and its tries;
the steps, their order and what they do are the same.
"""

from __future__ import annotations

import errno
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, Protocol, TypeVar

from screening.model.errors import ScreeningError

__all__ = ["FILES", "RunStep", "Step", "may_heal", "run_here", "tell_of"]

P = ParamSpec("P")
R = TypeVar("R")
_log = logging.getLogger(__name__)

# Seconds to wait before each further try of a step that reads or writes files, where the file system failed.
FILES = (2.0, 10.0)

# What waiting does not heal, though it is an error of the file system.
_LASTING_NUMBERS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG)
_LASTING = (FileNotFoundError, IsADirectoryError, NotADirectoryError, PermissionError, FileExistsError)


@dataclass(frozen=True)
class Step:
    """name: of the kind of step. subject: what this one works on. tries_after: seconds to wait before each
    further try, where the step failed with an error that `may_heal`; none for what works in memory. is_told:
    whether a line of progress says that it begins; others tell of themselves."""

    name: str
    subject: str = ""
    tries_after: tuple[float, ...] = ()
    is_told: bool = True

    @property
    def title(self) -> str:
        """The name of this one step, such as "read list lists/ofac"."""
        return f"{self.name} {self.subject}".rstrip()


class RunStep(Protocol):
    """Calls the function of a step and returns what it returns. Its errors reach the caller as they are."""

    def __call__(self, step: Step, function: Callable[P, R], /, *given: P.args, **named: P.kwargs) -> R: ...


def run_here(step: Step, function: Callable[P, R], /, *given: P.args, **named: P.kwargs) -> R:
    """Calls the function in this thread, again where the file system failed and may have recovered."""
    tell_of(step)
    for seconds in step.tries_after:
        try:
            return function(*given, **named)
        except Exception as error:
            if not may_heal(error):
                raise
            _log.warning("%s: %s; tried again in %g seconds", step.title, error, seconds)
            time.sleep(seconds)
    return function(*given, **named)


def tell_of(step: Step) -> None:
    """Log that a step begins, for a line of progress."""
    if step.is_told:
        _log.info("%s", step.title, extra={"progress": True})


def may_heal(error: BaseException) -> bool:
    """Whether another try is worth it: only where the file system failed, as network drives do.

    An InputError that was raised because of such a failure counts; one about the content does not.
    """
    cause = error.__cause__ if isinstance(error, ScreeningError) else error
    if not isinstance(cause, OSError) or isinstance(cause, _LASTING):
        return False
    return cause.errno not in _LASTING_NUMBERS
