"""Quality gates: nothing is published that does not pass them. Light to import; a gate loads what it needs.

The demands are in `suites.py`; a run calls `list_gate`, `customers_gate` and `hits_gate`, then
`raise_if_failed`. A list that is taken in goes through `list_gate` and `list_change_gate`. `data_docs`
makes pages of what gates found.
"""

from screening.quality.change_gate import list_change_gate
from screening.quality.customer_facts import CustomerFacts
from screening.quality.gates import customers_gate, hits_gate, list_gate
from screening.quality.results import Check, GateResult, raise_if_failed

__all__ = [
    "Check",
    "CustomerFacts",
    "GateResult",
    "customers_gate",
    "hits_gate",
    "list_change_gate",
    "list_gate",
    "raise_if_failed",
]
