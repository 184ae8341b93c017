"""Matches as rows of the hit table: both sides, the scores, and the evidence that made them.

Made column by column, so that a batch with a hit for every customer costs little more than one with few: what
depends on the party alone is made once a party, what depends on the names once a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute

from screening.matching.best_matches import Matches
from screening.matching.identifiers import Evidence
from screening.matching.index import Party
from screening.matching.probability import NameWeights, match_probabilities, pair_features
from screening.model.alert_ids import alert_id
from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.model.evidence import LEAST_SCORE
from screening.model.hit_table import HIT_SCHEMA, IDENTIFIER, LISTING
from screening.model.list_columns import as_lists
from screening.model.vocabulary import NAME_QUALITIES
from screening.names.name_table import IntArray
from screening.settings.probability import ProbabilityModel
from screening.watchlists.publishers import details_url
from screening.wording.explanation import hit_sentences

__all__ = ["hits_table"]

# The functions there outnumber those its type stubs know.
pc: Any = pyarrow.compute

# Columns by name; arrays or chunked ones.
_Columns = dict[str, Any]


def hits_table(
    matches: Matches,
    customers: pa.RecordBatch,
    parties: Sequence[Party],
    first_seen: date,
    model: ProbabilityModel,
) -> pa.Table:
    """The hits of a batch, ordered by customer row: HIT_SCHEMA, then the carried columns as `customer_` ones.

    customers: CUSTOMER_SCHEMA, then carried columns. model: by which each hit has its probability.
    """
    carried = customers.schema.names[len(CUSTOMER_SCHEMA.names) :]
    schema = pa.schema([*HIT_SCHEMA, *(pa.field(f"customer_{name}", pa.string()) for name in carried)])
    if not len(matches):
        return schema.empty_table()
    count = len(matches)
    of_customer = customers.take(pa.array(matches.row, pa.int64()))
    columns = (
        _of_customers(of_customer, carried) | _of_parties(matches, parties) | _findings(matches.evidence)
    )
    evidence, weights = _of_names(matches, list(map(str, of_customer["name"].to_pylist())))
    columns |= {name: evidence[name].combine_chunks() for name in evidence.schema.names}
    columns["matched_name_quality"] = _of_few(NAME_QUALITIES, matches.quality)
    columns |= {"score": pa.array(matches.score), "name_score": pa.array(matches.name_score)}
    features = pair_features(
        weights,
        evidence,
        columns["identifiers"],
        columns["matched_name_quality"],
        pc.equal(columns["entity_type"], "person").to_numpy(zero_copy_only=False),
    )
    found = match_probabilities(features, model)
    columns |= {
        "alert_id": _alert_ids(columns),
        "match_probability": pa.array(found.probability),
        "match_probability_parts": found.parts,
        "explanation": pa.nulls(count, pa.string()),
        "status": pa.repeat("new", count),
        "first_seen": pa.repeat(first_seen.isoformat(), count),
        "alert_kind": pa.repeat("name", count),
        "ownership": pa.repeat(pa.scalar([], HIT_SCHEMA.field("ownership").type), count),
    }
    fields = [columns.get(field.name, pa.nulls(count, field.type)) for field in LISTING]
    columns["listings"] = as_lists(
        np.ones(count, np.int64), pa.StructArray.from_arrays(fields, fields=list(LISTING))
    )
    table = pa.Table.from_arrays([columns[name] for name in schema.names], schema=schema)
    place = schema.get_field_index("explanation")
    return table.set_column(place, schema.field(place), hit_sentences(table))


def _of_customers(customers: pa.RecordBatch, carried: Sequence[str]) -> _Columns:
    nationality, country = (customers[name].to_pylist() for name in ("nationality", "country"))
    countries = [
        list(dict.fromkeys(code for code in both if code)) for both in zip(nationality, country, strict=True)
    ]
    return {
        "record_id": customers["record_id"],
        "name": customers["name"],
        "data_warnings": pc.fill_null(customers["data_warnings"], []),
        "customer_entity_type": customers["entity_type"],
        "customer_date_of_birth": customers["date_of_birth"],
        "customer_country": pa.array(countries, HIT_SCHEMA.field("customer_country").type),
        **{f"customer_{name}": customers[name] for name in carried},
    }


def _of_parties(matches: Matches, parties: Sequence[Party]) -> _Columns:
    """What hits tell of their parties, made once of each party."""
    distinct, number = np.unique(matches.party, return_inverse=True)
    of_hits = [parties[party] for party in distinct.tolist()]
    told: dict[str, Callable[[Party], Any]] = {
        "list_id": lambda party: party.list_id,
        "entity_id": lambda party: party.entity_id,
        "entity_name": lambda party: party.name,
        "entity_type": lambda party: party.entity_type,
        "programs": lambda party: party.programs,
        "authority": lambda party: party.authority,
        "prohibits": lambda party: party.prohibits,
        "linked_to": lambda party: party.linked_to,
        "details_url": lambda party: details_url(party.list_id, party.entity_id),
        "watchlist_version": lambda party: party.watchlist_version,
        "entity_birth_dates": lambda party: party.birth_dates,
        "entity_countries": lambda party: party.countries,
    }
    place = pa.array(number, pa.int64())
    return {
        name: pa.array([tell(party) for party in of_hits], HIT_SCHEMA.field(name).type).take(place)
        for name, tell in told.items()
    }


def _of_names(matches: Matches, given: Sequence[str]) -> tuple[pa.Table, NameWeights]:
    """The evidence of the names of all matches (NAME_EVIDENCE and `matched_name`), and what they weigh.

    given: the customers' names.
    """
    order = np.argsort(matches.compared, kind="stable")
    ends = np.cumsum(np.bincount(matches.compared, minlength=len(matches.sources)))
    tables, weights = [], []
    for compared, places in zip(matches.sources, np.split(order, ends[:-1]), strict=True):
        if not len(places):
            continue
        batch, pairs = compared.batch, matches.pair[places]
        evidence = batch.explain(compared.scored, pairs, [given[place] for place in places.tolist()])
        listed = batch.group.names.table.names
        matched = [listed[name] for name in matches.listed[places].tolist()]
        tables.append(evidence.append_column("matched_name", pa.array(matched, pa.string())))
        weights.append(batch.weights(compared.scored, pairs))
    back = np.argsort(order)
    names = pa.concat_tables(tables).combine_chunks().take(pa.array(back, pa.int64()))
    return names, NameWeights(
        *(np.concatenate([getattr(each, name) for each in weights])[back] for name in NameWeights.__slots__)
    )


def _findings(evidence: Sequence[Evidence]) -> _Columns:
    findings = [finding for each in evidence for finding in each.findings]
    told = [
        (finding.identifier, finding.customer, finding.listed, finding.outcome, finding.points)
        for finding in findings
    ]
    values = zip(*told, strict=True) if told else [()] * len(IDENTIFIER)
    fields = [pa.array(each, field.type) for each, field in zip(values, IDENTIFIER, strict=True)]
    counts = [len(each.findings) for each in evidence]
    least = [each.least_score.as_row() if each.least_score else None for each in evidence]
    return {
        "identifiers": as_lists(counts, pa.StructArray.from_arrays(fields, fields=list(IDENTIFIER))),
        "least_score": pa.array(least, LEAST_SCORE),
        "date_of_birth_match": pa.array([each.date_of_birth for each in evidence], pa.string()),
        "country_match": pa.array([each.country for each in evidence], pa.string()),
        "gender_match": pa.array([each.gender for each in evidence], pa.string()),
        "id_match": pa.array([each.document for each in evidence], pa.string()),
    }


def _alert_ids(columns: _Columns) -> Any:
    ids = zip(*(columns[name].to_pylist() for name in ("record_id", "list_id", "entity_id")), strict=True)
    return pa.array([alert_id(*each) for each in ids], pa.string())


def _of_few(values: Sequence[str], numbers: IntArray) -> Any:
    return pa.array(values, pa.string()).take(pa.array(numbers, pa.int64()))
