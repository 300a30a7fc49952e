"""the reading of members and recruiters from Slack goes on after a restart or a refusal

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAMES = (
    "members_cursor",
    "members_due_at",
    "recruiter_group",
    "recruiter_group_id",
    "recruiter_group_error",
    "recruiters_due_at",
)


def upgrade() -> None:
    for column in (
        sa.Column("members_cursor", sa.Text(), nullable=True),
        sa.Column("members_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recruiter_group", sa.Text(), nullable=True),
        sa.Column("recruiter_group_id", sa.String(32), nullable=True),
        sa.Column("recruiter_group_error", sa.Text(), nullable=True),
        sa.Column("recruiters_due_at", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("workspace", column)


def downgrade() -> None:
    for name in NAMES:
        op.drop_column("workspace", name)
