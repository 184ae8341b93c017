"""Ledgers to test with: on SQLite, and on PostgreSQL where there is a server."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alert_cases import settings_with
from private_postgres import VARIABLE, WHY_NOT, private_server, programs

from screening.alerts import Ledger


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty ledger with its tables, to copy."""
    path = tmp_path_factory.mktemp("template") / "ledger.db"
    Ledger.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server, without a database; skipped where there is none."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given
        return
    binaries = programs()
    if binaries is None:
        pytest.skip(WHY_NOT)
    with private_server(binaries) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """The name of a database that holds an empty ledger with its tables."""
    with _database(postgres_server, "template1") as url:
        Ledger.open(url).close()
        yield str(sa.make_url(url).database)


@pytest.fixture
def new_sqlite(tmp_path: Path) -> str:
    """The URL of a SQLite database without tables."""
    return f"sqlite:///{tmp_path / 'new.db'}"


@pytest.fixture
def new_postgres(postgres_server: str) -> Iterator[str]:
    """The URL of a PostgreSQL database without tables."""
    with _database(postgres_server, "template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without tables, of both kinds in turn."""
    return str(request.getfixturevalue("new_sqlite" if request.param == "sqlite" else "new_postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty ledger, on both databases in turn."""
    if request.param == "sqlite":
        path = tmp_path / "ledger.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("postgres_template")
    with _database(request.getfixturevalue("postgres_server"), template) as made:
        yield made


@pytest.fixture
def ledger_with(url: str) -> Iterator[Callable[..., Ledger]]:
    """Open the ledger at `url` with changes to the default settings of `alerts`."""
    opened: list[Ledger] = []

    def open_with(**changes: object) -> Ledger:
        opened.append(Ledger.open(url, settings_with(**changes)))
        return opened[-1]

    yield open_with
    for each in opened:
        each.close()


@pytest.fixture
def ledger(ledger_with: Callable[..., Ledger]) -> Ledger:
    return ledger_with()


@contextmanager
def _database(server: str, template: str) -> Iterator[str]:
    """The URL of a database that lives as long as the block."""
    name = f"ledger_{secrets.token_hex(6)}"
    # Without a pool, which would keep a connection open after the last test.
    engine = sa.create_engine(
        sa.make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool
    )
    with engine.connect() as connection:
        # The quicker way for a small template, where the server can choose.
        can_choose = connection.dialect.server_version_info >= (15,)
        strategy = "STRATEGY FILE_COPY" if can_choose else ""
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template} {strategy}")
    try:
        yield sa.make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
        engine.dispose()
