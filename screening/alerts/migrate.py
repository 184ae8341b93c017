"""Brings a ledger's tables to what this program needs. Reach for it where a ledger is opened.

The steps are Alembic revisions in `migrations`. Alembic itself is loaded only where there is a step to
take, so that opening a ledger that is up to date costs one query.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from screening.alerts.database import Database
from screening.model.errors import InputError

__all__ = ["NEWEST", "migrate"]

# The last revision in migrations/versions.
NEWEST = "0002"

_VERSION = sa.table("ledger_version", sa.column("version_num"))


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
