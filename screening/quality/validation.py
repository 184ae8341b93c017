"""Tables held against their demands with Great Expectations, which this module loads: only gates import it.

Each validation gets an ephemeral context of its own, which writes nothing: no project folder, no stored
results. What was found goes back to the gate, which may have pages made of it (see `data_docs`).
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

# Versions that have usage statistics read this when they are imported.
os.environ["GX_ANALYTICS_ENABLED"] = "false"

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)

from screening.model.gates import Example, Found
from screening.quality.expectations import Expectation, TableToCheck
from screening.quality.results import Check, TableValidation

__all__ = ["validate"]

_EXAMPLES = 3
_PLACE = "place"


def validate(tables: Sequence[TableToCheck]) -> tuple[TableValidation, ...]:
    """For each table one Check for each expectation, and Great Expectations' whole outcome.

    Raises RuntimeError where an expectation could not be computed: that is a fault of the program, and
    must not pass for a fault of the data.
    """
    return tuple(map(_validate, tables))


def _validate(table: TableToCheck) -> TableValidation:
    context = gx.get_context(mode="ephemeral", project_config=_nothing_kept())
    asset = context.data_sources.add_pandas("memory").add_dataframe_asset("table")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": table.rows})
    # COMPLETE would keep every offending row, SUMMARY keeps the first few.
    result_format: dict[str, Any] = {"result_format": "SUMMARY", "partial_unexpected_count": _EXAMPLES}
    if table.row_label is not None:
        result_format["unexpected_index_column_names"] = [table.row_label]
    expectations = [_of_gx(place, each) for place, each in enumerate(table.expectations)]
    suite = gx.ExpectationSuite(name=table.table, expectations=expectations)
    outcome = batch.validate(suite, result_format=result_format)
    return TableValidation(
        table=table.table,
        checks=tuple(_check(result, table) for result in outcome.results),
        outcome=outcome.to_json_dict(),  # type: ignore[no-untyped-call]
    )


def _of_gx(place: int, expectation: Expectation) -> Any:
    column = expectation.demand.column
    of_column = {} if column is None else {"column": column}
    # Results come in another order than the expectations; by its place one finds its demand again.
    kind = getattr(gxe, expectation.looks_for)
    return kind(meta={_PLACE: place}, **of_column, **expectation.arguments)


def _nothing_kept() -> DataContextConfig:
    # The default of an ephemeral context also sets a temporary folder aside for pages about the data.
    return DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )


def _check(result: Any, table: TableToCheck) -> Check:
    error = _exception_message(result.exception_info)
    if error:
        raise RuntimeError(
            f"expectation {result.expectation_config.type} of suite '{table.table}' could not be computed: "
            f"{error}"
        )
    found = None if result.success else _found(result.result, table.row_label)
    place = result.expectation_config.meta[_PLACE]
    return Check(table.expectations[place].demand, found)


def _exception_message(info: dict[str, Any]) -> str | None:
    # One record where the expectation itself failed; one a metric, keyed by its id, where a metric did.
    records = [info] if "raised_exception" in info else info.values()
    for record in records:
        if record.get("raised_exception"):
            return str(record.get("exception_message"))
    return None


def _found(result: dict[str, Any], row_label: str | None) -> Found:
    if "observed_value" in result:
        return Found((Example((result["observed_value"],)),))
    where = result.get("partial_unexpected_index_list") or []
    if row_label is not None and where and isinstance(where[0], dict):
        examples = tuple(_of_row(row, row_label) for row in where[:_EXAMPLES])
    else:
        examples = tuple(Example((value,)) for value in result["partial_unexpected_list"][:_EXAMPLES])
    return Found(examples, result["unexpected_count"], result["element_count"])


def _of_row(row: dict[str, Any], row_label: str) -> Example:
    values = tuple(value for column, value in row.items() if column != row_label)
    return Example(values, (row_label, row[row_label]))
