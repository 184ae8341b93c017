"""`flow` and `task` of Prefect, whose errors tell it nothing of a customer.

Prefect keeps the words of an error, and of every error behind it, in its database: in states and in logs. A
library's words may quote a row (`invalid value 'Jane Doe'`). So they are taken out before Prefect sees them;
what is left is the kind of error, where it was raised, and what this program's own errors say.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from typing import Any, ParamSpec, TypeVar

import prefect

from screening.model.errors import ScreeningError

__all__ = ["flow", "give_words_back", "task"]

P = ParamSpec("P")
R = TypeVar("R")
_SPOKEN = "_spoken_before_prefect"


def flow(**options: Any) -> Callable[[Callable[P, R]], prefect.Flow[P, R]]:
    """`prefect.flow` with these options."""

    def made(function: Callable[P, R]) -> prefect.Flow[P, R]:
        quiet = _kept_private(function)
        # Prefect checks parameters by their types, which mean something only where the function stands.
        vars(quiet)["__signature__"] = inspect.signature(function, eval_str=True)
        return prefect.flow(**options)(quiet)

    return made


def task(**options: Any) -> Callable[[Callable[P, R]], prefect.Task[P, R]]:
    """`prefect.task` with these options."""
    return lambda function: prefect.task(**options)(_kept_private(function))


def give_words_back(error: BaseException) -> None:
    """For the terminal of whoever started the run: the error says again what it said where it was raised."""
    for each in _behind(error):
        each.args = getattr(each, _SPOKEN, each.args)


def _kept_private(function: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(function)
    def quiet(*given: P.args, **named: P.kwargs) -> R:
        try:
            return function(*given, **named)
        except Exception as error:
            for each in _behind(error):
                _take_words_out(each)
            raise

    return quiet


def _take_words_out(error: BaseException) -> None:
    # An OSError has a number and the names of files.
    if isinstance(error, ScreeningError | OSError) or hasattr(error, _SPOKEN):
        return
    setattr(error, _SPOKEN, error.args)
    if isinstance(getattr(error, "hide_parameters", None), bool):
        # SQLAlchemy's, which would show the row that was written.
        vars(error)["hide_parameters"] = True
    error.args = ("its words are not kept here, for they may quote a customer",)


def _behind(error: BaseException) -> Iterator[BaseException]:
    """The error, and all that it was raised because of or in the middle of."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting += [each.__cause__, each.__context__]
