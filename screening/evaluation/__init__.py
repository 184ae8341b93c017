"""The effectiveness test: what the current settings find, and what they let through.

evaluation = evaluate(watchlists, settings, open_customers(Path("clean.parquet"), settings.customers))
evaluation.record.found.share
write_evaluation(evaluation, Path("runs/evaluation"))
"""

from screening.evaluation.evaluate import EVALUATION, Evaluation, evaluate, write_evaluation
from screening.evaluation.figures import Share
from screening.evaluation.listed_names import ListedName, draw_names
from screening.evaluation.record import EvaluationRecord
from screening.evaluation.variations import KINDS, Variation, VariationKind, vary

__all__ = [
    "EVALUATION",
    "KINDS",
    "Evaluation",
    "EvaluationRecord",
    "ListedName",
    "Share",
    "Variation",
    "VariationKind",
    "draw_names",
    "evaluate",
    "vary",
    "write_evaluation",
]
