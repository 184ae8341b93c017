"""The words of a suite: what an expectation is made of. Reach for it where a gate's demands are written.

An expectation says in its `meta` what it demands in words (says) and what a person can do where it is not met
(way_out).
"""

from __future__ import annotations

from typing import Any

import great_expectations as gx
import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

__all__ = ["FAULT", "FETCH_AGAIN", "LIMIT", "at_most", "demand", "filled", "one_of", "suite", "zero"]

FETCH_AGAIN = "fetch the list again from its publisher; if it stays so, the publisher's format has changed"
FAULT = "this is a fault of the program: keep the run's input and report it"
LIMIT = "see the 'gates' section of the settings"


def suite(name: str, title: str, about: str, *expectations: Expectation) -> gx.ExpectationSuite:
    return gx.ExpectationSuite(name=name, meta={"title": title}, notes=about, expectations=list(expectations))


def demand(kind: type[Expectation], says: str, way_out: str, **arguments: Any) -> Expectation:
    return kind(meta={"says": says, "way_out": way_out}, **arguments)


def zero(column: str, says: str, way_out: str) -> Expectation:
    return demand(gxe.ExpectColumnValuesToBeInSet, says, way_out, column=column, value_set=[0])


def at_most(column: str, limit: float, says: str, way_out: str) -> Expectation:
    return demand(gxe.ExpectColumnValuesToBeBetween, says, way_out, column=column, max_value=limit)


def filled(column: str, says: str, way_out: str) -> Expectation:
    return demand(gxe.ExpectColumnValuesToNotBeNull, says, way_out, column=column)


def one_of(column: str, values: tuple[str, ...], says: str, way_out: str) -> Expectation:
    return demand(gxe.ExpectColumnValuesToBeInSet, says, way_out, column=column, value_set=list(values))
