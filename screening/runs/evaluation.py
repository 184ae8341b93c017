"""The effectiveness test from start to end: lists and clean customers in, the evaluation's folder out.

The measuring is `screening.evaluation`'s; this is the order of the steps around it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from screening.runs.code_version import code_version
from screening.runs.lists_in_use import chosen_lists
from screening.runs.run_step import FILES, RunStep, Step, run_here
from screening.settings import load_settings
from screening.storage.addresses import Place

if TYPE_CHECKING:
    from screening.evaluation import EvaluationRecord

__all__ = ["FinishedEvaluation", "evaluate_matching"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FinishedEvaluation:
    """path: its folder. record: its figures, as in evaluation.json."""

    path: Place
    record: EvaluationRecord


def evaluate_matching(
    watchlists: Sequence[str | Path] = (),
    clean: str | Path | None = None,
    config: str | Path | None = None,
    threshold: float | None = None,
    names: int = 500,
    seed: int = 1,
    out: str | Path | None = None,
    overwrite: bool = False,
    *,
    run_step: RunStep = run_here,
) -> FinishedEvaluation:
    """Measure what the settings find and what they let through, and write the evaluation's folder.

    watchlists: paths of lists or names of versions; without any, the newest versions of the store. clean: a
    table of customers taken for clean; without it no alerts are counted. config: a file laid over the default
    settings; threshold: laid over them. names: listed parties to draw. seed: another one draws others. out:
    the folder; without it, a new one under the settings' runs_dir. overwrite: replace what is there.

    Raises InputError for input that cannot be used.
    """
    from screening.customers import open_customers
    from screening.evaluation import EVALUATION, evaluate, write_evaluation
    from screening.storage.staged_folder import check_target

    settings = load_settings(Path(config) if config else None, threshold=threshold)
    now = datetime.now(UTC)
    folder = settings.place(out) if out else settings.runs_dir / f"{now:%Y%m%dT%H%M%SZ}-evaluation"
    check_target(folder, EVALUATION, overwrite)
    source = None
    if clean is not None:
        step = Step("open customers", str(clean), FILES)
        source = run_step(
            step, open_customers, settings.place(clean), settings.customers, settings.nightly.day_of(now)
        )
    evaluation = run_step(
        Step("measure"),
        evaluate,
        chosen_lists(watchlists, settings.store_dir, run_step),
        settings,
        source,
        parties=names,
        seed=seed,
        code_version=code_version(),
        tell=partial(_log.info, extra={"progress": True}),
    )
    step = Step("write evaluation", str(folder), FILES)
    run_step(step, write_evaluation, evaluation, folder, overwrite)
    return FinishedEvaluation(folder, evaluation.record)
