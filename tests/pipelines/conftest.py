"""One Prefect server for all tests of flows, with a database of its own, and small inputs."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from night_office import Office
from run_inputs import write_customers, write_list

import pipelines  # noqa: F401 - sets what must be set before Prefect is imported


@pytest.fixture(scope="session")
def prefect_api() -> Iterator[str]:
    """The API address of a server that lives as long as the tests. Flows of this process use it."""
    from prefect.settings import PREFECT_API_URL, PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    # A flow's end waits up to a second for the thread of its heartbeat.
    without_heartbeat = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})
    with prefect_test_harness(server_startup_timeout=180), without_heartbeat:
        yield PREFECT_API_URL.value()


@pytest.fixture(autouse=True)
def by_itself(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands of this process run by themselves, unless a test asks for the server, which lives on."""
    if "prefect_api" not in request.fixturenames:
        monkeypatch.setattr("pipelines.cli.with_or_without_prefect.configured_api", lambda: None)


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    return write_list(tmp_path / "list")


@pytest.fixture
def customers(tmp_path: Path) -> Path:
    return write_customers(tmp_path / "customers.parquet")


@pytest.fixture(scope="session")
def after_first_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office after its first night."""
    folder = tmp_path_factory.mktemp("office")
    with chdir(folder):
        Office(folder).open().night("2026-01-02")
    return folder


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after_first_night: Path) -> Office:
    """An office after its first night, to do with as one likes."""
    shutil.copytree(after_first_night, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Office(tmp_path)


@pytest.fixture
def sanctions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Call the command line in this process, inside an empty working folder."""
    from pipelines.cli import main

    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], prog_name="sanctions")

    return call
