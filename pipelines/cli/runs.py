"""`sanctions runs`: runs that were published, looked at again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import config_option

if TYPE_CHECKING:
    from screening.runs.run_diff import HitChange

__all__ = ["runs"]

_HITS_A_KIND = 20


@click.group(epilog="Example: sanctions runs diff runs/yesterday runs/today")
def runs() -> None:
    """Compare runs that were published."""


@runs.command(epilog="Example: sanctions runs diff runs/yesterday runs/today")
@click.argument("one")
@click.argument("other")
@config_option
@click.option("--all", "show_all", is_flag=True, help=f"Every hit, not {_HITS_A_KIND} of a kind.")
def diff(one: str, other: str, config: str | None, show_all: bool) -> None:
    """Say what differs between the runs in the folders ONE and OTHER.

    First what their records (run.json) say otherwise: settings, lists, code, customers and counts. Then the
    hits that came, that went, and whose score moved.
    """
    from pathlib import Path

    from screening.runs.run_diff import diff_runs
    from screening.settings import load_settings

    settings = load_settings(Path(config) if config else None)
    found = diff_runs(settings.place(one), settings.place(other))
    click.echo(f"{_plain(found.one)} → {_plain(found.other)}")
    if any(value.key == "scoring_fingerprint" for value in found.values):
        click.echo("Scores of the two need not agree: settings, tables, code or packages differ.")
    if not found.values:
        click.echo("The records say the same.")
    for value in found.values:
        click.echo(f"  {value.key}: {_shown(value.one)} → {_shown(value.other)}")
    click.echo(
        f"Hits: {len(found.came):,} came, {len(found.went):,} went, {len(found.moved):,} with another score, "
        f"{found.stayed:,} as they were"
    )
    most = None if show_all else _HITS_A_KIND
    for title, hits in (("Came", found.came), ("Went", found.went), ("Another score", found.moved)):
        _tell(title, hits, most)


def _tell(title: str, hits: Sequence[HitChange], most: int | None) -> None:
    if not hits:
        return
    click.echo(f"\n{title}:")
    for hit in hits[:most]:
        scores = " → ".join(f"{score:.2f}" for score in (hit.one, hit.other) if score is not None)
        party = f"{hit.entity_name} ({hit.list_id} {hit.entity_id})"
        click.echo(f"  {scores}  {_plain(f'record {hit.record_id}, {party}, alert {hit.alert_id}')}")
    if most is not None and len(hits) > most:
        click.echo(f"  … and {len(hits) - most:,} more (--all shows them)")


def _shown(value: Any) -> str:
    return _plain("none" if value is None else json.dumps(value, ensure_ascii=False).strip('"'))


def _plain(text: str) -> str:
    """Text of a table or a list without what would steer a terminal."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
