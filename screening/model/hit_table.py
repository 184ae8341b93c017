"""The hit table: its columns and their types.

One row a pair of a customer and a listed party. The columns are a promise to the outside; new ones go to
the end. Carried customer columns follow as text, prefixed `customer_`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute
from numpy.typing import NDArray

from screening.model.alert_states import CLOSING, UNDECIDED_HITS
from screening.model.evidence import DEDUCTION, LEAST_SCORE, TOKEN, TOKEN_MATCH
from screening.model.match_probability import PROBABILITY_PART

__all__ = [
    "AGREEMENT",
    "ALERT_KINDS",
    "HIT_SCHEMA",
    "HOLDING",
    "IDENTIFIER",
    "LISTING",
    "ORDERED_BY",
    "STATUSES",
    "HitRows",
    "closest_first",
    "kept_hit",
    "order_hits",
    "parts_of",
    "plain_hits",
    "report_order",
]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# What an identifier says of a pair.
AGREEMENT = ("agrees", "conflicts", "unknown")
# Of an alert: new in the run at hand; open, waiting since an earlier night; else what was decided.
STATUSES = (*UNDECIDED_HITS, *CLOSING)

# What one identifier of a pair says. identifier: birth date, country, gender, document number or type.
# customer, listed: both values, null where a side states none. outcome: what they are to each other, such as
# "same day" or "as far as known". points: added to the name score, below 0 where it speaks against the pair.
_PARTS = [(name, pa.string()) for name in ("identifier", "customer", "listed", "outcome")]
IDENTIFIER = pa.struct([*_PARTS, ("points", pa.float64())])

_TEXTS = pa.list_(pa.string())

# How an alert came about: by the names (and identifiers) of the customer and the listed party, or because the
# customer is owned by listed parties (OFAC's 50 percent rule).
ALERT_KINDS = ("name", "ownership")

# One entry of a party on one list. because: what tells that it is the party of the row's own entry, such as
# "same reference UN QDi.430"; null for the row's own entry itself.
LISTING = pa.struct(
    [
        ("list_id", pa.string()),
        ("entity_id", pa.string()),
        ("entity_name", pa.string()),
        ("matched_name", pa.string()),
        ("matched_name_quality", pa.string()),
        ("score", pa.float64()),
        ("programs", _TEXTS),
        ("authority", _TEXTS),
        ("prohibits", _TEXTS),
        ("details_url", pa.string()),
        ("watchlist_version", pa.string()),
        ("because", pa.string()),
    ]
)

# One step of a chain of ownership. share: percent of `owned` that `owner` holds; source: who says so.
# list_id, entity_id: of an owner who is listed, else null.
HOLDING = pa.struct(
    [
        ("owner", pa.string()),
        ("owned", pa.string()),
        ("share", pa.float64()),
        ("source", pa.string()),
        ("list_id", pa.string()),
        ("entity_id", pa.string()),
    ]
)

_FIELDS: list[pa.Field[Any]] = [
    pa.field("alert_id", pa.string()),  # the same for the same record, list and entity in every run
    pa.field("record_id", pa.string()),  # the customer's
    pa.field("name", pa.string()),  # the customer's, as given
    pa.field("list_id", pa.string()),  # such as OFAC-SDN
    pa.field("entity_id", pa.string()),  # the publisher's own number of the listed party
    pa.field("entity_name", pa.string()),  # its primary name
    pa.field("entity_type", pa.string()),  # of ENTITY_TYPES
    pa.field("matched_name", pa.string()),  # the one of its names that made the hit
    pa.field("matched_name_quality", pa.string()),  # of NAME_QUALITIES
    pa.field("score", pa.float64()),  # 0 to 100, two decimals: name score and identifiers together
    pa.field("name_score", pa.float64()),  # 0 to 100, two decimals: of the two names alone
    # 0 to 1, twelve decimals: how likely the two are one, of hits like this in a bank's screening; of
    # ownership, how likely the owners are who they are taken for. Null in hits of versions that had none.
    pa.field("match_probability", pa.float64()),
    pa.field("explanation", pa.string()),  # the evidence below as sentences
    pa.field("date_of_birth_match", pa.string()),  # each of AGREEMENT
    pa.field("country_match", pa.string()),
    pa.field("id_match", pa.string()),
    pa.field("programs", _TEXTS),  # codes of the programs that the party is listed under
    pa.field("authority", _TEXTS),  # the executive orders or acts behind them
    pa.field("linked_to", _TEXTS),  # related parties
    pa.field("details_url", pa.string()),  # the publisher's page on the party
    pa.field("status", pa.string()),  # of STATUSES
    pa.field("first_seen", pa.string()),  # the day of the run that first saw the alert, YYYY-MM-DD
    pa.field("watchlist_version", pa.string()),  # list, date and the beginning of its content's hash
    pa.field("data_warnings", _TEXTS),  # what of the customer could not be read
    pa.field("gender_match", pa.string()),  # of AGREEMENT
    pa.field("customer_entity_type", pa.string()),  # of ENTITY_TYPES, null where not known
    pa.field("customer_date_of_birth", pa.string()),  # as given
    pa.field("customer_country", _TEXTS),  # codes of nationality and country
    pa.field("entity_birth_dates", _TEXTS),  # as published
    pa.field("entity_countries", _TEXTS),  # those that the list names for the party, as published
    pa.field("identifiers", pa.list_(IDENTIFIER)),  # those that either side states
    # Why the name score is what it is: the fields of `evidence.NameEvidence`.
    pa.field("customer_tokens", pa.list_(TOKEN)),
    pa.field("listed_tokens", pa.list_(TOKEN)),
    pa.field("token_matches", pa.list_(TOKEN_MATCH)),
    pa.field("deductions", pa.list_(DEDUCTION)),
    pa.field("read_as", pa.string()),
    pa.field("least_score", LEAST_SCORE),  # null where no identifier guarantees one
    pa.field("alert_kind", pa.string()),  # of ALERT_KINDS
    pa.field("prohibits", _TEXTS),  # of MEASURES, what all the listings together prohibit
    pa.field("listings", pa.list_(LISTING)),  # the party's entries on all lists, the row's own first
    pa.field("ownership", pa.list_(HOLDING)),  # the chain from the listed owners down to the customer
    pa.field("match_probability_parts", pa.list_(PROBABILITY_PART)),  # what the probability is made of
]

HIT_SCHEMA = pa.schema(_FIELDS)

# Those that were text joined with "; " before they were lists.
_WERE_JOINED = (
    "programs",
    "authority",
    "linked_to",
    "customer_country",
    "entity_birth_dates",
    "entity_countries",
)


def kept_hit(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the hit table as a ledger keeps it, in the columns of today.

    The one place where joined text is split: rows that an earlier version kept hold text where lists are now.
    Columns that came later are left out, but for `listings`: such a row is of the one entry that it names.
    """
    lists: dict[str, list[str]] = {}
    for name in _WERE_JOINED:
        value = row.get(name)
        if isinstance(value, str):
            lists[name] = value.split("; ") if value else []
    kept = {**row, **lists}
    if kept.get("listings") is None and kept.get("list_id") is not None:
        kept["listings"] = [{field.name: kept.get(field.name) for field in LISTING}]
    return kept


_BY_PAIR: tuple[tuple[str, Literal["ascending", "descending"]], ...] = (
    ("record_id", "ascending"),
    ("list_id", "ascending"),
    ("entity_id", "ascending"),
)


_REPORT_ORDER: list[tuple[str, Literal["ascending", "descending"]]] = [
    ("match_probability", "descending"),
    ("score", "descending"),
    *_BY_PAIR,
]
# The columns that say in which order hits stand in a report.
ORDERED_BY = tuple(name for name, _ in _REPORT_ORDER)


class HitRows(Protocol):
    """Hits: a pa.Table, or more of them than memory should hold (`runs.hit_spool`), of which `slice` reads
    some rows, and `select` says that only some columns are to be read."""

    @property
    def schema(self) -> pa.Schema: ...

    @property
    def num_rows(self) -> int: ...

    def slice(self, offset: int = 0, length: int | None = None) -> pa.Table: ...

    def select(self, columns: list[str]) -> HitRows: ...


def order_hits(hits: pa.Table) -> pa.Table:
    """The hits of all batches in the order of a report: the most likely first, ties by record and party.

    Hits without a probability come last, among themselves by score.
    """
    return hits.sort_by(_REPORT_ORDER).combine_chunks()


def report_order(hits: pa.Table) -> NDArray[np.int64]:
    """The places of hits in that order. hits: at least the columns ORDERED_BY."""
    places: NDArray[np.int64] = pc.sort_indices(hits, sort_keys=_REPORT_ORDER).to_numpy().astype(np.int64)
    return places


def parts_of(hits: HitRows, rows: int) -> Iterator[pa.Table]:
    """The hits one after the other, in tables of so many rows; one without rows where there are none."""
    for begin in range(0, max(1, hits.num_rows), rows):
        yield hits.slice(begin, rows)


def closest_first(hits: pa.Table) -> pa.Table:
    """The same by score alone, for what goes by the threshold."""
    keys: list[tuple[str, Literal["ascending", "descending"]]] = [("score", "descending"), *_BY_PAIR]
    return hits.sort_by(keys).combine_chunks()


def plain_hits(hits: pa.Table) -> pa.Table:
    """The same rows in exactly HIT_SCHEMA (carried columns after it as text), one chunk, no metadata."""
    leading = hits.schema.names[: len(HIT_SCHEMA)]
    if leading != HIT_SCHEMA.names:
        raise ValueError(f"hits must begin with the columns {HIT_SCHEMA.names}, not {leading}")
    carried = [pa.field(name, pa.string()) for name in hits.schema.names[len(HIT_SCHEMA) :]]
    return hits.cast(pa.schema([*HIT_SCHEMA, *carried])).replace_schema_metadata(None).combine_chunks()
