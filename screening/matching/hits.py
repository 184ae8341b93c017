"""Matches as rows of the hit table: both sides, the scores, and the evidence that made them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from screening.matching.best_matches import Match
from screening.matching.index import Party
from screening.matching.probability import match_probability, pair_features
from screening.model.alert_ids import alert_id
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.hit_table import HIT_SCHEMA
from screening.model.vocabulary import NAME_QUALITIES
from screening.settings.probability import ProbabilityModel
from screening.watchlists.publishers import details_url
from screening.wording.explanation import hit_sentence_of

__all__ = ["hits_table"]

# Rows that are Python objects at once: bounds memory.
_ROWS = 250


def hits_table(
    matches: Mapping[tuple[int, int], Match],
    customers: pa.RecordBatch,
    parties: Sequence[Party],
    first_seen: date,
    model: ProbabilityModel,
) -> pa.Table:
    """The hits of a batch, ordered by customer row: HIT_SCHEMA, then the carried columns as `customer_` ones.

    matches: by customer row and party. customers: CUSTOMER_SCHEMA, then carried columns. model: by which each
    hit has its probability.
    """
    rows = sorted({row for row, _ in matches})
    records = dict(zip(rows, customers.take(pa.array(rows, pa.int64())).to_pylist(), strict=True))
    carried = customers.schema.names[len(CUSTOMER_SCHEMA.names) :]
    schema = pa.schema([*HIT_SCHEMA, *(pa.field(f"customer_{name}", pa.string()) for name in carried)])
    seen = first_seen.isoformat()
    ordered = sorted(matches.items())
    tables = [schema.empty_table()]
    for begin in range(0, len(ordered), _ROWS):
        found = []
        for (row, party), match in ordered[begin : begin + _ROWS]:
            hit = _hit(records[row], parties[party], match, seen, model)
            found.append(hit | {f"customer_{name}": records[row][name] for name in carried})
        tables.append(pa.Table.from_pylist(found, schema=schema))
    return pa.concat_tables(tables).combine_chunks()


def _hit(
    customer: Mapping[str, Any], party: Party, match: Match, seen: str, model: ProbabilityModel
) -> dict[str, Any]:
    matched = match.batch.group.names.table.names[match.listed]
    countries = [code for code in (customer["nationality"], customer["country"]) if code]
    identifiers = match.evidence
    least = identifiers.least_score
    names = match.batch.explain(match.scored, match.pair, customer["name"])
    features = pair_features(
        match.batch.weights(match.scored, match.pair),
        names,
        identifiers.findings,
        NAME_QUALITIES[match.quality],
        is_person=party.entity_type == "person",
    )
    url = details_url(party.list_id, party.entity_id)
    of_party = {
        "list_id": party.list_id,
        "entity_id": party.entity_id,
        "entity_name": party.name,
        "matched_name": matched,
        "matched_name_quality": NAME_QUALITIES[match.quality],
        "score": match.score,
        "programs": party.programs,
        "authority": party.authority,
        "prohibits": party.prohibits,
        "details_url": url,
        "watchlist_version": party.watchlist_version,
    }
    return {
        "alert_id": alert_id(customer["record_id"], party.list_id, party.entity_id),
        "record_id": customer["record_id"],
        "name": customer["name"],
        **of_party,
        "entity_type": party.entity_type,
        "name_score": match.name_score,
        "explanation": hit_sentence_of(
            matched, match.name_score, match.score, names, identifiers.findings, least
        ),
        "date_of_birth_match": identifiers.date_of_birth,
        "country_match": identifiers.country,
        "id_match": identifiers.document,
        "linked_to": party.linked_to,
        "status": "new",
        "first_seen": seen,
        "data_warnings": customer["data_warnings"] or [],
        "gender_match": identifiers.gender,
        "customer_entity_type": customer["entity_type"],
        "customer_date_of_birth": customer["date_of_birth"],
        "customer_country": list(dict.fromkeys(countries)),
        "entity_birth_dates": party.birth_dates,
        "entity_countries": party.countries,
        "identifiers": [finding.as_row() for finding in identifiers.findings],
        **names.as_row(),
        "least_score": least.as_row() if least else None,
        "alert_kind": "name",
        "listings": [of_party],
        "ownership": [],
        **match_probability(features, model).as_row(),
    }
