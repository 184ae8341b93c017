"""Who was logged in when a person decided, and which alert a rekeyed one was carried from or to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("login", sa.Text))
    op.add_column("events", sa.Column("linked_alert_id", sa.Text))
    op.add_column("decisions", sa.Column("login", sa.Text))


def downgrade() -> None:
    raise RuntimeError("the ledger is append-only: go back to a copy of it instead")
