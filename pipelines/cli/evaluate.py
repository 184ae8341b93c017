"""`sanctions evaluate`: what the current settings find, and what they let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import config_option, watchlist_option
from pipelines.cli.terminal import say

if TYPE_CHECKING:
    from screening.evaluation import EvaluationRecord, Share

__all__ = ["evaluate"]


@click.command(epilog="Example: sanctions evaluate --watchlist lists/ofac --clean customers.parquet")
@watchlist_option
@config_option
@click.option("--threshold", type=float, metavar="N", help="A score of N or more is a hit (0 to 100).")
@click.option(
    "--clean",
    metavar="CUSTOMERS",
    help="Customers taken for clean, as for 'sanctions screen': each with a hit counts as a false alert. "
    "Without it, no alert rates are measured.",
)
@click.option(
    "--names",
    type=click.IntRange(min=1),
    default=500,
    show_default=True,
    metavar="N",
    help="Listed parties to draw, one name of each.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, metavar="N", help="Another seed draws others."
)
@click.option("--out", metavar="DIR", help="The evaluation's folder. Without it, a new one under runs/.")
@click.option("--overwrite", is_flag=True, help="Replace the evaluation that is in --out.")
def evaluate(
    watchlists: tuple[str, ...],
    config: str | None,
    threshold: float | None,
    clean: str | None,
    names: int,
    seed: int,
    out: str | None,
    overwrite: bool,
) -> None:
    """Measure what the settings find of varied listed names, and how many alerts they raise.

    Names of listed people, organizations and vessels are written as others might write them (order, typing
    errors, transcriptions, scripts, company forms, ...) and searched for. The folder holds a page to read
    (evaluation.html), all figures (evaluation.json) and every variation with its result (variations.csv).
    """
    from pipelines.cli.progress import log_line, shown_progress

    with shown_progress():
        log_line("an evaluation: loading the lists and the tables of names, about 5 seconds")
        from screening.runs.evaluation import evaluate_matching

        finished = evaluate_matching(watchlists, clean, config, threshold, names, seed, out, overwrite)
    say(_summary(finished.record))
    say(f"Report: {finished.path / 'evaluation.html'}")


def _summary(record: EvaluationRecord) -> str:
    rows = [("", "tried", "found", "95 % interval")]
    rows += [_row(kind.kind, kind.found) for kind in record.kinds]
    rows += [_row(f"all {degree} ones", found) for degree, found in record.degrees.items()]
    rows.append(_row("all but the exact names", record.found))
    if record.clean is not None:
        rows.append(("", "", "alerts", "95 % interval"))
        rows.append(_row("clean customers", record.clean.alerts, places=2))
        rows.append(_row("clean customers, name alone", record.clean.alerts_by_name, places=2))
    width = max(len(row[0]) for row in rows)
    lines = [f"At a threshold of {record.threshold:g}:"]
    lines += [
        f"  {first:<{width}}  {tried:>6}  {found:>8}  {interval:>17}"
        for first, tried, found, interval in rows
    ]
    if record.clean is None:
        lines.append("No alert rates were measured: give customers to take for clean with --clean CUSTOMERS.")
    return "\n".join(lines)


def _row(what: str, figure: Share, places: int = 1) -> tuple[str, str, str, str]:
    low, high = f"{100 * figure.low:.{places}f}", f"{100 * figure.high:.{places}f}"
    return what, f"{figure.total:,}", f"{100 * figure.share:.{places}f} %", f"{low} to {high} %"
