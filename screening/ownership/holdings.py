"""Who owns whom, as sources state it: one table of holders, one of holdings.

Every reader (a module a format) fills a `HoldingsBuilder`; what comes after reads only its tables. A holder
is a person or a company, on either side of a holding. Nothing is judged here: an ended holding and one of
unknown share are rows like all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyarrow as pa

__all__ = ["HOLDERS", "HOLDINGS", "Holdings", "HoldingsBuilder", "together"]

_ROWS = 20_000
_TEXT = pa.string()
# scheme: LEI, a country (number of its register), or null where it is not told whose number it is.
NUMBER = pa.struct([("scheme", _TEXT), ("number", _TEXT)])

_LISTS = pa.list_(_TEXT)

# One row a holder. key: names it over all sources (what is before its first ":" says what kind of key it is).
# names: the first is the one to show; none where the source gives none. entity_type: of ENTITY_TYPES or null.
# birth_date: as the source has it. countries: ISO 3166 alpha-2. list_id, entity_id: of an entry of a list.
_HOLDER_FIELDS: list[pa.Field[Any]] = [
    pa.field("key", _TEXT),
    pa.field("names", _LISTS),
    pa.field("entity_type", _TEXT),
    pa.field("birth_date", _TEXT),
    pa.field("countries", _LISTS),
    pa.field("numbers", pa.list_(NUMBER)),
    pa.field("list_id", _TEXT),
    pa.field("entity_id", _TEXT),
]
HOLDERS = pa.schema(_HOLDER_FIELDS)

# One row a statement that one holder owns of another. least, most: percent (0 to 100) of `owned` that `owner`
# has at least and at most; null where not told. interest: of `settings.ownership.Interest`. indirect: whether
# it is held through others. stated_on: when it was said; begins, ends: the days from and to which it holds
# (both inclusive). source: the file or list; place: where in it.
_HOLDING_FIELDS: list[pa.Field[Any]] = [
    pa.field("owner", _TEXT),
    pa.field("owned", _TEXT),
    pa.field("interest", _TEXT),
    pa.field("indirect", pa.bool_()),
    pa.field("least", pa.float64()),
    pa.field("most", pa.float64()),
    pa.field("stated_on", pa.date32()),
    pa.field("begins", pa.date32()),
    pa.field("ends", pa.date32()),
    pa.field("source", _TEXT),
    pa.field("place", _TEXT),
]
HOLDINGS = pa.schema(_HOLDING_FIELDS)


@dataclass(frozen=True)
class Holdings:
    """holders: HOLDERS, a key may have several rows. holdings: HOLDINGS. same: pairs of keys that the source
    says are one holder. left_out: why statements are no holdings → how many."""

    holders: pa.Table
    holdings: pa.Table
    same: tuple[tuple[str, str], ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


class HoldingsBuilder:
    """Collects the rows of one source."""

    def __init__(self, source: str) -> None:
        """source: how the file or list is called in alerts."""
        self.source = source
        self._holders: dict[str, dict[str, Any]] = {}
        self._holdings: list[dict[str, Any]] = []
        # Rows as Python objects take many times what they take in Arrow.
        self._done: list[tuple[pa.Table, pa.Table]] = []
        self._same: list[tuple[str, str]] = []
        self._left_out: dict[str, int] = {}

    def holder(
        self,
        key: str,
        names: Iterable[str | None] = (),
        *,
        entity_type: str | None = None,
        birth_date: str | None = None,
        countries: Iterable[str | None] = (),
        numbers: Iterable[tuple[str | None, str | None]] = (),
        entry: tuple[str, str] | None = None,
    ) -> None:
        """Add what is known of a holder; what was known of it before stays.

        numbers: scheme and number of each. entry: (list_id, entity_id) of a holder that is one of a list.
        """
        row = self._holders.setdefault(
            key,
            {
                "key": key,
                "names": {},
                "entity_type": None,
                "birth_date": None,
                "countries": {},
                "numbers": {},
                "list_id": entry[0] if entry else None,
                "entity_id": entry[1] if entry else None,
            },
        )
        row["names"] |= dict.fromkeys(text for name in names if (text := _one_line(name)))
        row["countries"] |= dict.fromkeys(country for country in countries if country)
        row["numbers"] |= dict.fromkeys(
            (scheme, text) for scheme, number in numbers if (text := _one_line(number))
        )
        row["entity_type"] = row["entity_type"] or entity_type
        row["birth_date"] = row["birth_date"] or birth_date

    def holding(
        self,
        owner: str,
        owned: str,
        interest: str,
        least: float | None,
        most: float | None,
        *,
        place: str,
        indirect: bool = False,
        stated_on: date | None = None,
        begins: date | None = None,
        ends: date | None = None,
    ) -> None:
        """Add a statement; both sides must be holders."""
        self._holdings.append(
            {
                "owner": owner,
                "owned": owned,
                "interest": interest,
                "indirect": indirect,
                "least": least,
                "most": most,
                "stated_on": stated_on,
                "begins": begins,
                "ends": ends,
                "source": self.source,
                "place": place,
            }
        )
        if len(self._holdings) >= _ROWS:
            self._pack()

    def same(self, one: str, other: str) -> None:
        """Say that two keys are one holder."""
        self._same.append((one, other))

    def leave_out(self, why: str) -> None:
        """Count a statement that is no holding."""
        self._left_out[why] = self._left_out.get(why, 0) + 1

    def build(self) -> Holdings:
        self._pack()
        holders, holdings = (pa.concat_tables(tables) for tables in zip(*self._done, strict=True))
        return Holdings(holders, holdings, tuple(self._same), self._left_out)

    def _pack(self) -> None:
        holders = [
            row
            | {
                "names": list(row["names"]),
                "countries": list(row["countries"]),
                "numbers": [{"scheme": scheme, "number": number} for scheme, number in row["numbers"]],
            }
            for row in self._holders.values()
        ]
        self._done.append(
            (
                pa.Table.from_pylist(holders, schema=HOLDERS),
                pa.Table.from_pylist(self._holdings, schema=HOLDINGS),
            )
        )
        self._holders, self._holdings = {}, []


def together(several: Iterable[Holdings]) -> Holdings:
    """The holdings of several sources as one."""
    several = list(several)
    left_out: dict[str, int] = {}
    for each in several:
        for why, count in each.left_out.items():
            left_out[why] = left_out.get(why, 0) + count
    return Holdings(
        pa.concat_tables([HOLDERS.empty_table(), *(each.holders for each in several)]),
        pa.concat_tables([HOLDINGS.empty_table(), *(each.holdings for each in several)]),
        tuple(pair for each in several for pair in each.same),
        left_out,
    )


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
