# Two commands for a newcomer: `make run` screens the sample data, `make test` runs the checks.
# `make .venv` builds the environment from requirements.lock where it is missing or stale.
PYTHON ?= python3.11
BIN := .venv/bin
SHELL := /bin/bash
PAGE_SCRIPT := screening/report/script

.PHONY: run test coverage check format drawing lock clean .venv benchmark-env

run: .venv
	$(BIN)/sanctions screen sample_data/customers.parquet --watchlist sample_data/ofac_csv --flow

test: .venv check
	$(BIN)/pytest -n 2 --dist loadfile

# The same tests, and which lines no test reached. Not part of `make test`: counting takes two thirds more of the
# processor (Python 3.11 counts line by line; from 3.12 on it is cheap).
coverage: .venv
	$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term:skip-covered --cov-report=html

check: .venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/oxfmt --check $(PAGE_SCRIPT)
	$(BIN)/mypy

format: .venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/oxfmt $(PAGE_SCRIPT)

# The drawing of the rooms in docs/architecture.md, from the imports as they are.
drawing: .venv
	$(BIN)/python tests/material/rooms.py

# The stamp is newer than the lock and the project file only where the environment was built from them.
.venv: .venv/.built

.venv/.built: requirements.lock pyproject.toml
	rm -rf .venv
	$(PYTHON) -m venv .venv || python3 -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# An environment for benchmarks/ with what we are compared with, out of the way of the program's own.
benchmark-env: .venv-benchmark/.built

.venv-benchmark/.built: benchmarks/requirements.lock
	rm -rf .venv-benchmark
	$(PYTHON) -m venv .venv-benchmark || python3 -m venv .venv-benchmark
	.venv-benchmark/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r benchmarks/requirements.lock
	.venv-benchmark/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

LOCK := uv pip compile pyproject.toml --generate-hashes --python-version 3.11 --no-emit-find-links --no-emit-index-url --no-annotate --no-header

# The benchmarks' lock follows the program's: the same versions where both name a package. A package keeps its
# version while the lock has it; without the two files every package comes in its newest.
lock:
	$(LOCK) --group dev --output-file requirements.lock
	sed -i '1i # Every package with its hash. Made by: make lock' requirements.lock
	$(LOCK) --group benchmark --constraint requirements.lock --output-file benchmarks/requirements.lock
	sed -i '1i # Every package of the benchmarks with its hash. Made by: make lock' benchmarks/requirements.lock

clean:
	rm -rf .venv .venv-benchmark .mypy_cache .ruff_cache .pytest_cache
