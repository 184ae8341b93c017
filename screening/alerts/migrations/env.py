"""Runs the migrations on the connection that `screening.alerts.database` hands over, in its transaction."""

from alembic import context

from screening.alerts.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # Not Alembic's own name for it: the database may be shared with a program that uses Alembic too.
    version_table="ledger_version",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
