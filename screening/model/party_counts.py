"""How many parties and names of each type there are: in a publisher's files, in tables, in an index.

The same list counted at each of these places must give the same counts; where it does not, listed parties
went missing on the way.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal, TypeAlias

import pyarrow as pa

from screening.model.vocabulary import ENTITY_TYPES

__all__ = [
    "Counts",
    "ListCoverage",
    "PartyCount",
    "least_counts",
    "party_counts",
    "read_screened",
    "total_counts",
    "with_screened",
]

# In the metadata of the hits of a batch: what the batch was screened against, as whoever did so counted it.
_SCREENED = b"screened"


@dataclass(frozen=True, slots=True)
class PartyCount:
    """Of one type of parties: how many there are, and how many names they bear, aliases among them."""

    entity_type: str
    parties: int
    names: int


# list_id → its counts by type.
Counts: TypeAlias = Mapping[str, Sequence[PartyCount]]


def party_counts(parties: Iterable[tuple[str | None, int]]) -> tuple[PartyCount, ...]:
    """(entity type, number of names) of each party → a count for each type there is, in the order of
    ENTITY_TYPES; one that is none of them comes last, as "unknown"."""
    found = {entity_type: [0, 0] for entity_type in (*ENTITY_TYPES, "unknown")}
    for entity_type, names in parties:
        count = found.get(entity_type or "", found["unknown"])
        count[0] += 1
        count[1] += names
    return tuple(PartyCount(kind, *count) for kind, count in found.items() if count[0])


@dataclass(frozen=True, slots=True)
class ListCoverage:
    """One type of parties of one list, counted at each step on the way to the hits.

    published: in the publisher's files; None where nobody counted them, or where a run was restricted to some
    of the parties. parsed: in the list as it was read. without_letters: names among these that hold neither
    letter nor digit, by which nobody can be found. indexed: in the index that customers are compared with.
    screened: in the index of whoever compared them, the least of all batches.
    """

    list_id: str
    entity_type: str
    published: PartyCount | None
    parsed: PartyCount
    without_letters: int
    indexed: PartyCount
    screened: PartyCount

    @property
    def is_whole(self) -> bool:
        """Whether nobody went missing on the way."""
        return not (self.differs("published") or self.differs("indexed") or self.differs("screened"))

    def differs(self, step: Literal["published", "indexed", "screened"]) -> bool:
        """Whether a step has other parties or names than the list as it was read."""
        if step == "published":
            return self.published is not None and self.published != self.parsed
        count = self.indexed if step == "indexed" else self.screened
        return count != replace(self.parsed, names=self.parsed.names - self.without_letters)


def total_counts(*parts: Counts) -> dict[str, tuple[PartyCount, ...]]:
    """The counts of parts of the lists together."""
    return _merged(parts, sum)


def least_counts(several: Sequence[Counts]) -> dict[str, tuple[PartyCount, ...]]:
    """Of several counts of the same lists the least: a list or type that one does not have counts 0 there."""
    return _merged(several, min)


def _merged(
    several: Sequence[Counts], merge: Callable[[list[int]], int]
) -> dict[str, tuple[PartyCount, ...]]:
    keyed = [
        {(list_id, each.entity_type): each for list_id, of_list in counts.items() for each in of_list}
        for counts in several
    ]
    merged: dict[str, list[PartyCount]] = {}
    for list_id, entity_type in dict.fromkeys(key for counts in keyed for key in counts):
        found = [counts.get((list_id, entity_type), PartyCount(entity_type, 0, 0)) for counts in keyed]
        parties, names = merge([each.parties for each in found]), merge([each.names for each in found])
        merged.setdefault(list_id, []).append(PartyCount(entity_type, parties, names))
    return {list_id: tuple(counts) for list_id, counts in merged.items()}


def with_screened(hits: pa.Table, counts: Counts) -> pa.Table:
    """The hits of a batch with a note in their metadata of what the batch was screened against."""
    plain = {list_id: [asdict(each) for each in of_list] for list_id, of_list in counts.items()}
    noted = {**(hits.schema.metadata or {}), _SCREENED: json.dumps(plain).encode()}
    return hits.replace_schema_metadata(noted)


def read_screened(hits: pa.Table) -> dict[str, tuple[PartyCount, ...]]:
    """What the note of `with_screened` says; nothing where there is none."""
    noted = json.loads((hits.schema.metadata or {}).get(_SCREENED, b"{}"))
    return {list_id: tuple(PartyCount(**each) for each in of_list) for list_id, of_list in noted.items()}
