"""`sanctions name`: names against one or more lists, one after another, for a person at a terminal."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
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
# In place of a name: names come from standard input.
_FROM_INPUT = "-"
_SOME_NAME = "Jan Jansen"


@click.command(
    epilog="""\b
Example: sanctions name "Qays al-Khazali" --watchlist lists/ofac
         sanctions name - --watchlist lists/ofac < names.txt"""
)
@click.argument("text")
@watchlist_option
@click.option("--kind", type=click.Choice(_KINDS), help="What bears the name. Without it, anything.")
@click.option("--threshold", type=float, metavar="N", help="Show parties that score N or more (0 to 100).")
@config_option
def name(
    text: str, watchlists: tuple[str, ...], kind: str | None, threshold: float | None, config: str | None
) -> None:
    """Compare the name TEXT with the listed parties and explain each that comes close.

    With - in place of TEXT, names are read from standard input, one a line, and each is answered at once,
    until the input ends or ^C. Empty lines are left out.

    The name alone is judged: dates of birth, countries and documents play no part. A party that is on several
    lists is shown once, with each of its listings.
    """
    from pipelines.cli.progress import log_line, shown_progress
    from pipelines.cli.stopping import interrupt_ends_block
    from screening.model.errors import InputError

    several = text == _FROM_INPUT
    if not several and not _is_name(text):
        raise InputError(f"'{text}': a name needs a letter or a digit.")
    # Whoever types names has no more of them.
    with interrupt_ends_block() if several else nullcontext():
        with shown_progress():
            log_line("loading the lists and the tables of names, about 4 seconds; longer with a new list")
            answers = _Answers(watchlists, kind, threshold, config)
            # What is loaded with the first name, the first of many need not wait for.
            lines = list(answers.lines(_SOME_NAME if several else text))
            if several:
                log_line("ready for names, one a line; the end of the input or ^C ends it")
        if not several:
            say("\n".join(lines))
            return
        for number, given in enumerate(_given_lines(), start=1):
            answers.answer(number, given)


class _Answers:
    """What names come to, against lists and settings that are loaded once."""

    def __init__(
        self, watchlists: tuple[str, ...], kind: str | None, threshold: float | None, config: str | None
    ) -> None:
        from pathlib import Path

        from screening import Screener
        from screening.runs.kept_tables import kept_tables
        from screening.runs.lists_in_use import chosen_lists
        from screening.settings import load_settings

        settings = load_settings(Path(config) if config else None, threshold=threshold)
        kept = kept_tables(settings)
        lists = chosen_lists(watchlists, settings.store_dir, kept=kept)
        self._kind = kind
        self._threshold = settings.threshold
        self._versions = ", ".join(watchlist.version for watchlist in lists)
        self._told = _Told(lists)
        self._screener = Screener(lists, settings, kept)

    def lines(self, text: str) -> Iterator[str]:
        """The parties that a name comes close to, or that there are none."""
        hits = _hits(self._screener, text, self._kind)
        yield f"'{_brought(text)}' against {self._versions}:"
        for hit in hits.to_pylist():
            yield from self._told.lines(hit)
        if not hits.num_rows:
            yield f"No party scores {self._threshold:g} or more."

    def answer(self, number: int, given: bytes) -> None:
        """Answer a line of the input. number: counted from 1."""
        try:
            text = given.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            say(f"line {number}: is not UTF-8 (byte {error.start + 1}), and was left out.", err=True)
            return
        if not text:
            return
        if not _is_name(text):
            say(f"line {number}: '{text}': a name needs a letter or a digit.", err=True)
            return
        # As one, so that whoever reads along never sees half of it.
        say("\n".join((*self.lines(text), "")))


def _given_lines() -> Iterable[bytes]:
    """The lines of standard input, each as soon as it is there."""
    given = sys.stdin.buffer
    # Some editors mark a file as UTF-8.
    yield given.readline().removeprefix(codecs.BOM_UTF8)
    while line := given.readline():
        yield line


def _is_name(text: str) -> bool:
    return any(character.isalnum() for character in text)


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
