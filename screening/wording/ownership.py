"""Why a customer counts as owned by blocked parties, in words: shares, chains, and what is uncertain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

__all__ = [
    "differing_words",
    "found_by_words",
    "holding_words",
    "other_entries_words",
    "over_whole_words",
    "owned_sentence",
    "possibly_owned_reason",
    "share_words",
    "source_words",
    "taken_to_block_words",
]

Holding = Mapping[str, Any]

_OWNED = {"exactly": "Owned", "at least": "Owned at least", "at most": "Possibly owned up to"}


def share_words(percent: float) -> str:
    """'33.3 %'."""
    return f"{round(percent, 2):g} %"


def _range_words(least: float, most: float) -> str:
    """'25 to 50 %', or one share where both are the same."""
    if round(least, 2) == round(most, 2):
        return share_words(least)
    return f"{round(least, 2):g} to {share_words(most)}"


def source_words(source: str, least: float, most: float, known: bool, indirect: bool) -> str:
    """Who says a holding, and what of it the counted share does not tell."""
    notes = []
    if not known:
        notes.append("share not told")
    elif round(least, 2) != round(most, 2):
        notes.append(_range_words(least, most))
    if indirect:
        notes.append("held indirectly")
    return f"{source} ({', '.join(notes)})" if notes else source


def owned_sentence(
    total: float,
    chain: Sequence[Holding],
    scores: Mapping[tuple[str, str], float],
    bound: Literal["exactly", "at least", "at most"] = "exactly",
) -> str:
    """The chain as sentences, from the customer's own owners up.

    total: percent, in sum. chain: rows of HOLDING, from the listed owners down; those in the customer last.
    scores: entry → how well the owner matched it. bound: what the total is.
    """
    if not chain:
        return ""
    customer = chain[-1]["owned"]
    held: dict[str, list[Holding]] = defaultdict(list)
    for holding in chain:
        held[holding["owned"]].append(holding)
    direct = held.pop(customer)
    word = _OWNED[bound]
    if len(direct) == 1:
        first = f"{word} {share_words(total)} by {_owner(direct[0], scores)}."
    else:
        parts = (f"{share_words(each['share'])} by {_owner(each, scores)}" for each in direct)
        first = f"{word} {share_words(total)} in sum by blocked parties: {'; '.join(parts)}."
    # From the customer up.
    above = [
        f"{owned} is owned {_listed_shares(holdings, scores)}."
        for owned, holdings in reversed(list(held.items()))
    ]
    return " ".join([first, *above])


def holding_words(holding: Holding) -> str:
    """A step of a chain (HOLDING) as a cell of a sheet has it: 'A (OFAC-SDN 123): 35 % of C'."""
    return f"{_entry(holding)}: {share_words(holding['share'])} of {holding['owned']}"


def found_by_words(how: Literal["record_id", "number", "name"], said: str, company: str) -> str:
    """How a customer is known to be the company that a source tells of."""
    if how == "record_id":
        return "The source knows the customer by its record_id."
    if how == "number":
        return f"The source knows it as '{company}', with the number {said}."
    return f"The source knows it as '{said}': taken for the customer by the name alone."


def over_whole_words(company: str, total: float) -> str:
    """Data warning: owners have more of a company than there is."""
    return (
        f"owners of '{company}' have {share_words(total)} in sum, more than all of it: some shares are wrong"
    )


def differing_words(owner: str, owned: str) -> str:
    """Data warning: sources do not agree on a share."""
    return f"sources tell different shares of '{owner}' in '{owned}': the largest was counted"


def taken_to_block_words(list_id: str, entity_id: str) -> str:
    """Data warning: nothing says whether the listing of an owner blocks."""
    return f"{list_id} {entity_id}: what the listing prohibits is not known, so it was taken to block"


def other_entries_words(owner: str, entries: Sequence[Mapping[str, Any]]) -> str:
    """Data warning: an owner may be another listed party as well. entries: rows of the hit table."""
    others = (
        f"{each['list_id']} {each['entity_id']} '{each['matched_name']}' ({each['score']:.1f})"
        for each in entries
    )
    return f"the owner '{owner}' also matches {', '.join(others)}"


def possibly_owned_reason(certain: float, sentence: str) -> str:
    """Why a customer is told as possibly owned; goes after the quoted share."""
    return (
        f"is what blocked parties may own of it at most, {share_words(certain)} is certain, so it is no "
        "alert. "
        f"{sentence} Find out the shares"
    )


def _owner(holding: Holding, scores: Mapping[tuple[str, str], float]) -> str:
    place = (holding["list_id"], holding["entity_id"])
    if holding["list_id"] is None:
        return str(holding["owner"])
    score = f", match {scores[place]:.1f}" if place in scores else ""
    return f"{_entry(holding)[:-1]}{score})"


def _entry(holding: Holding) -> str:
    if holding["list_id"] is None:
        return str(holding["owner"])
    return f"{holding['owner']} ({holding['list_id']} {holding['entity_id']})"


def _listed_shares(holdings: Sequence[Holding], scores: Mapping[tuple[str, str], float]) -> str:
    return " and ".join(f"{share_words(each['share'])} by {_owner(each, scores)}" for each in holdings)
