"""The customers gate: what a reader could get wrong, found from facts gathered batch by batch."""

import tracemalloc
from datetime import date
from time import perf_counter

import pyarrow as pa
import pytest
from gate_inputs import TODAY, customers, rejected

from screening.model.customer_table import CUSTOMER_SCHEMA
from screening.quality import CustomerFacts, GateResult, customers_gate


def failed(result: GateResult) -> list[str]:
    return [check.name for check in result.failures]


def gate(limits, *batches: pa.RecordBatch, rows_in: int | None = None) -> GateResult:
    facts = CustomerFacts(today=TODAY)
    for batch in batches:
        facts.add(batch, rejected(0))
    return customers_gate(facts, facts.rows_screened if rows_in is None else rows_in, limits)


def test_sound_customers_pass(screened, limits):
    result = customers_gate(screened, 2, limits)
    assert result.passed, result.failures
    assert result.saw == "2 rows in, 2 screened, 0 rejected, 0 repeated record ids"


def test_a_file_without_rows_passes(limits):
    assert customers_gate(CustomerFacts(), 0, limits).passed


def test_a_record_id_repeated_in_another_batch(limits):
    result = gate(limits, customers({"record_id": "c1"}), customers({"record_id": "c2"}, {"record_id": "c1"}))
    assert failed(result) == ["every record_id stands once in the whole file"]
    assert "1 repeated record ids" in result.saw


def test_rows_that_went_missing(screened, limits):
    result = customers_gate(screened, 3, limits)
    assert failed(result) == ["rows in equal rows screened plus rows rejected"]


@pytest.mark.parametrize(
    ("row", "check"),
    [
        ({"record_id": None}, "every screened customer has a record_id"),
        ({"record_id": " "}, "every screened customer has a record_id"),
        ({"name": "\t"}, "every screened customer has a name"),
        ({"name": None}, "every screened customer has a name"),
        ({"entity_type": "ship"}, "entity types are person, organization, vessel, aircraft or unknown"),
        ({"gender": "m"}, "genders are male, female or unknown"),
        (
            {"birth_earliest": date(1974, 6, 20), "birth_latest": date(1974, 6, 19)},
            "birth dates are whole ranges between 1850 and today",
        ),
        ({"birth_earliest": date(1974, 6, 20)}, "birth dates are whole ranges between 1850 and today"),
        (
            {"birth_earliest": date(1674, 6, 20), "birth_latest": date(1674, 6, 20)},
            "birth dates are whole ranges between 1850 and today",
        ),
        (
            {"birth_earliest": date(2074, 6, 20), "birth_latest": date(2074, 6, 20)},
            "birth dates are whole ranges between 1850 and today",
        ),
    ],
)
def test_a_row_that_should_have_been_rejected(limits, row, check):
    result = gate(
        limits, customers({"record_id": "c1"}), customers({"record_id": "c2"}, {"record_id": "c3"} | row)
    )
    assert failed(result) == [check]
    assert result.failures[0].saw == "found 1 of 2 rows, such as 1 (batch 2)"


def test_a_column_of_another_type(limits):
    batch = customers({"record_id": "c1"})
    column = batch.schema.get_field_index("birth_earliest")
    wrong = batch.set_column(column, "birth_earliest", pa.array(["1974-06-20"]))
    result = gate(limits, wrong)
    assert failed(result) == ["batches have the customer columns with their types"]
    assert "birth_earliest is string, not date32[day]" in result.failures[0].saw


def test_carried_columns_do_no_harm(limits):
    batch = customers({"record_id": "c1"}).append_column("segment", pa.array(["retail"]))
    assert gate(limits, batch).passed


def test_too_many_rejected(limits):
    facts = CustomerFacts(today=TODAY)
    facts.add(customers({"record_id": "c1"}), rejected(199))
    result = customers_gate(facts, 200, limits)
    assert failed(result) == ["at most 1.0% of the rows are rejected"]
    assert result.failures[0].saw == "found 0.995"
    assert "column mapping" in result.failures[0].way_out


def test_a_hundred_thousand_customers_take_little_time_and_memory(limits):
    size, batches = 10_000, 10

    def batch(number: int) -> pa.RecordBatch:
        ids = pa.array([f"customer-{number * size + row}" for row in range(size)])
        given = {"row": pa.array(range(size), pa.int64()), "record_id": ids, "name": ids}
        columns = [given.get(field.name, pa.nulls(size, field.type)) for field in CUSTOMER_SCHEMA]
        return pa.RecordBatch.from_arrays(columns, schema=CUSTOMER_SCHEMA)

    facts, seconds = CustomerFacts(today=TODAY), 0.0
    tracemalloc.start()
    for number in range(batches):
        current = batch(number)
        began = perf_counter()
        facts.add(current, rejected(0))
        seconds += perf_counter() - began
    del current
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    result = customers_gate(facts, size * batches, limits)
    assert result.passed, result.failures
    # 8 bytes a customer, and what pandas keeps of its first use.
    assert held < 8 * size * batches + 2_000_000
    assert seconds < 4


def test_a_handful_of_rows_is_not_judged_by_its_share_of_rejected_ones(limits):
    facts = CustomerFacts(TODAY)
    facts.add(customers({"record_id": "c1"}), rejected(3))
    assert customers_gate(facts, 4, limits).passed
