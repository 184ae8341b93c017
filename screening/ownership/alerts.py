"""An owned customer as a row of the hit table, and a possibly owned one as a row of warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from screening.model.alert_ids import alert_id
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.ownership.assessment import Assessment
from screening.ownership.holder_facts import Holder
from screening.ownership.listed_owners import ListedOwner
from screening.ownership.owned_customers import Match
from screening.ownership.rule import Graph
from screening.ownership.stakes import Stake
from screening.wording import ownership as words

__all__ = ["AlertRows"]

_LISTING = (
    "list_id",
    "entity_id",
    "entity_name",
    "matched_name",
    "matched_name_quality",
    "score",
    "programs",
    "authority",
    "prohibits",
    "details_url",
    "watchlist_version",
)
_MATCHES = ("date_of_birth_match", "country_match", "id_match", "gender_match")


@dataclass(frozen=True)
class AlertRows:
    """Makes the rows. holders, listed: by key. first_seen: the day of the run."""

    holders: Mapping[str, Holder]
    listed: Mapping[str, ListedOwner]
    graph: Graph
    first_seen: date

    def alert(self, match: Match, found: Assessment) -> dict[str, Any]:
        """A row of HIT_SCHEMA, carried columns after it."""
        customer = match.customer
        owner = self.listed[found.listed[0]]
        entry = dict(owner.entries[0])
        chain = self._chain(found)
        entries = [each for key in found.listed for each in self.listed[key].entries]
        countries = [code for code in (customer["nationality"], customer["country"]) if code]
        carried = {
            f"customer_{name}": value for name, value in customer.items() if name not in CUSTOMER_SCHEMA.names
        }
        return {
            **entry,
            "alert_id": alert_id(customer["record_id"], entry["list_id"], entry["entity_id"], "ownership"),
            "record_id": customer["record_id"],
            "name": customer["name"],
            "score": found.score,
            "match_probability": self._probability(found),
            "explanation": self._explanation(match, found, chain),
            **dict.fromkeys(_MATCHES, "unknown"),
            "status": "new",
            "first_seen": self.first_seen.isoformat(),
            "data_warnings": [*(customer["data_warnings"] or ()), *self._warnings(found)],
            "customer_entity_type": customer["entity_type"],
            "customer_date_of_birth": customer["date_of_birth"],
            "customer_country": list(dict.fromkeys(countries)),
            "identifiers": [],
            "alert_kind": "ownership",
            **{name: _together(entries, name) for name in ("programs", "authority", "prohibits")},
            "listings": [
                {name: each[name] for name in _LISTING} | {"because": because}
                for each, because in zip(owner.entries, owner.because, strict=True)
            ],
            "ownership": chain,
            **carried,
        }

    def _probability(self, found: Assessment) -> float:
        """That of the least likely of the owners whose scores the alert needs."""
        owners = [self.listed[key] for key in found.listed]
        return min(owner.match_probability for owner in owners if owner.score >= found.score)

    def possible(self, match: Match, found: Assessment) -> dict[str, Any]:
        """A row of WARNINGS_SCHEMA."""
        sentence = self._explanation(match, found, self._chain(found))
        return {
            "row": match.customer["row"],
            "record_id": match.customer["record_id"],
            "column": "ownership",
            "value": words.share_words(found.total),
            "reason": words.possibly_owned_reason(found.certain, sentence),
        }

    def _chain(self, found: Assessment) -> list[dict[str, Any]]:
        return [self._holding(stake, found) for stake in found.chain]

    def _holding(self, stake: Stake, found: Assessment) -> dict[str, Any]:
        owner = self.listed.get(stake.owner) if stake.owner in found.listed else None
        entry: Mapping[str, Any] = owner.entries[0] if owner else {}
        return {
            "owner": self.holders[stake.owner].shown,
            "owned": self.holders[stake.owned].shown,
            "share": stake.least if found.bound == "least" else stake.most,
            "source": words.source_words(stake.source, stake.least, stake.most, stake.known, stake.indirect),
            "list_id": entry.get("list_id"),
            "entity_id": entry.get("entity_id"),
        }

    def _explanation(self, match: Match, found: Assessment, chain: Sequence[Mapping[str, Any]]) -> str:
        entries = [self.listed[key] for key in found.listed]
        scores = {
            (owner.entries[0]["list_id"], owner.entries[0]["entity_id"]): owner.score
            for owner in entries
            if not owner.named
        }
        bound: Literal["exactly", "at least", "at most"] = "at most" if found.bound == "most" else "exactly"
        if bound == "exactly" and any(
            stake.most > stake.least for stake in found.chain if stake.owned == found.company
        ):
            bound = "at least"
        sentence = words.owned_sentence(found.total, chain, scores, bound)
        return f"{sentence} {words.found_by_words(match.how, match.said, self.holders[found.company].shown)}"

    def _warnings(self, found: Assessment) -> Iterator[str]:
        for company in dict.fromkeys(stake.owned for stake in found.chain):
            if total := self.graph.over_whole.get(company):
                yield words.over_whole_words(self.holders[company].shown, total)
        for stake in found.chain:
            if stake.differ:
                owner, owned = self.holders[stake.owner].shown, self.holders[stake.owned].shown
                yield words.differing_words(owner, owned)
        for key in found.listed:
            for entry in self.listed[key].entries:
                if not entry["prohibits"]:
                    yield words.taken_to_block_words(entry["list_id"], entry["entity_id"])
            if others := self.listed[key].others:
                yield words.other_entries_words(self.holders[key].shown, others)


def _together(entries: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(text for entry in entries for text in entry[name] or ()))
