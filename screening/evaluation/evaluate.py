"""What current settings find and what they let through.

The effectiveness test that 23 NYCRR 504.3 (New York's rule on filtering programs) and model-risk guidance ask
for, on the user's own list: names of listed parties are varied in ways names come in, and searched for; a
sample of customers taken for clean shows what that costs in alerts.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from screening.customers import CustomerSource
from screening.evaluation.clean_customers import by_name_alone, clean_record, draw_clean, screen_clean
from screening.evaluation.figures import by_degree, by_kind, over_thresholds
from screening.evaluation.listed_names import VARIED_TYPES, ListedName, draw_names, party_names
from screening.evaluation.measure import Miss, Outcome, Progress, screen_variations, worst_misses
from screening.evaluation.record import EvaluationRecord, SampleRecord, write_evaluation_json
from screening.evaluation.variations import CONTROL, vary
from screening.matching.screener import Screener
from screening.model.run_record import ListRecord
from screening.settings import Settings
from screening.stopwatch import Stopwatch
from screening.storage.addresses import Place
from screening.storage.staged_folder import staged_folder
from screening.storage.unfinished import Contents
from screening.watchlists.watchlist import Watchlist

__all__ = ["EVALUATION", "Evaluation", "evaluate", "write_evaluation"]

EVALUATION = Contents(
    "evaluation", "evaluation.json", ("evaluation.json", "evaluation.html", "variations.csv")
)

# Scores below this are nobody's threshold, and cost time.
_FLOOR = 60.0
_MISSES_OF_A_KIND = 3
_ALERTS_SHOWN = 20


@dataclass(frozen=True)
class Evaluation:
    """record: all figures. outcomes: every variation. misses: the worst, explained. alerts: the closest hits
    on clean customers at or over the threshold, rows of HIT_SCHEMA, with the identifiers of the table."""

    record: EvaluationRecord
    outcomes: list[Outcome]
    misses: list[Miss]
    alerts: list[dict[str, Any]]


def evaluate(
    watchlists: Sequence[Watchlist],
    settings: Settings,
    clean: CustomerSource | None = None,
    *,
    parties: int = 500,
    seed: int = 1,
    clean_rows: int = 10_000,
    code_version: str = "unknown",
    tell: Callable[[str], None] | None = None,
) -> Evaluation:
    """Measure `settings` on `watchlists`. Two runs with the same arguments differ in times and id only.

    clean: customers taken for clean, of which `clean_rows` are drawn; without them no alerts are counted.
    parties: how many listed people, organizations and vessels to draw, one name each. tell: is given a line
    of text as work goes on. Raises InputError for lists and customers with nothing to measure.
    """
    started_at = datetime.now(UTC)
    clock = Stopwatch()
    floor = min(_FLOOR, settings.threshold)

    with clock.stage("draw"):
        names = draw_names(watchlists, parties, seed)
        variations = vary(names, seed)
        sample = None if clean is None else draw_clean(clean, clean_rows, seed)
    at_floor = settings.model_copy(update={"threshold": floor})
    with clock.stage("load"):
        screener = Screener(watchlists, by_name_alone(at_floor))
    with clock.stage("variations"):
        outcomes = screen_variations(
            screener, variations, started_at.date(), _lines(tell, "variations screened")
        )
    with clock.stage("clean customers"):
        alerts = None
        if sample is not None:
            progress = _lines(tell, "clean customers screened")
            alerts = screen_clean(screener, at_floor, sample, started_at.date(), progress)
    with clock.stage("misses"):
        misses = worst_misses(outcomes, settings, party_names(watchlists), _MISSES_OF_A_KIND)

    thresholds = sorted({*range(int(_FLOOR), 101), settings.threshold})
    over = over_thresholds(
        outcomes,
        thresholds,
        alerts.scores if alerts else None,
        alerts.scores_by_name if alerts else None,
        sample.customers.num_rows if sample else 0,
    )
    record = EvaluationRecord(
        evaluation_id=f"{started_at:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
        started_at=started_at,
        finished_at=datetime.now(UTC),
        code_version=code_version,
        config_sha256=settings.sha256(),
        seed=seed,
        threshold=settings.threshold,
        floor=floor,
        watchlists=tuple(_list_record(watchlist) for watchlist in watchlists),
        sample=_sample_record(names, outcomes),
        found=next(at.found for at in over if at.threshold == settings.threshold),
        kinds=tuple(by_kind(outcomes, settings.threshold)),
        degrees=by_degree(outcomes, settings.threshold),
        over_thresholds=tuple(over),
        clean=clean_record(alerts, outcomes, settings.threshold, floor) if alerts else None,
        timings=clock.timings(),
    )
    closest = alerts.with_identifiers[:_ALERTS_SHOWN] if alerts else []
    return Evaluation(
        record, outcomes, misses, [hit for hit in closest if hit["score"] >= settings.threshold]
    )


def write_evaluation(evaluation: Evaluation, out: Place, overwrite: bool = False) -> None:
    """Write evaluation.json, evaluation.html and variations.csv into the folder `out`, all or nothing.

    Raises InputError where `out` may not be written (see `staged_folder`).
    """
    from screening.evaluation.report import write_evaluation_report
    from screening.evaluation.variations_csv import write_variations_csv

    with staged_folder(out, EVALUATION, overwrite) as folder:
        write_variations_csv(evaluation.outcomes, evaluation.record.threshold, folder / "variations.csv")
        write_evaluation_report(
            evaluation.record, evaluation.misses, evaluation.alerts, folder / "evaluation.html"
        )
        write_evaluation_json(evaluation.record, folder / "evaluation.json")


def _sample_record(names: Sequence[ListedName], outcomes: Sequence[Outcome]) -> SampleRecord:
    types = Counter(name.entity_type for name in names)
    return SampleRecord(
        parties=len(names),
        by_type={name: types[name] for name in VARIED_TYPES if types[name]},
        variations=sum(outcome.variation.kind != CONTROL for outcome in outcomes),
    )


def _list_record(watchlist: Watchlist) -> ListRecord:
    return ListRecord(
        list_id=watchlist.list_id,
        published=watchlist.published,
        sha256=watchlist.sha256,
        entities=watchlist.entity_count,
        names=watchlist.name_count,
        source=watchlist.source,
    )


def _lines(tell: Callable[[str], None] | None, what: str) -> Progress | None:
    return None if tell is None else lambda done, total: tell(f"{done:,} of {total:,} {what}")
