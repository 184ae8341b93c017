"""`sanctions name`: one name against one or more lists, for a person at a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli.options import config_option, watchlist_option
from pipelines.cli.terminal import one_line, say

if TYPE_CHECKING:
    import pyarrow as pa

    from screening import Screener
    from screening.watchlists import Watchlist

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

    The name alone is judged: dates of birth, countries and documents play no part. A party that is on several
    lists is shown once, with each of its listings.
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
    told = _Told(lists)
    for hit in hits.to_pylist():
        for line in told.lines(hit):
            say(line)
    if not hits.num_rows:
        say(f"No party scores {settings.threshold:g} or more.")


class _Told:
    """A party in lines: score, who it is, word by word why, how likely it is a match, and under which
    programs it is listed; with several lists, on which of them, and what each listing prohibits."""

    def __init__(self, lists: Sequence[Watchlist]) -> None:
        self._lists = {watchlist.list_id: watchlist for watchlist in lists}

    def lines(self, hit: Mapping[str, Any]) -> Iterator[str]:
        from pipelines.cli.aligned_names import aligned_words, score_parts
        from screening.model.evidence import NameEvidence

        evidence = NameEvidence.from_row(hit)
        listings = hit["listings"]
        yield ""
        yield (
            f"{hit['score']:6.2f}  {_brought(hit['entity_name'])}  ({hit['list_id']} {hit['entity_id']}, "
            f"{hit['entity_type']}; {'; '.join(listings[0]['programs'])})"
        )
        told = []
        if hit["matched_name"] != hit["entity_name"]:
            weak = "weak alias" if hit["matched_name_quality"] == "weak" else "alias"
            told.append(f"by its {weak} {_brought(hit['matched_name'])}")
        told += [*aligned_words(evidence), "", *score_parts(evidence, hit["name_score"]), ""]
        told += [*_likely(hit), ""]
        if len(self._lists) == 1:
            told += self._about(listings[0])
        else:
            for listing in listings:
                told.append(_listing(listing))
                told += [f"  {line}" for line in self._about(listing)]
                told.append(f"  {_prohibits(listing['prohibits'])}")
        yield from (f"{_INDENT}{line}".rstrip() for line in told)

    def _about(self, listing: Mapping[str, Any]) -> Iterator[str]:
        """The programs of a listing, and its publisher's page."""
        from screening.watchlists.party_programs import stated_authorities
        from screening.watchlists.programs import known_programs

        stated = stated_authorities(self._lists[listing["list_id"]], listing["entity_id"])
        known = known_programs(listing["list_id"])
        for code in listing["programs"]:
            about, authorities = known.get(code), stated.get(code, ())
            if about is not None:
                words = [about.title, about.authority or "; ".join(authorities) or "authority not known"]
            else:
                words = ["; ".join(authorities) or "not a known program"]
            yield f"{code}: {', '.join(words)}"
        if listing["details_url"]:
            yield listing["details_url"]


def _likely(hit: Mapping[str, Any]) -> Iterator[str]:
    """How likely it is a match, and what of the evidence makes that."""
    from screening.model.match_probability import ProbabilityPart
    from screening.wording.probability import probability_parts, probability_words

    yield f"{probability_words(hit['match_probability'])} match probability. What moves the odds:"
    parts = ProbabilityPart.from_rows(hit["match_probability_parts"])
    for words, factor in probability_parts(parts):
        yield f"{factor:>8}  {words}"


def _listing(listing: Mapping[str, Any]) -> str:
    from screening.wording.listings import listing_words

    is_hit = listing["score"] is not None
    words = listing_words(listing["list_id"], listing["entity_id"], listing["because"], is_hit=is_hit)
    return f"{words}: {_brought(listing['entity_name'])}"


def _prohibits(measures: Sequence[str]) -> str:
    return f"prohibits: {', '.join(measures)}" if measures else "what it prohibits is not known"


def _brought(text: str) -> str:
    """A name of a list or a user as a line may hold it."""
    from pipelines.cli.aligned_names import isolated

    return isolated(one_line(text))


def _hits(screener: Screener, text: str, kind: str | None) -> pa.Table:
    """One row a party, as in a run."""
    import pyarrow as pa

    from screening.model.customer_table import CUSTOMER_SCHEMA

    row = {"row": 1, "record_id": "name", "name": text, "entity_type": kind}
    return screener.by_party(screener.screen_batch(pa.RecordBatch.from_pylist([row], schema=CUSTOMER_SCHEMA)))
