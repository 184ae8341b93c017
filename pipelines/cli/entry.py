"""The commands put together, and how each ends: status, message, traceback."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from pipelines.cli.automations import automations
from pipelines.cli.evaluate import evaluate
from pipelines.cli.init import init
from pipelines.cli.lists import lists
from pipelines.cli.name import name
from pipelines.cli.nightly import nightly
from pipelines.cli.nights import nights
from pipelines.cli.refusals import refusal
from pipelines.cli.review import review
from pipelines.cli.runs import runs
from pipelines.cli.screen import screen
from pipelines.cli.stopping import ends_when_told
from pipelines.cli.terminal import made_visible
from screening.model.errors import GateFailure, InputError

__all__ = ["FAULT", "GATE_STOPPED", "UNUSABLE", "main"]

FAULT = 1
UNUSABLE = 2
GATE_STOPPED = 3


class _Fault(click.ClickException):
    exit_code = FAULT


class _Unusable(click.ClickException):
    exit_code = UNUSABLE


class _GateStopped(click.ClickException):
    exit_code = GATE_STOPPED


class _Commands(click.Group):
    """Turns what a command raises into an exit status: 2 and 3 without a traceback, 1 with one on demand.

    A command that a signal stopped ends with 130 (^C), 143 (SIGTERM) or 129 (its terminal is gone).
    """

    def make_context(self, *given: Any, **named: Any) -> click.Context:
        with _made_visible():
            return super().make_context(*given, **named)

    def invoke(self, ctx: click.Context) -> Any:
        with _made_visible(), ends_when_told() as stopping:
            try:
                return self._invoke(ctx)
            except BaseException as error:
                if stopping.by is None:
                    raise
                # Whatever came of it on the way out, the user was told.
                raise click.exceptions.Exit(stopping.status) from error

    def _invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            raise _Unusable(str(error)) from error
        except GateFailure as error:
            raise _GateStopped(str(error)) from error
        except (click.ClickException, click.Abort, click.exceptions.Exit, BrokenPipeError):
            # Click ends quietly where whoever reads the output has had enough of it.
            raise
        except Exception as error:
            # A command without a flow has not imported it.
            if kept_private := sys.modules.get("pipelines.kept_private"):
                kept_private.give_words_back(error)
            if ctx.params["debug"]:
                raise
            refused = refusal(error)
            if refused is not None:
                raise _Unusable(refused) from error
            first_line = (str(error).splitlines() or [""])[0]
            raise _Fault(
                f"a fault of the program: {type(error).__name__}: {first_line}. "
                "Run again as 'sanctions --debug ...' to see where."
            ) from error


@contextmanager
def _made_visible() -> Iterator[None]:
    """Errors quote arguments, file names and cells; none of them acts on the terminal."""
    try:
        yield
    except click.ClickException as error:
        # Final to a type checker; click reads it when it shows the error.
        vars(error)["message"] = made_visible(error.message)
        raise


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: sanctions screen customers.parquet --watchlist lists/ofac --out runs/today",
)
@click.option("--debug", is_flag=True, envvar="SANCTIONS_DEBUG", help="Show the traceback of a fault.")
@click.version_option(package_name="sanctions-screening", prog_name="sanctions")
def main(debug: bool) -> None:
    """Screen customers and vendors against sanctions lists.

    Ends with 0 when done, with or without hits; 2 for unusable input or arguments; 3 where a quality gate
    stopped the run; 1 for a fault of the program; 130 or 143 where ^C or SIGTERM stopped it.
    """
    # Lists are many small objects that stay: to look through them for garbage again and again, as often as
    # Python does by itself, takes a third of the time until they are ready.
    gc.set_threshold(50_000, 20, 100)


main.add_command(screen)
main.add_command(nightly)
main.add_command(nights)
main.add_command(lists)
main.add_command(name)
main.add_command(review)
main.add_command(runs)
main.add_command(evaluate)
main.add_command(automations)
main.add_command(init)
