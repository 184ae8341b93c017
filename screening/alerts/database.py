"""A connection to the ledger's database, for one reader or one writer. Reach for it to run a transaction.

Writers take turns: on SQLite from the first statement on (BEGIN IMMEDIATE), on PostgreSQL by an advisory
lock held to the end of the transaction. Readers see one moment, and wait for nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from screening.model.errors import InputError
from screening.storage.private import FILE_MODE

__all__ = ["Database", "LedgerError"]

_WRITES = "ledger_writes"
# Any number that no other program in the database is likely to lock.
_LOCK = 13_818_2017
# Recording a night takes seconds; who waits longer waits for something that hangs.
_PATIENCE = 120


class LedgerError(RuntimeError):
    """The database refused a statement: a fault of the program, or a database that is no ledger."""


class Database:
    """The database at `url`: sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME.

    Raises InputError for a URL that cannot be used; a database that cannot be reached is found out at the
    first transaction. Without `create`, so is a SQLite file that is not there.
    """

    def __init__(self, url: str, *, create: bool = True) -> None:
        parsed = _parsed(url)
        self.name = parsed.render_as_string(hide_password=True)
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        if self._is_sqlite:
            self._check_file(parsed.database, create)
            # An error must not carry what was to be written: whole hits, into logs and Prefect's database.
            self._engine = sa.create_engine(parsed, connect_args={"timeout": _PATIENCE}, hide_parameters=True)
            sa.event.listen(self._engine, "connect", _set_up_sqlite)
            sa.event.listen(self._engine, "begin", _begin_sqlite)
        else:
            self._engine = sa.create_engine(parsed, hide_parameters=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that only reads. Raises InputError where the database cannot be reached."""
        options = (
            {} if self._is_sqlite else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        )
        with self._reached(), self._engine.connect() as plain:
            connection = plain.execution_options(**options)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that may write, one at a time; kept if the block ends well, else as if never been.
        Raises InputError where the database cannot be reached."""
        with self._reached(), self._engine.connect() as plain:
            connection = plain.execution_options(**{_WRITES: True})
            with connection.begin():
                if not self._is_sqlite:
                    connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE}s'")
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                yield connection

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except sa.exc.DBAPIError as error:
            said = (str(error.orig).strip().splitlines() or ["no reason given"])[0]
            # What databases say after the first line may show whole rows; it must not get into logs.
            if isinstance(error, sa.exc.OperationalError):
                raise self.unusable(said) from None
            raise LedgerError(said) from None

    def unusable(self, said: str) -> InputError:
        """The InputError for what a database said."""
        way_out = (
            "Give a file that can be written, in a folder that exists, and see that no other program holds it"
            if self._is_sqlite
            else "See that the server runs, that the database exists and that you may use it"
        )
        return InputError(f"{self.name}: the ledger cannot be used: {said}. {way_out} (alerts.ledger).")

    def _check_file(self, file: str | None, create: bool) -> None:
        if create and file and file != ":memory:" and not file.startswith("file:"):
            # For its owner alone, as are the journals that SQLite keeps beside it. Where there is no such
            # folder, or it must not be written to, SQLite says so.
            with suppress(OSError):
                Path(file).touch(FILE_MODE, exist_ok=False)
        if not create and file and file != ":memory:" and not Path(file).is_file():
            raise InputError(
                f"{self.name}: there is no ledger. The first 'sanctions nightly' makes one; "
                "start in the folder that it was run in, or say where it is in alerts.ledger."
            )


def _parsed(url: str) -> sa.URL:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        # The text itself may hold a password.
        raise InputError(
            "alerts.ledger: not a database URL. Use sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/DATABASE."
        ) from error
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        raise InputError(
            f"alerts.ledger: cannot use '{parsed.drivername}'. Use sqlite:///FILE or "
            "postgresql+psycopg://USER@HOST/DATABASE."
        )
    return parsed


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # Python's driver would begin transactions at moments of its own.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
