"""nomenklatura's logic-v2, the matcher behind OpenSanctions' yente, beside ours on the same trials.

    make benchmark-env
    .venv-benchmark/bin/python benchmarks/logic_v2.py [2022-01 2021-04 ...] [--customers N]

Removed aliases (see removed_aliases.py): logic-v2 scores, for every name searched for, the 30 listed names
nearest by character n-grams; comparing every pair would take days. A searched name is given the type of
the listed one, as names of different types would not match at all. Ours compares with the whole list.
Labelled pairs: F1 of logic-v2 at 0.7, the threshold it is made for, and of ours at the default threshold.
--customers takes that many clean customers instead of all 10,000; found rates then say less.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import count

import numpy as np
from followthemoney import EntityProxy, model
from labelled_pairs import KINDS, PAIRS
from ngrams import Ngrams
from nomenklatura.matching.logic_v2.model import LogicV2
from nomenklatura.matching.logic_v2.names import analysis, match
from removed_aliases import Trial, prepare, update_best
from side_by_side import Outcome, ours, print_table, sampled

from screening import compare_names
from screening.names.name_table import FloatArray
from screening.settings import load_settings
from screening.settings.names import Kind

SCHEMA: dict[Kind, str] = {"person": "Person", "non_person": "Organization"}
THRESHOLD = 0.7
# Property of a party → its values.
Facts = Mapping[str, Sequence[str]]

_NUMBERS = count()


def entity(schema: str, name: str, facts: Facts | None = None) -> EntityProxy:
    """A party as logic-v2 takes it. facts: further properties, such as birthDate, with their values."""
    made = model.make_entity(schema)
    # Unlike any other: what logic-v2 remembers of a party it knows by the id alone.
    made.id = f"party-{next(_NUMBERS)}"
    made.add("name", name)
    for property_name, values in (facts or {}).items():
        if property_name in made.schema.properties:
            made.add(property_name, values)
    return made


def compare(query: EntityProxy, listed: EntityProxy) -> float:
    """The score of a pair, 0 to 1."""
    return LogicV2.compare(query, listed, _CONFIG).score


class ListedNames:
    """Names of a list, ready for logic-v2. facts: what is known of the party of each name."""

    def __init__(self, names: Sequence[tuple[Kind, str]], facts: Sequence[Facts] | None = None) -> None:
        self._entities = [
            entity(SCHEMA[kind], name, facts[at] if facts else None) for at, (kind, name) in enumerate(names)
        ]
        for listed in self._entities:
            compare(entity(listed.schema.name, "Ann Lee"), listed)
        self._ngrams = Ngrams([name for _, name in names])

    def scores(
        self, searched: Sequence[str], facts: Sequence[Facts] | None = None
    ) -> tuple[np.ndarray, np.ndarray, FloatArray]:
        """Searched name, listed name and score (0 to 100) of every candidate pair."""
        query, listed, _ = self._ngrams.nearest(searched)
        result = np.empty(len(query))
        made: dict[tuple[int, str], EntityProxy] = {}
        for pair, (name, other) in enumerate(zip(query.tolist(), listed.tolist(), strict=True)):
            schema = self._entities[other].schema.name
            if (name, schema) not in made:
                made[name, schema] = entity(schema, searched[name], facts[name] if facts else None)
            result[pair] = 100 * compare(made[name, schema], self._entities[other])
        return query, listed, result


def logic_v2(trial: Trial) -> Outcome:
    known = len(trial.party)
    own, clean = np.zeros(known), np.zeros(len(trial.searched) - known)
    names = ListedNames([(kind, name) for _, kind, name in trial.names])
    parties = np.array([party for party, _, _ in trial.names])
    begin = time.process_time()
    update_best(own, clean, np.array(trial.party), parties, *names.scores(trial.searched))
    return Outcome(own, clean, time.process_time() - begin, 100 * THRESHOLD)


def warm_up() -> None:
    """Both load their tables on the first names they see, which is no part of their speed."""
    for kind, schema, name in (("person", "Person", "Ann Lee"), ("organization", "Company", "Lee Ltd.")):
        compare(entity(schema, name), entity(schema, f"{name} 2"))
        compare_names(name, f"{name} 2", kind=kind)


def report_pairs() -> None:
    with PAIRS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    is_match = np.array([row["is_match"] == "true" for row in rows])
    strong = np.array([row["quality"] == "STRONG" for row in rows])
    entities = [[entity(row["schema"], row[side]) for side in ("name1", "name2")] for row in rows]
    ready = [(row["name1"], row["name2"], KINDS.get(row["schema"], "organization")) for row in rows]
    print(f"\n{len(rows)} labelled pairs\n")
    print("| matcher | threshold | precision | recall | F1 | STRONG wrong | µs a pair, one at a time |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    begin = time.process_time()
    theirs = [100 * compare(one, other) for one, other in entities]
    between = time.process_time()
    ours_found = [compare_names(one, other, kind=kind).score for one, other, kind in ready]
    end = time.process_time()
    for matcher, scores, threshold, seconds in (
        ("logic-v2", theirs, 100 * THRESHOLD, between - begin),
        ("ours", ours_found, load_settings().threshold, end - between),
    ):
        hit = np.array(scores) >= threshold
        precision, recall = is_match[hit].mean(), hit[is_match].mean()
        f1 = 2 * precision * recall / (precision + recall)
        figures = f"{precision:.3f} | {recall:.3f} | {f1:.3f} | {int((strong & (hit != is_match)).sum())}"
        print(f"| {matcher} | {threshold:g} | {figures} | {1e6 * seconds / len(rows):.0f} |")


def _read_names_once() -> None:
    """Make logic-v2 remember every name it has read: as it comes it forgets all but the last 1,000, and is
    half as fast against a whole list."""
    for function in ("entity_names", "entity_names_consolidated"):
        remembered = lru_cache(maxsize=500_000)(getattr(analysis, function).__wrapped__)
        for module in (analysis, match):
            setattr(module, function, remembered)


_CONFIG = LogicV2.default_config()
_read_names_once()


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="logic-v2 and ours, side by side.")
    parser.add_argument("versions", nargs="*", default=["2022-01", "2021-04"])
    parser.add_argument("--customers", type=int, default=10_000, help="clean customers to take")
    given = parser.parse_args(arguments)
    warm_up()
    for version in given.versions:
        trial = sampled(prepare(version), given.customers)
        print_table(version, trial, {"logic-v2 on 30 candidates": logic_v2, "ours": ours})
    report_pairs()


if __name__ == "__main__":
    main()
