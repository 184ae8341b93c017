"""How well entries of several lists are linked, by the UN's reference numbers as truth, and how fast.

    python benchmarks/linking.py               # UN, UK and EU; the reference numbers themselves not used
    python benchmarks/linking.py --older       # the same with the UN list of 2020
    python benchmarks/linking.py --sample 100  # links of all four lists, drawn by chance, to read by eye
    python benchmarks/linking.py --versions    # two versions of OFAC's list as two lists
    python benchmarks/linking.py --time        # seconds for four lists, and for analyzing their names alone

Truth is what the lists print: a UN entry and the UK or EU entry that gives its number, and a UK and an EU
entry that give the same one. Numbers that are on no entry of the UN list say nothing.

A link is true if both sides have the same number, and false if both have numbers and none in common. If one
side has none, nobody can tell from the numbers: such links count neither way, and are told apart (read a
sample). Numbers printed wrong by a list count as printed; WRONG_NUMBERS names them, with how that is known,
and the second figure leaves them out.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

from screening.linking.links import find_links
from screening.linking.party_links import Entry, named_links
from screening.names.analysis import analyze
from screening.settings import load_settings
from screening.settings.linking import LinkingSettings
from screening.settings.names import NamePolicy
from screening.watchlists import Watchlist, read_watchlist

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
UN, OLDER_UN = "un/consolidated.xml", "un/consolidated_2020-04.xml"
UK, EU = "uk/uk_sanctions_list_2026-07-23.xml", "eu/fsf_1_1_2026-02-24.xml"
OFAC, OLDER_OFAC = "ofac/2022-01", "ofac/2021-04"

# Entry → the UN number that its list gives it, though it is another entry's.
WRONG_NUMBERS: Mapping[Entry, str] = {
    # Dimitri Herard is HTi.008 on the UN's list, where HTi.009 is Kempes Sanon.
    ("UK", "HAI0012"): "HTi.009",
    # Azim Aghajani is IRi.003 on the UN's list, where IRi.012 is Ahmad Vahid Dastjerdi, the UK's INU0276.
    ("UK", "INU0279"): "IRi.012",
    # Kim Tong-ho, born on 18 August 1969, is KPi.046 there; KPi.045 is Kim Kyong Ok, the EU's EU.4075.27.
    ("EU", "EU.4076.89"): "KPi.045",
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--older", action="store_true")
    asked.add_argument("--sample", type=int)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--versions", action="store_true")
    asked.add_argument("--time", action="store_true")
    options = asked.parse_args()
    settings = load_settings()
    if options.versions:
        versions(settings.linking, settings.names)
    elif options.time:
        seconds(settings.linking, settings.names)
    elif options.sample:
        sample(settings.linking, settings.names, options.sample, options.seed)
    else:
        by_un_numbers(settings.linking, settings.names, OLDER_UN if options.older else UN)


def by_un_numbers(settings: LinkingSettings, names: NamePolicy, un: str) -> None:
    lists = [read_watchlist(DATA / path) for path in (un, UK, EU)]
    without = settings.model_copy(update={"kinds": settings.kinds - {"reference"}})
    found = find_links(lists, without, names)
    links = {frozenset(pair) for pair in pairs(found.links)}
    numbers = un_numbers(lists)
    report(links, numbers, "as printed")
    corrected = {entry: of - {WRONG_NUMBERS.get(entry, "").upper()} for entry, of in numbers.items()}
    report(links, corrected, "without the numbers known to be wrong")
    print("\nlinked against their numbers:")
    primary = {
        (each.list_id, entity_id): name
        for each in lists
        for entity_id, name in zip(
            *(each.tables["entities"][column].to_pylist() for column in ("entity_id", "name")), strict=True
        )
    }
    for pair in sorted(sorted(pair) for pair in links):
        if judged(pair, numbers) == "false":
            print("  " + " | ".join(f"{' '.join(entry)} {primary[entry]}" for entry in pair))
    print("\nnot linked:")
    for pair in sorted(sorted(pair) for pair in truth(numbers) - links):
        print("  " + " | ".join(f"{' '.join(entry)} {primary[entry]}" for entry in pair))
    print(f"\n{found.left_out.num_rows} left out as something spoke against them")


def report(links: set[frozenset[Entry]], numbers: Mapping[Entry, set[str]], title: str) -> None:
    true = truth(numbers)
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for pair in links:
        counts[lists_of(pair)][judged(sorted(pair), numbers)] += 1
    for pair in true - links:
        counts[lists_of(pair)]["missed"] += 1
    print(f"\n{title}:\n{'':10}  true  false  missed  no number on one side")
    for of, count in sorted(counts.items()):
        print(
            f"{'-'.join(of):10} {count['true']:5} {count['false']:6} {count['missed']:7} {count['unknown']:8}"
        )
    total = sum(counts.values(), Counter[str]())
    precision = total["true"] / (total["true"] + total["false"])
    recall = total["true"] / len(true)
    print(f"precision {precision:.2%}, recall {recall:.2%} of {len(true)} pairs")


def judged(pair: Sequence[Entry], numbers: Mapping[Entry, set[str]]) -> str:
    one, other = (numbers.get(entry, set()) for entry in pair)
    if not one or not other:
        return "unknown"
    return "true" if one & other else "false"


def truth(numbers: Mapping[Entry, set[str]]) -> set[frozenset[Entry]]:
    """Entries of two lists that have a UN number in common."""
    bearers: dict[str, list[Entry]] = defaultdict(list)
    for entry, of in numbers.items():
        for number in of:
            bearers[number].append(entry)
    return {
        frozenset((one, other))
        for entries in bearers.values()
        for one in entries
        for other in entries
        if one[0] < other[0]
    }


def un_numbers(lists: Sequence[Watchlist]) -> dict[Entry, set[str]]:
    """Each entry → the numbers of entries of the UN list that it bears or is given, in capitals."""
    own = {
        (each.list_id, str(entity_id)): {str(entity_id).upper()}
        for each in lists
        if each.list_id == "UN"
        for entity_id in each.tables["entities"]["entity_id"].to_pylist()
    }
    known = {number for of in own.values() for number in of}
    numbers: dict[Entry, set[str]] = defaultdict(set, own)
    for each in lists:
        if each.list_id != "UN":
            for row in each.tables["references"].to_pylist():
                if row["publisher"] == "UN":
                    numbers[each.list_id, row["entity_id"]] |= {row["reference"].strip().upper()} & known
    return numbers


def pairs(links: pa.Table) -> Iterator[tuple[Entry, Entry]]:
    for row in links.to_pylist():
        yield (row["list_id"], row["entity_id"]), (row["other_list_id"], row["other_entity_id"])


def lists_of(pair: frozenset[Entry]) -> tuple[str, ...]:
    return tuple(sorted(list_id for list_id, _ in pair))


def versions(settings: LinkingSettings, names: NamePolicy) -> None:
    one = replace(read_watchlist(DATA / OFAC), list_id="NEWER")
    other = replace(read_watchlist(DATA / OLDER_OFAC), list_id="OLDER")
    both = set(one.tables["entities"]["entity_id"].to_pylist()) & set(
        other.tables["entities"]["entity_id"].to_pylist()
    )
    links = [
        (first[1], second[1]) for first, second in pairs(find_links([one, other], settings, names).links)
    ]
    true = sum(first == second for first, second in links)
    print(f"{true} of {len(both)} parties of both versions linked, {len(links) - true} links of two numbers:")
    print("  " + ", ".join(f"{first} {second}" for first, second in links if first != second))


def seconds(settings: LinkingSettings, names: NamePolicy) -> None:
    lists = [read_watchlist(DATA / path) for path in (UN, UK, EU, OFAC)]
    texts = list(
        dict.fromkeys(str(name) for each in lists for name in each.tables["names"]["name"].to_pylist())
    )
    analyze(["once, to load the tables"], "person", names)
    analyze(["once, to load the tables"], "non_person", names)
    begin = time.process_time()
    analyze(texts, "person", names)
    alone = time.process_time() - begin
    begin = time.process_time()
    links = find_links(lists, settings, names).links
    parties = sum(each.entity_count for each in lists)
    print(f"{parties} parties, {len(texts)} distinct names, {links.num_rows} links")
    print(f"CPU: names analyzed {alone:.1f} s; linked, names included, {time.process_time() - begin:.1f} s")


def sample(settings: LinkingSettings, names: NamePolicy, count: int, seed: int) -> None:
    lists = [read_watchlist(DATA / path) for path in (UN, UK, EU, OFAC)]
    rows = named_links(find_links(lists, settings, names).links, lists).to_pylist()
    print(Counter((row["list_id"], row["other_list_id"], row["kind"]) for row in rows))
    for row in random.Random(seed).sample(rows, count):
        print(
            f"{row['list_id']} {row['entity_id']} {row['entity_name']} | {row['other_list_id']} "
            f"{row['other_entity_id']} {row['other_entity_name']} | {row['because']}"
        )


if __name__ == "__main__":
    main()
