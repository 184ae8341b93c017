"""A batch of customers with its names analyzed. Reach for it before matching, and to keep that work.

Nothing here depends on a list: the same prepared batch can be screened against one list tonight and against
the parties that changed tomorrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
import pyarrow as pa

from screening.names.analyzed import AnalyzedNames, analyze_names
from screening.names.name_table import IntArray
from screening.names.policy import Kind, kind_of
from screening.settings import EntityType, Settings
from screening.watchlists.watchlist import ENTITY_TYPES

__all__ = ["PreparedBatch", "PreparedNames", "prepare", "screened_against"]

_TYPES: tuple[EntityType | None, ...] = (*get_args(EntityType), None)


@dataclass(frozen=True)
class PreparedNames:
    """The distinct names that a batch compares as one kind. place: customer row → its name in `names`, or
    -1 where the customer is not compared as that kind."""

    names: AnalyzedNames
    place: IntArray


@dataclass(frozen=True)
class PreparedBatch:
    """Customers (CUSTOMER_SCHEMA, then carried columns) and their analyzed names by kind."""

    customers: pa.RecordBatch
    names: Mapping[Kind, PreparedNames]


def prepare(customers: pa.RecordBatch, settings: Settings, kinds: Iterable[Kind]) -> PreparedBatch:
    """Analyze the names of a batch, each distinct one once for each of the kinds it is compared as."""
    encoded = customers["name"].dictionary_encode()
    name_of_row = encoded.indices.to_numpy(zero_copy_only=False)
    texts = encoded.dictionary.to_pylist()
    types = customers["entity_type"].to_pylist()
    type_of_row = np.array([_TYPES.index(entity_type) for entity_type in types], dtype=np.int64)
    names: dict[Kind, PreparedNames] = {}
    for kind in kinds:
        compared = [any(kind_of(other) == kind for other in screened_against(t, settings)) for t in _TYPES]
        rows = np.nonzero(np.array(compared)[type_of_row])[0]
        distinct, place_of_row = np.unique(name_of_row[rows], return_inverse=True)
        place = np.full(len(types), -1, dtype=np.int64)
        place[rows] = place_of_row
        names[kind] = PreparedNames(
            analyze_names([texts[name] for name in distinct.tolist()], kind, settings.names), place
        )
    return PreparedBatch(customers, names)


def screened_against(entity_type: EntityType | None, settings: Settings) -> Sequence[str]:
    """The types of listed parties that a customer of a type is compared with by name."""
    if entity_type is None:
        return ENTITY_TYPES
    return settings.matching.screened_against[entity_type]
