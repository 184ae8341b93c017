"""Runs an expectation suite over a small table. Reach for it only from a gate: it loads Great Expectations.

Each validation gets an ephemeral context of its own, which writes nothing: no project folder, no stored
results. What was found goes back to the gate, which may have pages made of it (see `data_docs`).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

# Versions that have usage statistics read this when they are imported.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from screening.quality.results import Check, TableValidation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["validate"]

_EXAMPLES = 3


def validate(
    frame: pd.DataFrame, suite: gx.ExpectationSuite, row_label: str | None = None
) -> TableValidation:
    """One Check for each expectation of `suite`, and the whole outcome.

    suite: its meta holds `title` and its notes say what a row is; the meta of an expectation holds `says` and
    `way_out`.
    row_label: the column that names a row in what was seen (such as entity_id), where the table has one.
    Raises RuntimeError where an expectation could not be computed: that is a fault of the program, and
    must not pass for a fault of the data.
    """
    context = gx.get_context(mode="ephemeral", project_config=_nothing_kept())
    asset = context.data_sources.add_pandas("memory").add_dataframe_asset("table")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    # COMPLETE would keep every offending row, SUMMARY keeps the first few.
    result_format: dict[str, Any] = {"result_format": "SUMMARY", "partial_unexpected_count": _EXAMPLES}
    if row_label is not None:
        result_format["unexpected_index_column_names"] = [row_label]
    outcome = batch.validate(suite, result_format=result_format)
    return TableValidation(
        title=suite.meta["title"],
        about=str(suite.notes),
        checks=tuple(_check(result, suite.name, row_label) for result in outcome.results),
        outcome=outcome.to_json_dict(),  # type: ignore[no-untyped-call]
    )


def _nothing_kept() -> DataContextConfig:
    # The default of an ephemeral context also sets a temporary folder aside for pages about the data.
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )


def _check(result: Any, suite_name: str, row_label: str | None) -> Check:
    config = result.expectation_config
    error = _exception_message(result.exception_info)
    if error:
        raise RuntimeError(
            f"expectation {config.type} of suite '{suite_name}' could not be computed: {error}"
        )
    passed = bool(result.success)
    return Check(
        name=config.meta["says"],
        passed=passed,
        saw="" if passed else _seen(result.result, row_label),
        way_out=config.meta["way_out"],
    )


def _exception_message(info: dict[str, Any]) -> str | None:
    # One record where the expectation itself failed; one a metric, keyed by its id, where a metric did.
    records = [info] if "raised_exception" in info else info.values()
    for record in records:
        if record.get("raised_exception"):
            return str(record.get("exception_message"))
    return None


def _seen(result: dict[str, Any], row_label: str | None) -> str:
    if "observed_value" in result:
        return f"found {_shown(result['observed_value'])}"
    count, rows = result["unexpected_count"], result["element_count"]
    where = result.get("partial_unexpected_index_list") or []
    if row_label is not None and where and isinstance(where[0], dict):
        examples = [_labelled(row, row_label) for row in where[:_EXAMPLES]]
    else:
        examples = [_shown(value) for value in result["partial_unexpected_list"][:_EXAMPLES]]
    if rows == 1:
        return "found " + "; ".join(examples)
    return f"found {count:,} of {rows:,} rows, such as " + "; ".join(examples)


def _labelled(row: dict[str, Any], row_label: str) -> str:
    values = ", ".join(_shown(value) for key, value in row.items() if key != row_label)
    label = _shown(row[row_label])
    return f"{values} ({row_label} {label})" if values else f"{row_label} {label}"


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return " and ".join(_shown(part) for part in value)
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)
