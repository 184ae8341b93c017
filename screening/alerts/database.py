"""The ledger's database: transactions for one reader or one writer, its tables brought up to date, and what
every database can hold.

Writers take turns: on SQLite from the first statement on (BEGIN IMMEDIATE), on PostgreSQL by an advisory
lock held to the end of the transaction. Readers see one moment, and wait for nobody. The steps that bring
tables up to date are Alembic revisions in `migrations`. Alembic itself is loaded only where there is a step
to take, so that opening a ledger that is up to date costs one query.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from screening.model.errors import InputError
from screening.storage.private import FILE_MODE

__all__ = ["NEWEST", "Database", "LedgerError", "in_chunks", "migrate", "plain_text", "plain_value"]

# The last revision in migrations/versions.
NEWEST = "0004"

_VERSION = sa.table("ledger_version", sa.column("version_num"))
# Parameters of one statement; both databases allow more than thirty times as many.
_CHUNK = 1_000
# PostgreSQL refuses the character NUL, and half of a character that was cut (a lone surrogate) is no text at
# all. Neither can be seen or typed, so both are left out, as they are from names.
_UNFIT = re.compile("[\0\ud800-\udfff]")

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


def migrate(database: Database) -> None:
    """Take the steps that are missing, all or none. Raises InputError for a ledger of a newer program."""
    with database.reading() as connection:
        if _version(connection) == NEWEST:
            return
    with database.writing() as connection:
        # Somebody else may have done it meanwhile.
        current = _version(connection)
        if current == NEWEST:
            return
        from alembic import command
        from alembic.config import Config
        from alembic.script import ScriptDirectory

        config = Config()
        config.set_main_option(
            "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
        )
        known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
        if current is not None and current not in known:
            raise InputError(
                f"{database.name}: the ledger is of a newer version of the program ('{current}', this one "
                f"knows '{NEWEST}'). Use that version, or another ledger in alerts.ledger."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("ledger_version"):
        return None
    return connection.execute(sa.select(_VERSION.c.version_num)).scalar()


def in_chunks(values: Iterable[str]) -> Iterator[Sequence[str]]:
    """The values in lists short enough for one IN (...)."""
    remaining = iter(values)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


def plain_text(text: str) -> str:
    """The text without characters that a database refuses."""
    return _UNFIT.sub("", text)


def plain_value(value: Any) -> Any:
    """A value of a hit or of facts, with the texts in it made plain, however deep they stand."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, Mapping):
        return {name: plain_value(each) for name, each in value.items()}
    if isinstance(value, Sequence):
        return [plain_value(each) for each in value]
    return value
