"""when a candidate was last asked to agree, and by whom

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("candidate", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("candidate", sa.Column("asked_by", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("candidate", "asked_by")
    op.drop_column("candidate", "asked_at")
