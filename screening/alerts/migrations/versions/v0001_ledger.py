"""The first ledger: alerts, events, decisions, nights, facts, and triggers that keep them append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_APPEND_ONLY = ("events", "decisions", "nights", "facts")


def upgrade() -> None:
    op.create_table(
        "facts",
        sa.Column("facts_id", sa.Text, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_table(
        "nights",
        sa.Column("run_key", sa.Text, primary_key=True),
        sa.Column("population", sa.Text, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("watchlist_versions", sa.Text, nullable=False),
        sa.Column("sightings", sa.Integer, nullable=False),
        sa.Column("sightings_sha256", sa.Text, nullable=False),
        sa.Column("unscreened", sa.Integer, nullable=False),
        sa.Column("last_event", sa.Integer, nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("decision_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("alert_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("effect", sa.Text, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("watchlist_version", sa.Text, nullable=False),
        sa.Column("customer_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
        sa.Column("party_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
        sa.Column("customer_fingerprint", sa.Text, nullable=False),
        sa.Column("party_fingerprint", sa.Text, nullable=False),
        sa.Column("expires_on", sa.Date),
        sa.Column("confirms", sa.Integer),
    )
    op.create_index("decisions_by_alert", "decisions", ["alert_id"])
    op.create_table(
        "alerts",
        sa.Column("alert_id", sa.Text, primary_key=True),
        sa.Column("population", sa.Text, nullable=False),
        sa.Column("record_id", sa.Text, nullable=False),
        sa.Column("list_id", sa.Text, nullable=False),
        sa.Column("entity_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("in_hits", sa.Boolean, nullable=False),
        sa.Column("first_seen", sa.Date, nullable=False),
        sa.Column("last_seen", sa.Date, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("hit", sa.Text, nullable=False),
        sa.Column("hit_sha256", sa.Text, nullable=False),
        sa.Column("watchlist_version", sa.Text, nullable=False),
        sa.Column("customer_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
        sa.Column("party_facts", sa.Text, sa.ForeignKey("facts.facts_id"), nullable=False),
        sa.Column("customer_fingerprint", sa.Text, nullable=False),
        sa.Column("party_fingerprint", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Integer, sa.ForeignKey("decisions.decision_id")),
        sa.Column("proposal_id", sa.Integer, sa.ForeignKey("decisions.decision_id")),
    )
    op.create_index("alerts_by_state", "alerts", ["state"])
    op.create_index("alerts_by_record", "alerts", ["record_id"])
    op.create_table(
        "events",
        sa.Column("event_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("alert_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_key", sa.Text),
        sa.Column("reviewer", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("from_state", sa.Text),
        sa.Column("to_state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("watchlist_version", sa.Text, nullable=False),
        sa.Column("decision_id", sa.Integer),
        sa.UniqueConstraint("alert_id", "revision", name="events_one_a_revision"),
    )
    op.create_index("events_by_run", "events", ["run_key"])
    if op.get_context().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    raise RuntimeError("the ledger is append-only: go back to a copy of it instead")


def _guard_sqlite() -> None:
    for table in _APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {change} of {table} refused'); END"
            )
    # An insert that replaces a row fires no trigger for the row it replaces.
    for table, key in zip(_APPEND_ONLY, ("event_id", "decision_id", "run_key", "facts_id"), strict=True):
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a row of {table} is there already'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'the ledger is append-only: % of % refused', TG_OP, TG_TABLE_NAME; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
        )
