"""How many names are found across scripts: the same name in Latin letters and in its own.

    python benchmarks/scripts.py [arabic hebrew ...] [--seeds 1 2 3] [--pairs 1500]
    python benchmarks/scripts.py --words
    python benchmarks/scripts.py --unlike
    .venv-benchmark/bin/python benchmarks/scripts.py     (after make benchmark-env: with logic-v2)

Pairs of the third that nothing was learned from (`learn_scripts.held_out`). Names are scored as persons;
where the source has single words, two make a name. `un` is the Consolidated List of the United Nations:
names in Arabic letters, as it has them, against the same party's primary name. Unlike pairs are the same
names shuffled, ten times over. nomenklatura's logic-v2 stands beside ours where it is installed, at 0.7.

--unlike measures what share of chance's cost the best of unlike pairs save, by how many letters a word has:
words of one script against the words of a list's names. `across_scripts` goes by it.

--words measures what the words alone are worth: the share of pairs at each similarity, of words that are the
same and, ten times as many, of words that are not.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import pairwise

import numpy as np
from learn_scripts import NAMES, TABLES, held_out, pairs_in, word_pairs
from lxml import etree
from removed_aliases import DATA

from screening.names.across_scripts import costs_across, similarity_across
from screening.names.compare import compare_many
from screening.names.script_tables import script_of
from screening.names.spelling import latin
from screening.watchlists import read_watchlist

THRESHOLD, LOGIC_V2 = 80, 0.7
SIMILARITIES = (0.94, 0.90, 0.85, 0.80)
SHUFFLES = 10
# Pairs of words drawn; the letters from which on words are counted together; fewer words say nothing.
UNLIKE, MOST_LETTERS, FEWEST = 100_000, 7, 100
FILES = {
    "russian": "russian_words.tsv",
    "arabic": "arabic_words.tsv",
    "hebrew": "hebrew_full_names.tsv",
    "japanese": "japanese_words.tsv",
    "katakana": "katakana_words.tsv",
    "chinese": "chinese_words.tsv",
    "korean": "korean_full_names.tsv",
}
UNITED_NATIONS = "un"

Pair = tuple[str, str]


def name_pairs(script: str, count: int, draw: random.Random) -> list[Pair]:
    """Latin name and the same in its own script."""
    if script == UNITED_NATIONS:
        found = _united_nations()
        return found if len(found) <= count else draw.sample(found, count)
    found = [(name, other) for name, other, _ in pairs_in(FILES[script]) if held_out(name)]
    draw.shuffle(found)
    if "full_names" in FILES[script]:
        return found[:count]
    pairs = list(pairwise(found))[::2][:count]
    return [(f"{one[0]} {other[0]}".title(), f"{one[1]} {other[1]}") for one, other in pairs]


def _united_nations() -> list[Pair]:
    found = []
    for party in etree.parse(NAMES / ".." / "un" / "consolidated.xml").iter("INDIVIDUAL"):
        parts = [party.findtext(f"{place}_NAME") for place in ("FIRST", "SECOND", "THIRD", "FOURTH")]
        original = party.findtext("NAME_ORIGINAL_SCRIPT")
        if original and script_of(original.split()[0]) == "arabic":
            found.append((" ".join(part.strip() for part in parts if part), original.strip()))
    return found


def shuffled(pairs: Sequence[Pair], draw: random.Random) -> list[Pair]:
    """The same names, each with another's, SHUFFLES times over; none that is the same by chance."""
    same = set(pairs)
    found = []
    for _ in range(SHUFFLES):
        others = [other for _, other in pairs]
        draw.shuffle(others)
        found += [pair for pair in zip((name for name, _ in pairs), others, strict=True) if pair not in same]
    return found


def ours(pairs: Sequence[Pair]) -> np.ndarray:
    return np.array([found.score >= THRESHOLD for found in compare_many(list(pairs), kind="person")])


def logic_v2() -> Callable[[Sequence[Pair]], np.ndarray] | None:
    """Whether pairs match by logic-v2; None where it is not installed."""
    if find_spec("nomenklatura") is None:
        return None
    from logic_v2 import compare, entity

    def found(pairs: Sequence[Pair]) -> np.ndarray:
        return np.array(
            [compare(entity("Person", one), entity("Person", other)) >= LOGIC_V2 for one, other in pairs]
        )

    return found


def report_names(scripts: Sequence[str], seeds: Sequence[int], count: int) -> None:
    theirs = logic_v2()
    beside = " logic-v2 at 0.7 | unlike |" if theirs else ""
    print(f"| script | pairs | found at {THRESHOLD} | unlike at {THRESHOLD} |{beside}")
    print("| --- | --- | --- | --- |" + " --- | --- |" * bool(theirs))
    for script in scripts:
        rows, total = [], 0
        for seed in seeds:
            draw = random.Random(seed)
            pairs = name_pairs(script, count, draw)
            unlike = shuffled(pairs, draw)
            total += len(pairs)
            rows.append([find(some).mean() for find in (ours, theirs) if find for some in (pairs, unlike)])
        figures = [f"{100 * share:.{place % 2 + 1}f} %" for place, share in enumerate(np.mean(rows, axis=0))]
        print(f"| {script} | {total} | {' | '.join(figures)} |", flush=True)


def report_words(tables: Sequence[str], seed: int) -> None:
    print("| script | pairs | " + " | ".join(f"at {least:.2f} · unlike" for least in SIMILARITIES) + " |")
    print("| --- | --- |" + " --- |" * len(SIMILARITIES))
    for table in tables:
        draw = random.Random(seed)
        pairs = held_out_words(table)
        draw.shuffle(pairs)
        same, unlike = (_similarity(some) for some in (pairs, shuffled(pairs, draw)))
        cells = [
            f"{100 * (same >= least).mean():.1f} % · {100 * (unlike >= least).mean():.3f} %"
            for least in SIMILARITIES
        ]
        print(f"| {table} | {len(pairs)} | {' | '.join(cells)} |", flush=True)


def report_unlike(tables: Sequence[str], seed: int) -> None:
    names = read_watchlist(DATA / "ofac" / "2022-01").tables["names"]["name"].to_pylist()
    listed = sorted({latin(word) for name in names for word in re.split(r"[\W_]+", name.lower())})
    listed = [word for word in listed if len(word) > 1 and word.isalpha()]
    print("| script | letters | one of 100 | of 1,000 | of 10,000 | same words at the last |")
    print("| --- | --- | --- | --- | --- | --- |")
    for table in tables:
        draw = random.Random(seed)
        by_letters: dict[int, list[Pair]] = defaultdict(list)
        for pair in held_out_words(table):
            by_letters[min(len(pair[1]), MOST_LETTERS)].append(pair)
        for letters, pairs in sorted(by_letters.items()):
            if len(pairs) < FEWEST:
                continue
            others = [(draw.choice(listed), draw.choice(pairs)[1]) for _ in range(UNLIKE)]
            unlike, same = (_saved(some) for some in (others, pairs))
            shares = np.quantile(unlike, [0.99, 0.999, 0.9999])
            cells = " | ".join(f"{share:.2f}" for share in shares)
            print(
                f"| {table} | {letters} | {cells} | {100 * (same >= shares[-1]).mean():.1f} % |", flush=True
            )


def _saved(pairs: Sequence[Pair]) -> np.ndarray:
    cost, chance = costs_across([other for _, other in pairs], [word for word, _ in pairs])
    return 1 - cost / np.maximum(chance, 1)


def held_out_words(table: str) -> list[Pair]:
    """Latin word and letters of the table; of a name of several words those that belong together best."""
    names = [ways for ways, _ in word_pairs(table, TABLES[table], held=True)]
    every = list({pair: None for ways in names for way in ways for pair in way if all(pair)})
    cost, chance = costs_across([letters for letters, _ in every], [word for _, word in every])
    gain = dict(zip(every, (chance - cost).tolist(), strict=True))
    best = (max(ways, key=lambda way: sum(gain.get(pair, 0) for pair in way)) for ways in names)
    return list({(pair[1], pair[0]): None for way in best for pair in way if all(pair)})


def _similarity(pairs: Sequence[Pair]) -> np.ndarray:
    return similarity_across([other for _, other in pairs], [word for word, _ in pairs])


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="How many names are found across scripts.")
    parser.add_argument("scripts", nargs="*", help="which scripts (all)")
    parser.add_argument("--seeds", nargs="*", type=int, default=[1])
    parser.add_argument("--pairs", type=int, default=1_500, help="pairs a script")
    parser.add_argument("--words", action="store_true", help="measure words instead of names")
    parser.add_argument("--unlike", action="store_true", help="measure what unlike words have in common")
    given = parser.parse_args(arguments)
    if given.unlike:
        report_unlike(given.scripts or list(TABLES), given.seeds[0])
    elif given.words:
        report_words(given.scripts or list(TABLES), given.seeds[0])
    else:
        report_names(given.scripts or [*FILES, UNITED_NATIONS], given.seeds, given.pairs)


if __name__ == "__main__":
    main()
