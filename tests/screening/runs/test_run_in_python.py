"""A whole run in Python, without Prefect, and what may be done around each of its steps."""

import errno
import subprocess
import sys

import pytest
from run_inputs import write_customers, write_list

from screening import screen_file
from screening.model.errors import GateFailure, InputError
from screening.runs import lists_in_use
from screening.runs.run_folder import RUN_FILES
from screening.runs.run_step import FILES, Step, run_here


@pytest.fixture
def listed(tmp_path):
    return write_list(tmp_path / "list")


@pytest.fixture
def customers(tmp_path):
    return write_customers(tmp_path / "customers.parquet")


def test_a_run_in_python(customers, listed, tmp_path):
    run = screen_file(customers, [listed], out=tmp_path / "out")
    assert run.path == tmp_path / "out"
    assert sorted(path.name for path in run.path.iterdir()) == sorted(RUN_FILES)
    assert (run.record.hits.rows, run.record.customers.rows_screened) == (2, 4)
    assert list(run.hits["record_id"]) == ["c1", "c3"]
    assert run.hits is run.hits


def test_every_step_goes_through_the_one_that_was_given_by_name_and_in_order(customers, listed, tmp_path):
    steps: list[Step] = []

    def noted(step, function, /, *given, **named):
        steps.append(step)
        return function(*given, **named)

    screen_file(customers, [listed], out=tmp_path / "out", run_step=noted)
    assert [step.title for step in steps] == [
        f"open customers {customers}",
        f"read list {listed}",
        "prepare screener",
        "gate list OFAC-SDN",
        "screen batches from 1",
        "gate coverage",
        "gate customers",
        "gate hits",
        f"publish {tmp_path / 'out'}",
    ]
    assert {step.name for step in steps if step.tries_after} == {"open customers", "read list", "publish"}


def test_prefect_is_not_imported(customers, listed, tmp_path):
    program = (
        "import sys\n"
        "import screening\n"
        "assert not {'pyarrow', 'pandas', 'rigour'} & sys.modules.keys()\n"
        "from screening import screen_file\n"
        "customers, listed, out = sys.argv[1:]\n"
        "screen_file(customers, [listed], out=out)\n"
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in ('prefect', 'pipelines')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(customers), str(listed), str(tmp_path / "out")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


def test_a_gate_that_fails_is_raised_and_leaves_its_page(customers, listed, tmp_path):
    config = tmp_path / "strict.yaml"
    config.write_text("gates: {max_hit_share: 0.4, hit_share_from_rows: 1}\n", encoding="utf-8")
    with pytest.raises(GateFailure, match="What was seen: "):
        screen_file(customers, [listed], out=tmp_path / "out", config=config)
    assert not (tmp_path / "out" / "hits.parquet").exists()
    assert (tmp_path / "out" / "report.html").exists()


# What is tried again.


def failing(*errors):
    """A function that raises the errors, one a call, and then returns how often it was called."""
    calls = []

    def function():
        calls.append(None)
        if len(calls) <= len(errors):
            raise errors[len(calls) - 1]
        return len(calls)

    return function


def wrapped(cause):
    error = InputError("customers.parquet: cannot be read.")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize("error", [OSError(errno.EIO, "I/O error"), wrapped(OSError(errno.ESTALE, "stale"))])
def test_a_failure_of_the_file_system_is_tried_again_twice(error):
    step = Step("read list", "ofac", (0.0, 0.0))
    assert run_here(step, failing(error, error)) == 3
    with pytest.raises(type(error)):
        run_here(step, failing(error, error, error))
    with pytest.raises(type(error)):
        run_here(Step("gate list"), failing(error))


@pytest.mark.parametrize(
    "error",
    [
        InputError("customers.parquet: has no column record_id."),
        FileNotFoundError(errno.ENOENT, "gone"),
        OSError(errno.ENOSPC, "full"),
        wrapped(ValueError("no Parquet")),
        ZeroDivisionError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_waiting_does_not_heal_is_not_tried_again(error):
    with pytest.raises(type(error)):
        run_here(Step("read list", "ofac", (0.0, 0.0)), failing(error))


def test_a_run_waits_out_a_network_drive(customers, listed, tmp_path, monkeypatch):
    from screening.watchlists.versions import kept_lists

    good, calls = kept_lists.read_watchlist, []

    def flaky(path):
        calls.append(path)
        if len(calls) == 1:
            raise OSError(errno.EIO, "Input/output error")
        return good(path)

    assert len(FILES) == 2
    monkeypatch.setattr(lists_in_use, "FILES", (0.0, 0.0))
    monkeypatch.setattr(kept_lists, "read_watchlist", flaky)
    assert screen_file(customers, [listed], out=tmp_path / "out").record.hits.rows == 2
    assert len(calls) == 2
