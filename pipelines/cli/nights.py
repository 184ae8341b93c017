"""`sanctions nights`: the nights that were run, from the records in their folders."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import config_option

if TYPE_CHECKING:
    from screening.storage.addresses import Place

__all__ = ["nights"]

_HEADER = ("day", "run key", "screened", "hits", "new", "reopened", "closed", "outcome", "lists", "folder")


@click.command(epilog="Example: sanctions nights --config nightly.yaml")
@config_option
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="Only the newest N.")
def nights(config: str | None, last: int | None) -> None:
    """List the nights under the settings' runs_dir, the newest first.

    A night that a gate stopped is listed with what it came to; it published no hits.
    """
    from pathlib import Path

    from screening.settings import load_settings

    folder = load_settings(Path(config) if config else None).runs_dir
    found = sorted(_records(folder), key=lambda each: (each[1]["night"]["day"], each[1]["started_at"]))
    if not found:
        click.echo(f"{folder}: holds no night yet. Run one: sanctions nightly --config FILE.")
        return
    rows = [_HEADER, *(_row(place, run) for place, run in reversed(found[-last:] if last else found))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    for row in rows:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())


def _records(folder: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    """The nights below a folder, each with its run.json; what cannot be read is told on stderr."""
    from screening.model.errors import InputError

    for file in _run_files(folder):
        try:
            run = json.loads(file.read_text(encoding="utf-8"))
            if run.get("night"):
                yield file.parent, run
        except (OSError, ValueError, AttributeError, InputError) as error:
            click.echo(f"{file}: cannot be read: {error}", err=True)


def _run_files(folder: Place) -> Iterator[Place]:
    from screening.storage.addresses import StoreAddress

    if isinstance(folder, StoreAddress):
        from screening.storage.object_stores import files_below

        for entry in files_below(folder, deep=False):
            file = folder / entry.name / "run.json"
            if entry.is_folder and not entry.name.startswith(".") and file.exists():
                yield file
    else:
        yield from sorted(folder.glob("[!.]*/run.json"))


def _row(folder: Place, run: dict[str, Any]) -> tuple[str, ...]:
    from screening.model.run_record import is_trouble

    night = run["night"]
    alerts = night["alerts"] or {}
    # The verdict says more than whether it was published; records of older versions have none.
    outcome = run["verdict"]["state"] if run.get("verdict") else run["outcome"]
    troubled = [f"{each['list_id']} {each['state']}" for each in run["lists"] if is_trouble(each["state"])]
    return (
        night["day"],
        night["run_key"] or "",
        "" if night["full"] is None else "full" if night["full"] else "incremental",
        f"{run['hits']['rows']:,}" if run["outcome"] == "published" else "",
        *(
            "" if alerts.get(kind) is None else f"{alerts[kind]:,}"
            for kind in ("raised", "reopened", "closed")
        ),
        "stopped" if run["outcome"] == "stopped" else outcome,
        "; ".join(troubled) or "good",
        str(folder),
    )
