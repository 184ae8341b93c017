"""Listed parties of all lists side by side, with what may tell that two of them are one.

A name is compared by its key: its words in any order, folded by the names room's rules of spelling, without
particles and legal forms. "AL-KHAZALI, Qais" and "Qays al Khazali" have one key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from screening.linking.birth_dates import BirthSpan
from screening.linking.party_links import Entry
from screening.names.analysis import analyze
from screening.names.name_table import NameWords
from screening.names.readings import several_names
from screening.names.spelling import fold
from screening.settings.names import Kind, NamePolicy, kind_of
from screening.watchlists.watchlist import Watchlist

__all__ = ["Identifier", "ListedName", "NameKey", "Party", "parties_of", "share_a_word"]

# The folded words of a name in alphabetical order, each as often as it stands there.
NameKey: TypeAlias = tuple[str, ...]

# Of a name the weights of its words, their sum, and its key.
_Weighed: TypeAlias = tuple[dict[str, float], float, NameKey]

# A word that tells somebody from others weighs more; "bank" and "muhammad" less.
_TELLING = 0.4
# Nearly no name may be several, and looking for them takes longer than everything else here.
_MAY_BE_SEVERAL = re.compile(r"[;|(/\n]|known as|\ba\.?k\.?a\b", re.IGNORECASE)


class ListedName(NamedTuple):
    """A name as published. weights: each word of its key → how much it tells (above 0 to 1); weight: their
    sum."""

    text: str
    quality: str
    script: str | None
    weights: Mapping[str, float]
    weight: float


class Identifier(NamedTuple):
    kind: str
    number: str
    country: str | None
    note: str | None


@dataclass(slots=True)
class Party:
    """An entry of a list. names: key → the best of the names that have it."""

    entry: Entry
    entity_type: str
    name: str
    gender: str | None
    names: dict[NameKey, ListedName] = field(default_factory=dict)
    births: list[BirthSpan] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    programs: set[str] = field(default_factory=set)
    listed_on: set[date] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)

    @property
    def strong_names(self) -> Iterator[NameKey]:
        return (key for key, name in self.names.items() if name.quality != "weak")


def share_a_word(one: Party, other: Party) -> bool:
    """Whether any names of two parties have a word in common that is not everybody's."""
    return not _telling(one).isdisjoint(_telling(other))


def _telling(party: Party) -> set[str]:
    return {
        word for name in party.names.values() for word, weight in name.weights.items() if weight >= _TELLING
    }


def parties_of(
    watchlists: Sequence[Watchlist], policy: NamePolicy, analyzed: Mapping[Kind, NameWords] | None = None
) -> list[Party]:
    """Every party of the lists, in the order of their entries; of a list given twice, each party once.

    analyzed: names of the lists that were analyzed already with the same policy, which need not be again.
    """
    parties: dict[Entry, Party] = {}
    names: dict[Kind, list[tuple[Party, dict[str, Any]]]] = {"person": [], "non_person": []}
    for watchlist in sorted(watchlists, key=lambda each: (each.list_id, each.version)):
        read = _read(watchlist)
        for row in _rows(watchlist, "names", "entity_id", "name", "quality", "script"):
            party = read.get(row["entity_id"])
            if party is not None and party.entry not in parties:
                names[kind_of(party.entity_type)].append((party, row))
        for party in read.values():
            parties.setdefault(party.entry, party)
    for kind, of_kind in names.items():
        _add_names(of_kind, kind, policy, (analyzed or {}).get(kind))
    return [parties[entry] for entry in sorted(parties)]


def _read(watchlist: Watchlist) -> dict[str, Party]:
    """The parties of a list by entity_id, without their names."""
    parties = {
        row["entity_id"]: Party(
            (watchlist.list_id, row["entity_id"]), row["entity_type"], row["name"], row["gender"]
        )
        for row in _rows(watchlist, "entities", "entity_id", "entity_type", "name", "gender")
    }
    for row in _rows(watchlist, "birth_dates", "entity_id", "earliest", "latest", "circa"):
        if row["earliest"] and row["latest"] and row["entity_id"] in parties:
            exact = row["earliest"] == row["latest"] and not row["circa"]
            parties[row["entity_id"]].births.append(BirthSpan(row["earliest"], row["latest"], exact))
    for row in _rows(watchlist, "identifiers", "entity_id", "kind", "number", "country", "note"):
        if row["number"] and row["entity_id"] in parties:
            found = Identifier(row["kind"] or "", row["number"], row["country"], row["note"])
            parties[row["entity_id"]].identifiers.append(found)
    for row in _rows(watchlist, "references", "entity_id", "publisher", "reference"):
        if row["publisher"] and row["reference"] and row["entity_id"] in parties:
            parties[row["entity_id"]].references.append((row["publisher"], row["reference"]))
    for row in _rows(watchlist, "programs", "entity_id", "program", "listed_on"):
        party = parties.get(row["entity_id"])
        if party is not None:
            party.programs |= {row["program"]} if row["program"] else set()
            party.listed_on |= {row["listed_on"]} if row["listed_on"] else set()
    for table in ("countries", "addresses", "places"):
        for row in _rows(watchlist, table, "entity_id", "country"):
            if row["country"] and row["entity_id"] in parties:
                parties[row["entity_id"]].countries.add(row["country"])
    return parties


def _rows(watchlist: Watchlist, table: str, *columns: str) -> Iterator[dict[str, Any]]:
    values = (watchlist.tables[table][column].to_pylist() for column in columns)
    return (dict(zip(columns, row, strict=True)) for row in zip(*values, strict=True))


def _add_names(
    rows: Sequence[tuple[Party, Mapping[str, Any]]],
    kind: Kind,
    policy: NamePolicy,
    analyzed: NameWords | None,
) -> None:
    keys = _keys_of(dict.fromkeys(row["name"] for _, row in rows), kind, policy, analyzed)
    rank = {"primary": 0, "strong": 1, "weak": 2}
    for party, row in rows:
        for weights, weight, key in keys[row["name"]]:
            known = party.names.get(key)
            better = known is None or (rank[row["quality"]], row["name"]) < (rank[known.quality], known.text)
            if better:
                party.names[key] = ListedName(row["name"], row["quality"], row["script"], weights, weight)


def _keys_of(
    texts: Iterable[str], kind: Kind, policy: NamePolicy, analyzed: NameWords | None
) -> dict[str, list[_Weighed]]:
    """Each text → the keys of the names in it."""
    parts = {text: _names_in(text) for text in texts}
    distinct = dict.fromkeys(name for names in parts.values() for name in names)
    found: dict[str, _Weighed] = {}
    if analyzed is not None:
        places = {name: place for place, name in enumerate(analyzed.names) if name in distinct}
        found |= _weighed(analyzed, places, policy)
        distinct = dict.fromkeys(name for name in distinct if name not in places)
    rest = list(distinct)
    found |= _weighed(analyze(rest, kind, policy), {name: place for place, name in enumerate(rest)}, policy)
    return {text: [found[name] for name in names if name in found] for text, names in parts.items()}


def _weighed(words: NameWords, places: Mapping[str, int], policy: NamePolicy) -> dict[str, _Weighed]:
    """The keys of names by their places among analyzed ones; a name that is all particles has none."""
    folded = [fold(text) for text in words.vocabulary.texts]
    counts = [text not in policy.particles for text in words.vocabulary.texts]
    number, weight = words.word_text.tolist(), words.word_weight.tolist()
    legal_form, first = words.word_is_legal_form.tolist(), words.first_word.tolist()
    found: dict[str, _Weighed] = {}
    for name, place in places.items():
        weights: dict[str, float] = {}
        key = []
        for at in range(first[place], first[place + 1]):
            word = folded[number[at]]
            if counts[number[at]] and not legal_form[at] and word:
                key.append(word)
                weights[word] = max(weights.get(word, 0.0), weight[at])
        if key:
            key.sort()
            found[name] = (weights, sum(weights[word] for word in sorted(weights)), tuple(key))
    return found


def _names_in(text: str) -> list[str]:
    """The name, and where the text holds several ("Jamaat (JI)"), each of them."""
    return list(dict.fromkeys((text, *several_names(text)))) if _MAY_BE_SEVERAL.search(text) else [text]
