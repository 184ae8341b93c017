"""Quality gates: nothing is published that does not pass them. Light to import; a gate loads what it needs.

The demands are in `suites.py`; a run calls `list_gate`, `customers_gate` and `hits_gate`, then
`raise_if_failed`. A list that is taken in goes through `list_gate` and `list_change_gate`. `data_docs`
makes pages of what gates found. A night is compared with the one before in `night_gate`.
"""

from screening.quality.change_gate import list_change_gate
from screening.quality.customer_facts import CustomerFacts
from screening.quality.gates import AgeLimit, customers_gate, hits_gate, list_gate
from screening.quality.night_facts import AlertsLost, NightComparison
from screening.quality.night_gate import night_gate
from screening.quality.results import Check, GateResult, raise_if_failed

__all__ = [
    "AgeLimit",
    "AlertsLost",
    "Check",
    "CustomerFacts",
    "GateResult",
    "NightComparison",
    "customers_gate",
    "hits_gate",
    "list_change_gate",
    "list_gate",
    "night_gate",
    "raise_if_failed",
]
