"""Which entries of lists an alert is about where they are several, and which alert it was joined with.

Alerts that were recorded before are about the one entry that their id is made of: both columns are NULL.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alerts", sa.Column("listings", sa.Text))
    op.add_column("alerts", sa.Column("joined_with", sa.Text))


def downgrade() -> None:
    raise RuntimeError("the ledger is append-only: go back to a copy of it instead")
