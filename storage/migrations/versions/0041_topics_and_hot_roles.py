"""what someone wants to hear of open roles, and until when a role is hot

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("own_topics", sa.Text(), nullable=True))
    op.add_column("member", sa.Column("own_roundup", sa.String(length=8), nullable=True))
    op.add_column("opening", sa.Column("hot_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("opening", "hot_until")
    op.drop_column("member", "own_roundup")
    op.drop_column("member", "own_topics")
