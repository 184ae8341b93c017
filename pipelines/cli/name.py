"""`sanctions name`: one name against a list, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import config_option, watchlist_option
from pipelines.cli.terminal import one_line, say

if TYPE_CHECKING:
    import pyarrow as pa

    from screening import Screener

__all__ = ["name"]

_KINDS = ["person", "organization", "vessel", "aircraft"]
_INDENT = " " * 8


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

    from pipelines.cli.progress import log_line, shown_progress
    from screening.model.errors import InputError
    from screening.runs.lists_in_use import chosen_lists

    if not any(character.isalnum() for character in text):
        raise InputError(f"'{text}': a name needs a letter or a digit.")
    with shown_progress():
        log_line("loading the lists and the tables of names, about 10 seconds")
        from screening import Screener
        from screening.settings import load_settings

        settings = load_settings(Path(config) if config else None, threshold=threshold)
        lists = chosen_lists(watchlists, settings.store_dir)
        hits = _hits(Screener(lists, settings), text, kind)
    say(f"'{_brought(text)}' against {', '.join(watchlist.version for watchlist in lists)}:")
    for hit in hits.to_pylist():
        for line in _told(hit):
            say(line)
    if not hits.num_rows:
        say(f"No party scores {settings.threshold:g} or more.")


def _told(hit: Mapping[str, Any]) -> Iterator[str]:
    """A party in lines: score, who it is, word by word why, and under which programs it is listed."""
    from pipelines.cli.aligned_names import aligned_words, score_parts
    from screening.model.evidence import NameEvidence
    from screening.watchlists.programs import known_programs

    evidence = NameEvidence.from_row(hit)
    yield ""
    yield (
        f"{hit['score']:6.2f}  {_brought(hit['entity_name'])}  ({hit['list_id']} {hit['entity_id']}, "
        f"{hit['entity_type']}; {'; '.join(hit['programs'])})"
    )
    told = []
    if hit["matched_name"] != hit["entity_name"]:
        weak = "weak alias" if hit["matched_name_quality"] == "weak" else "alias"
        told.append(f"by its {weak} {_brought(hit['matched_name'])}")
    told += [*aligned_words(evidence), "", *score_parts(evidence, hit["name_score"]), ""]
    for code in hit["programs"]:
        about = known_programs(hit["list_id"]).get(code)
        words = [about.title, about.authority or "authority not known"] if about else ["not a known program"]
        told.append(f"{code}: {', '.join(words)}")
    if hit["details_url"]:
        told.append(hit["details_url"])
    yield from (f"{_INDENT}{line}".rstrip() for line in told)


def _brought(text: str) -> str:
    """A name of a list or a user as a line may hold it."""
    from pipelines.cli.aligned_names import isolated

    return isolated(one_line(text))


def _hits(screener: Screener, text: str, kind: str | None) -> pa.Table:
    import pyarrow as pa

    from screening.model.customer_table import CUSTOMER_SCHEMA
    from screening.model.hit_table import order_hits

    row = {"row": 1, "record_id": "name", "name": text, "entity_type": kind}
    return order_hits(screener.screen_batch(pa.RecordBatch.from_pylist([row], schema=CUSTOMER_SCHEMA)))
