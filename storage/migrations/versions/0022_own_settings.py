"""what members set for themselves: time zone, hours, and how many messages a week

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("member", sa.Column("own_tz", sa.String(length=64), nullable=True))
    op.add_column("member", sa.Column("own_hours_start", sa.Time(), nullable=True))
    op.add_column("member", sa.Column("own_hours_end", sa.Time(), nullable=True))
    op.add_column("member", sa.Column("own_working_days", sa.String(length=7), nullable=True))
    op.add_column("member", sa.Column("own_messages_per_week", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in (
        *("own_messages_per_week", "own_working_days"),
        *("own_hours_end", "own_hours_start", "own_tz"),
    ):
        op.drop_column("member", name)
