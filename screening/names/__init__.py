"""Names: what they are made of, and how alike two of them are. Knows no list.

    from screening.names import compare_names

    compare_names("Qays al Khazali", "AL-KHAZALI, Qais", kind="person").score

A name goes `readings` → `analysis` → `elements`, two of them `similarity` → `alignment` → `pair_facts` →
`deductions` → `score`; `policy` has what `configs/names.yaml` says of each step. `screening.matching` takes
those steps for whole tables; everybody else needs no more than stands here.

Loaded on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screening.names.compare import NameComparison, compare_many, compare_names
    from screening.names.readings import is_overlong, several_names
    from screening.settings.names import Kind, NamePolicy, default_name_policy, kind_of

__all__ = [
    "Kind",
    "NameComparison",
    "NamePolicy",
    "compare_many",
    "compare_names",
    "default_name_policy",
    "is_overlong",
    "kind_of",
    "several_names",
]

_MODULES = {
    "compare": ("NameComparison", "compare_many", "compare_names"),
    "policy": ("Kind", "NamePolicy", "default_name_policy", "kind_of"),
    "readings": ("is_overlong", "several_names"),
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
