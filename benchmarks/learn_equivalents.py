"""Makes configs/equivalents.tsv: words of organizations' names that stand for each other in two languages.

    python benchmarks/learn_equivalents.py [--look 100]

Learned from the names of one party on the public lists of ../shared/data: where names of one party are
compared and the words that are alike are taken out, what is left over on both sides often says the same.
Words that configs/trade_words.tsv already makes meet are alike. Those left over are linked one to one, best
first, by how often they were so together against how often each was at all (competitive linking,
I. D. Melamed, 2000, with the log-likelihood ratio of T. Dunning, 1993), and the links are counted anew a few
times. Then two words stay linked where others that both are linked to say so too.

Parties of several lists that share a name are one, and one that is on any of the lists that removed aliases
are measured on (`MEASURED`) is left out whole: what is measured there was not learned there.
--look: print so many random lines, to be judged by eye.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

from screening.names.analysis import analyze
from screening.names.name_table import EQUIVALENT
from screening.names.spelling import MARK, consonants, fold
from screening.settings.names import default_name_policy
from screening.watchlists import read_watchlist

REPOSITORY = Path(__file__).resolve().parent.parent
DATA = REPOSITORY.parent / "shared" / "data"
TABLE = REPOSITORY / "configs" / "equivalents.tsv"
MEASURED = ("ofac/2021-04", "ofac/2021-07", "ofac/2022-01")
LISTS = (
    "eu/fsf_1_1_2026-02-24.xml",
    "uk/uk_sanctions_list_2026-07-23.xml",
    "un/consolidated.xml",
    "custom/au_dfat_2026-08.xlsx",
    "custom/us_csl_2022-05.csv.gz",
    "opensanctions/targets.simple_2026-03-13.csv",
    "ofac/consolidated",
    "ofac/consolidated_xml/2024-02-23.xml",
    "ofac/enhanced/cons_enhanced_2025-01-10.xml",
    "ofac/advanced/cons_advanced_2016-09-16.xml",
    "ofac/advanced/cons_advanced_2020-03-17.xml",
    "ofac/advanced/sdn_advanced_excerpt_2024-02-23.xml",
)

# Names of one party with more words than this left over are two names rather than one in two languages.
MOST_LEFT = 5
# Of a party with very many names, so many are paired with each other.
MOST_NAMES = 24
ROUNDS = 4
SHORTEST = 3
LEAST_PARTIES = 4
# The share of the parties where two words were left over together in which they were linked, and of those
# where the rarer of the two was left over at all.
LEAST_LINKED = 0.6
LEAST_DICE = 0.08
LEAST_RATIO = 10.0
# Of a pair that is kept: the least strength; how many other words are linked to both, and what share they and
# the pair itself are of those linked to the one that has fewer. Only links of that strength count.
LEAST_STRENGTH = 0.7
LEAST_SHARED = 3
LEAST_SHARE = 0.6


@dataclass(frozen=True)
class Name:
    """words: text → the symbols that rigour knows it by. language: where the list says it."""

    words: dict[str, frozenset[str]]
    language: str | None


@dataclass(frozen=True)
class Pair:
    """What is left over on both sides of two names of one party."""

    party: int
    one: tuple[str, ...]
    other: tuple[str, ...]
    shared: int


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Learn words that stand for each other in two languages.")
    parser.add_argument("--look", type=int, default=0, help="print so many random lines")
    given = parser.parse_args(arguments)
    parties = parties_to_learn_from()
    pairs = [pair for number, names in enumerate(parties) for pair in left_over(number, names)]
    lines = equivalents(pairs, languages_of(parties))
    heading = [
        "# Words of organizations' names that stand for each other, learned from the names of one party",
        "# on public lists, without those that configs/trade_words.tsv has. How, and which parties were",
        "# left out (all on the lists that removed aliases are measured on), is said in the command that",
        "# makes this file: python benchmarks/learn_equivalents.py",
        "# parties: different ones that bear both words. strength: 0 to 1, how surely one stands for the",
        "# other.",
        "word\tequivalent\tlanguages\tparties\tstrength",
    ]
    TABLE.write_text("\n".join([*heading, *lines, ""]), encoding="utf-8")
    print(f"{len(parties)} parties, {len(pairs)} pairs of names, {len(lines)} equivalents")
    for line in random.Random(1).sample(lines, min(given.look, len(lines))):
        print(line)


def parties_to_learn_from() -> list[list[Name]]:
    """The names of each organization that no measured list has, those of several lists together."""
    rows: list[tuple[str, str, str | None, bool]] = []
    for path in (*LISTS, *MEASURED):
        tables = read_watchlist(DATA / path).tables
        types = dict(
            zip(*(tables["entities"][c].to_pylist() for c in ("entity_id", "entity_type")), strict=True)
        )
        for row in tables["names"].to_pylist():
            if types[row["entity_id"]] == "organization":
                party = f"{path} {row['entity_id']}"
                rows.append((party, row["name"], row["language"], path in MEASURED))
    return grouped(rows)


def grouped(rows: Sequence[tuple[str, str, str | None, bool]]) -> list[list[Name]]:
    """rows: party, name, language, whether it is of a measured list."""
    names = read(sorted({(name, language or "") for _, name, language, _ in rows}))
    head: dict[str, str] = {}

    def first(key: str) -> str:
        while head.setdefault(key, key) != key:
            head[key] = head[head[key]]
            key = head[key]
        return key

    measured = set()
    for party, name, language, is_measured in rows:
        # The same words in any order, as they sound.
        key = "\t".join(sorted(fold(word) for word in names[name, language or ""].words))
        if key:
            head[first(party)] = first(key)
        if is_measured:
            measured.add(party)
    left_out = {first(party) for party in measured}
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for party, name, language, _ in rows:
        if first(party) not in left_out:
            known = names[name, language or ""]
            key = " ".join(known.words)
            # A name that one list gives a language keeps it.
            if key not in found[first(party)] or known.language:
                found[first(party)][key] = known
    return [[names for _, names in sorted(found[party].items())] for party in sorted(found)]


def read(names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Name]:
    words = analyze([name for name, _ in names], "non_person", default_name_policy())
    found = {}
    for number, key in enumerate(names):
        begin, end = words.first_word[number], words.first_word[number + 1]
        read_words: dict[str, frozenset[str]] = {}
        for text in words.word_text[begin:end].tolist():
            symbols = words.vocabulary.symbols_of(text)
            read_words[words.vocabulary.texts[text].removeprefix(MARK)] = frozenset(
                symbol for symbol in symbols if not is_learned(symbol)
            )
        found[key] = Name(read_words, key[1] or None)
    return found


def is_learned(symbol: str) -> bool:
    """Whether a symbol comes from the table that is made here, which must not hang on itself."""
    return symbol.startswith(EQUIVALENT) and "=" in symbol


def left_over(party: int, names: Sequence[Name]) -> Iterable[Pair]:
    """The pairs of names of a party, with the words that are alike taken out."""
    particles = default_name_policy().particles
    seen = set()
    for one, other in combinations(names[:MOST_NAMES], 2):
        mine = {word: symbols for word, symbols in one.words.items() if word not in particles}
        theirs = {word: symbols for word, symbols in other.words.items() if word not in particles}
        shared = 0
        for word, symbols in list(mine.items()):
            met = next((text for text, known in theirs.items() if alike(word, symbols, text, known)), None)
            if met is not None:
                shared += 1
                del mine[word], theirs[met]
        left = (
            tuple(sorted(word for word in mine if is_word(word, mine[word]))),
            tuple(sorted(word for word in theirs if is_word(word, theirs[word]))),
        )
        if all(left) and max(map(len, left)) <= MOST_LEFT and left not in seen and left[::-1] not in seen:
            seen.add(left)
            yield Pair(party, *left, shared)


def is_word(text: str, symbols: frozenset[str]) -> bool:
    """Whether it may be learned: legal forms have their own dictionary, and stand for many words each."""
    legal_form = any(symbol.startswith("ORGCLS") for symbol in symbols)
    return len(text) >= SHORTEST and text.isalpha() and not legal_form


def alike(one: str, known: frozenset[str], other: str, others: frozenset[str]) -> bool:
    """Whether two words meet without any table of equivalents."""
    if one == other or fold(one) == fold(other) or consonants(one) == consonants(other) or known & others:
        return True
    return OSA.normalized_similarity(fold(one), fold(other)) >= 0.7


def equivalents(pairs: Sequence[Pair], languages: dict[str, Counter[str]]) -> list[str]:
    linked: Counter[tuple[str, str]] = Counter()
    score = ratios(pairs)
    for _ in range(ROUNDS):
        links = [link for pair in pairs for link in linked_words(pair, score)]
        linked = Counter(words for words, _ in set(links))
        together = Counter(
            words
            for words, _ in {
                (ordered(a, b), pair.party) for pair in pairs for a in pair.one for b in pair.other
            }
        )
        # A link that the others left over took away counts against the two words.
        base = ratios(pairs)
        score = {
            words: base[words] * (linked[words] / together[words]) ** 2
            for words in base
            if linked[words] and words in base
        }
    left = Counter(
        word for word, _ in {(word, pair.party) for pair in pairs for word in (*pair.one, *pair.other)}
    )
    strengths = {}
    for words, parties in linked.items():
        rate = parties / together[words]
        dice = 2 * parties / (left[words[0]] + left[words[1]])
        if rate >= LEAST_LINKED and dice >= LEAST_DICE and score.get(words, 0.0) >= LEAST_RATIO:
            strength = min(1.0, math.sqrt(rate * parties / min(left[words[0]], left[words[1]])))
            if strength >= LEAST_STRENGTH and parties >= 2:
                strengths[words] = strength
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in strengths:
        near[one].add(other)
        near[other].add(one)
    lines = []
    for (one, other), strength in sorted(strengths.items()):
        shared, fewer = len(near[one] & near[other]), min(len(near[one]), len(near[other]))
        if linked[one, other] < LEAST_PARTIES or shared < LEAST_SHARED or shared + 1 < LEAST_SHARE * fewer:
            continue
        spoken = f"{most_spoken(languages, one)}/{most_spoken(languages, other)}"
        lines.append(f"{one}\t{other}\t{spoken}\t{linked[one, other]}\t{strength:.2f}")
    return lines


def ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def linked_words(pair: Pair, score: dict[tuple[str, str], float]) -> Iterable[tuple[tuple[str, str], int]]:
    """The links of one pair of names, one to one, the best first."""
    possible = sorted(
        (-score[ordered(a, b)], a, b) for a in pair.one for b in pair.other if score.get(ordered(a, b), 0) > 0
    )
    mine, theirs = set(pair.one), set(pair.other)
    for _, a, b in possible:
        if a in mine and b in theirs:
            mine.remove(a)
            theirs.remove(b)
            yield ordered(a, b), pair.party


def ratios(pairs: Sequence[Pair]) -> dict[tuple[str, str], float]:
    """Log-likelihood ratio of two words' being left over together, by parties; only of those that are so more
    often than by chance."""
    together: set[tuple[tuple[str, str], int]] = set()
    left: set[tuple[str, int]] = set()
    for pair in pairs:
        left |= {(word, pair.party) for word in (*pair.one, *pair.other)}
        together |= {(ordered(a, b), pair.party) for a in pair.one for b in pair.other}
    both, one = Counter(words for words, _ in together), Counter(word for word, _ in left)
    parties = len({party for _, party in left})
    found = {}
    for (a, b), count in both.items():
        if count * parties > one[a] * one[b]:
            found[a, b] = ratio(count, one[a], one[b], parties)
    return found


def ratio(both: int, one: int, other: int, parties: int) -> float:
    cells = ((both, one, other), (one - both, one, parties - other))
    cells += (
        (other - both, parties - one, other),
        (parties - one - other + both, parties - one, parties - other),
    )
    return 2 * sum(n * math.log(n * parties / (rows * columns)) for n, rows, columns in cells if n > 0)


def languages_of(parties: Sequence[Sequence[Name]]) -> dict[str, Counter[str]]:
    """Word → how many names of each language have it, where the list says the language."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for names in parties:
        for name in names:
            if name.language:
                for word in name.words:
                    found[word][name.language.lower()] += 1
    return found


def most_spoken(languages: dict[str, Counter[str]], word: str) -> str:
    known = languages.get(word)
    return min(known, key=lambda language: (-known[language], language)) if known else "-"


if __name__ == "__main__":
    main()
