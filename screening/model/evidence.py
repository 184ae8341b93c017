"""The evidence of a hit: why a customer and a listed party got their score, as data.

A name score is 100 less its deductions. To it come the points of the identifiers; the score is kept within
0 to 100, and is never below the least score that an identifier guarantees. `screening.wording` makes the
sentence of it; the hit table keeps it as the columns named below, so that nothing is compared a second time
to be shown. Of a hit, rounded to two decimals each:

    name_score = max(0, 100 - the sum of the points of `deductions`)
    score      = max(name_score + the sum of the points of `identifiers`, within 0 to 100; least_score)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import pyarrow as pa

__all__ = [
    "DEDUCTION",
    "DEDUCTIONS",
    "HOW",
    "LEAST_SCORE",
    "NAME_EVIDENCE",
    "TOKEN",
    "TOKEN_MATCH",
    "Deduction",
    "DeductionName",
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
    "same meaning",  # in another language
    "initials",  # one token made of the initials of several
    "beginnings",  # one token put together of the beginnings of several
    "initial",  # a single letter, and a token that begins with it
    "written together",
    "other script",  # the same letters
    "same reading",  # of a word of another script
    "same sound",
    "similar",  # so far as their similarity says
]
HOW: tuple[How, ...] = get_args(How)

# What points are taken off a name score for, in the order they are told.
DeductionName = Literal[
    "uncovered",  # words left over or spelled otherwise
    "thin",  # little distinctive to go by
    "weakest",  # the least alike of the words that match
    "words",  # few words that are the same
    "initials",  # only initials match
    "order",  # the same words in another order
    "number",  # a number on one side only, or another
    "place",  # a place of another country
    "changed",  # another word of trade, or one spelled nearly alike
    "conflict",  # words of their own on both sides
    "parent",  # another father
    "nothing",  # no word matches: what the others leave of 100
]
DEDUCTIONS: tuple[DeductionName, ...] = get_args(DeductionName)

# The columns of the hit table, by the fields of NameEvidence.
TOKEN = pa.struct([("text", pa.string()), ("plain", pa.string()), ("reading", pa.string())])
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
# The fields of NameEvidence as columns, a row a pair of names.
NAME_EVIDENCE = pa.schema(
    [
        pa.field("customer_tokens", pa.list_(TOKEN)),
        pa.field("listed_tokens", pa.list_(TOKEN)),
        pa.field("token_matches", pa.list_(TOKEN_MATCH)),
        pa.field("deductions", pa.list_(DEDUCTION)),
        pa.field("read_as", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a name.

    text: as the name writes it ("KHAZ'ALI"). plain: in small letters without marks between ("khazali"), as
    the matches and the sentence have it. reading: the Latin letters it was compared by, where it is written
    in another script; else None.
    """

    text: str
    plain: str
    reading: str | None = None


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """Tokens of the customer's name that match tokens of the listed one.

    customer, listed: the tokens, plain, several with a blank between. similarity: 0 to 1. weight: how much
    they tell of who is meant, the lesser of both sides; a token never seen weighs 1. customer_at, listed_at:
    their places among the tokens of either name.
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
    """Points taken off a name score of 100, always above 0."""

    name: DeductionName
    points: float


@dataclass(frozen=True, slots=True)
class LeastScore:
    """The score that identifiers guarantee whatever the names. because: which."""

    because: Literal["document number", "birth date and nationality"]
    score: float

    def as_row(self) -> dict[str, Any]:
        """As the hit table's column `least_score` holds it."""
        return {"because": self.because, "score": self.score}


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """Why two names have their name score, which is max(0, 100 - the sum of the deductions), to two decimals.

    customer_tokens, listed_tokens: all compared tokens of both names, in their order; each is part of one of
    `token_matches` or left over. token_matches: the most distinctive first. deductions: in the order of
    DEDUCTIONS. read_as: the reading of the customer's name that was compared, where that is not the name as
    given.
    """

    customer_tokens: Sequence[Token]
    listed_tokens: Sequence[Token]
    token_matches: Sequence[TokenMatch]
    deductions: Sequence[Deduction]
    read_as: str | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> NameEvidence:
        """From a row of the hit table, as Arrow gives it; empty for hits kept before there was evidence."""
        return cls(
            customer_tokens=[Token(**each) for each in row["customer_tokens"] or ()],
            listed_tokens=[Token(**each) for each in row["listed_tokens"] or ()],
            token_matches=[TokenMatch(**each) for each in row["token_matches"] or ()],
            deductions=[Deduction(**each) for each in row["deductions"] or ()],
            read_as=row["read_as"],
        )

    def left_of_customer(self) -> list[Token]:
        """The customer's tokens that match none of the listed name."""
        return _left(self.customer_tokens, [match.customer_at for match in self.token_matches])

    def left_of_listed(self) -> list[Token]:
        """The listed name's tokens that match none of the customer's."""
        return _left(self.listed_tokens, [match.listed_at for match in self.token_matches])

    def as_row(self) -> dict[str, Any]:
        """As columns of the hit table."""
        return {
            "customer_tokens": [_token_row(each) for each in self.customer_tokens],
            "listed_tokens": [_token_row(each) for each in self.listed_tokens],
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


def _left(tokens: Sequence[Token], matched: Sequence[Sequence[int]]) -> list[Token]:
    used = {place for places in matched for place in places}
    return [token for place, token in enumerate(tokens) if place not in used]


def _token_row(token: Token) -> dict[str, Any]:
    return {"text": token.text, "plain": token.plain, "reading": token.reading}
