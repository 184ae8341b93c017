"""The few errors of this program. Raise one where a person must do something about it.

Each carries a message that names the file, the row or column, and the way out. The command line turns
them into the exit statuses 2 and 3; anything else is a fault of the program and ends with 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["GateFailure", "InputError", "ScreeningError"]


class ScreeningError(Exception):
    """Base of all errors a user can meet. Its text is shown as it is, without a traceback."""


class InputError(ScreeningError):
    """A file, a table, a configuration or an argument that cannot be used (exit status 2)."""


class GateFailure(ScreeningError):  # noqa: N818  (a failed gate is not a mistake of anybody's)
    """A quality gate stopped the run before anything was published (exit status 3).

    results: the verdicts that stopped it (of `quality.GateResult`), for the page that the run leaves.
    """

    def __init__(self, message: str, results: Iterable[Any] = ()) -> None:
        super().__init__(message)
        self.results = tuple(results)
