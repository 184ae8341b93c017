"""`sanctions name`: one name against a list, for a person at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pipelines.cli.options import config_option, watchlist_option

if TYPE_CHECKING:
    import pyarrow as pa

    from screening import Screener

__all__ = ["name"]

_KINDS = ["person", "organization", "vessel", "aircraft"]


@click.command(epilog='Example: sanctions name "Qays al-Khazali" --watchlist lists/ofac')
@click.argument("text")
@watchlist_option
@click.option("--kind", type=click.Choice(_KINDS), help="What bears the name. Without it, anything.")
@click.option("--threshold", type=float, metavar="N", help="Show parties that score N or more (0 to 100).")
@config_option
def name(
    text: str, watchlists: tuple[str, ...], kind: str | None, threshold: float | None, config: str | None
) -> None:
    """Compare the name TEXT with the listed parties and explain each that comes close.

    The name alone is judged: dates of birth, countries and documents play no part.
    """
    from pathlib import Path

    from pipelines.cli.chosen_lists import chosen_lists
    from screening import Screener
    from screening.errors import InputError
    from screening.settings import load_settings

    if not any(character.isalnum() for character in text):
        raise InputError(f"'{text}': a name needs a letter or a digit.")
    settings = load_settings(Path(config) if config else None, threshold=threshold)
    lists = chosen_lists(watchlists, settings.store_dir)
    screener = Screener(lists, settings)
    hits = _hits(screener, text, kind)
    click.echo(f"'{text}' against {', '.join(watchlist.version for watchlist in lists)}:")
    for hit in hits.to_pylist():
        click.echo(
            f"\n{hit['score']:6.2f}  {hit['entity_name']}  ({hit['list_id']} {hit['entity_id']}, "
            f"{hit['entity_type']}; {hit['programs']})\n        {hit['explanation']}"
        )
        if hit["details_url"]:
            click.echo(f"        {hit['details_url']}")
    if not hits.num_rows:
        click.echo(f"No party scores {settings.threshold:g} or more.")


def _hits(screener: Screener, text: str, kind: str | None) -> pa.Table:
    import pyarrow as pa

    from screening.customers import CUSTOMER_SCHEMA
    from screening.hits import order_hits

    row = {"row": 1, "record_id": "name", "name": text, "entity_type": kind}
    return order_hits(screener.screen_batch(pa.RecordBatch.from_pylist([row], schema=CUSTOMER_SCHEMA)))
