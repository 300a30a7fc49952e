"""a referral keeps since when its owner has it, who has their own time to answer

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral", sa.Column("owner_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("referral", "owner_since")
