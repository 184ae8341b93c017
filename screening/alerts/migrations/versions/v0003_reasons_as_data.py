"""Why an event happened, as data beside its sentence.

Events that were recorded before have none: the ledger is append-only, and a sentence is not taken apart. They
are shown by their sentence, and to those who may not see customers not even by that.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("events", sa.Column("reason_data", sa.Text))


def downgrade() -> None:
    raise RuntimeError("the ledger is append-only: go back to a copy of it instead")
