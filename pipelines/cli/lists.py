"""`sanctions lists`: versions of watchlists in the store."""

from __future__ import annotations

import click

from pipelines.cli.options import config_option

__all__ = ["lists"]


@click.group(epilog="Example: sanctions lists import downloads/ofac-2022-01")
def lists() -> None:
    """Keep versions of lists and show them."""


@lists.command("import", epilog="Example: sanctions lists import downloads/ofac-2022-01")
@click.argument("path")
@click.option("--list-id", metavar="NAME", help="What the list is called in hits, such as OFAC-SDN.")
@config_option
def import_list(path: str, list_id: str | None, config: str | None) -> None:
    """Read the list at PATH, gate it and keep it as a version.

    PATH is a folder with a publisher's files, or one list file. A list that does not pass the gate is not
    kept; content that is in the store already makes no new version.
    """
    from pathlib import Path

    from screening.quality import list_gate, raise_if_failed
    from screening.settings import load_settings
    from screening.watchlists import import_watchlist, read_watchlist

    settings = load_settings(Path(config) if config else None)
    watchlist = read_watchlist(Path(path), list_id)
    gate = list_gate(watchlist, settings.gates)
    raise_if_failed([gate])
    version = import_watchlist(watchlist, settings.store_dir)
    click.echo(f"{watchlist.version}: {gate.saw}")
    click.echo(f"Kept in {version.path}")


@lists.command(epilog="Example: sanctions lists show")
@config_option
def show(config: str | None) -> None:
    """Show every version in the store. A star marks those that a run without --watchlist uses."""
    from pathlib import Path

    from screening.settings import load_settings
    from screening.watchlists import newest, versions

    store = load_settings(Path(config) if config else None).store_dir
    found = versions(store)
    if not found:
        click.echo(f"{store}: holds no list yet. Import one: sanctions lists import PATH.")
        return
    used = {version.path for version in newest(store)}
    header = ("", "list", "published", "imported", "parties", "names", "not understood", "content", "source")
    rows = [header] + [
        (
            "*" if version.path in used else "",
            version.list_id,
            version.published.isoformat() if version.published else "unknown",
            f"{version.imported_at:%Y-%m-%d %H:%M}",
            f"{version.entities:,}",
            f"{version.names:,}",
            f"{version.other_share:.2%}",
            version.sha256[:12],
            version.source,
        )
        for version in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(header))]
    for row in rows:
        click.echo("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
