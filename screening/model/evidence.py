"""The evidence of a hit: why a customer and a listed party got their score, as data.

A name score is 100 less its deductions. To it come the points of the identifiers; the score is kept within
0 to 100, and is never below the least score that an identifier guarantees. `screening.wording` makes the
sentence of it; the hit table keeps it as the columns named below, so that nothing is compared a second time
to be shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pyarrow as pa

__all__ = [
    "DEDUCTION",
    "HOW",
    "LEAST_SCORE",
    "TOKEN",
    "TOKEN_MATCH",
    "Deduction",
    "How",
    "LeastScore",
    "NameEvidence",
    "Token",
    "TokenMatch",
]

# How two tokens of two names are the same, or nearly so.
How = Literal[
    "same",
    "other spelling",  # of the same name, by rigour's dictionaries
    "short form",  # of the same name
    "same number",
    "same legal form",
    "same place",
    "same trade word",
    "initials",  # one token made of the initials of several
    "initial",  # a single letter, and a token that begins with it
    "written together",
    "other script",  # the same letters
    "same sound",
    "similar",  # so far as their similarity says
]
HOW: tuple[How, ...] = get_args(How)

# The columns of the hit table, by the fields of NameEvidence.
TOKEN = pa.struct([("text", pa.string()), ("reading", pa.string())])
TOKEN_MATCH = pa.struct(
    [
        ("customer", pa.string()),
        ("listed", pa.string()),
        ("how", pa.string()),
        ("similarity", pa.float64()),
        ("weight", pa.float64()),
        ("customer_at", pa.list_(pa.int32())),
        ("listed_at", pa.list_(pa.int32())),
    ]
)
DEDUCTION = pa.struct([("name", pa.string()), ("points", pa.float64())])
LEAST_SCORE = pa.struct([("because", pa.string()), ("score", pa.float64())])


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name. text: as the name writes it. reading: the Latin letters it was compared by, where it
    is written in another script; else None."""

    text: str
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """Tokens of the customer's name that match tokens of the listed one.

    customer, listed: the tokens in small letters, several with a blank between. similarity: 0 to 1. weight:
    how much they tell of who is meant, the lesser of both sides; a token never seen weighs 1. customer_at,
    listed_at: their places among the tokens of either name.
    """

    customer: str
    listed: str
    how: How
    similarity: float
    weight: float
    customer_at: Sequence[int]
    listed_at: Sequence[int]


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken off a name score of 100. name: one of those in configs/names.yaml."""

    name: str
    points: float


@dataclass(frozen=True, slots=True)
class LeastScore:
    """The score that identifiers guarantee whatever the names. because: which."""

    because: Literal["document number", "birth date and nationality"]
    score: float


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """Why two names have their name score, which is max(0, 100 - the sum of the deductions), to two decimals.

    customer_tokens, listed_tokens: all compared tokens of both names, in their order; each is part of one of
    `token_matches` or left over. token_matches: the most distinctive first. deductions: those above 0.
    read_as: the reading of the customer's name that was compared, where that is not the name as given.
    """

    customer_tokens: Sequence[Token]
    listed_tokens: Sequence[Token]
    token_matches: Sequence[TokenMatch]
    deductions: Sequence[Deduction]
    read_as: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> NameEvidence:
        """From a row of the hit table."""
        return cls(
            customer_tokens=[Token(**each) for each in row["customer_tokens"]],
            listed_tokens=[Token(**each) for each in row["listed_tokens"]],
            token_matches=[TokenMatch(**each) for each in row["token_matches"]],
            deductions=[Deduction(**each) for each in row["deductions"]],
            read_as=row["read_as"],
        )

    def as_row(self) -> dict[str, Any]:
        """As columns of the hit table."""
        return {
            "customer_tokens": [
                {"text": each.text, "reading": each.reading} for each in self.customer_tokens
            ],
            "listed_tokens": [{"text": each.text, "reading": each.reading} for each in self.listed_tokens],
            "token_matches": [
                {
                    "customer": each.customer,
                    "listed": each.listed,
                    "how": each.how,
                    "similarity": each.similarity,
                    "weight": each.weight,
                    "customer_at": list(each.customer_at),
                    "listed_at": list(each.listed_at),
                }
                for each in self.token_matches
            ],
            "deductions": [{"name": each.name, "points": each.points} for each in self.deductions],
            "read_as": self.read_as,
        }
