"""Quality gates: nothing is published that does not pass them. Light to import; a gate loads what it needs.

A module a gate: what it looks at, and what it demands of it. A run calls `list_gate`, `coverage_gate`,
`customers_gate` and `hits_gate`, then `raise_if_failed`. A list that is taken in goes through `list_gate` and
`list_change_gate`, a night through `night_gate`. `data_docs` makes pages of what gates found, `wording.gates`
the sentences.
"""

from screening.model.gates import AlertsLost, NightComparison
from screening.quality.coverage import coverage, coverage_gate
from screening.quality.customers import CustomerFacts, customers_gate
from screening.quality.hits import hits_gate
from screening.quality.list_changes import list_change_gate
from screening.quality.lists import AgeLimit, list_gate
from screening.quality.nights import night_gate
from screening.quality.results import Check, GateResult, raise_if_failed

__all__ = [
    "AgeLimit",
    "AlertsLost",
    "Check",
    "CustomerFacts",
    "GateResult",
    "NightComparison",
    "coverage",
    "coverage_gate",
    "customers_gate",
    "hits_gate",
    "list_change_gate",
    "list_gate",
    "night_gate",
    "raise_if_failed",
]
