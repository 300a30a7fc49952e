"""the Slack status of members, by which they are away

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("status_emoji", sa.String(length=100), nullable=True))
    for name in ("status_since", "status_ends_at"):
        op.add_column("member", sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for name in ("status_ends_at", "status_since", "status_emoji"):
        op.drop_column("member", name)
