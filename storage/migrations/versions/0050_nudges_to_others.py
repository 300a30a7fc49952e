"""how many nudges of a follow-up went to other people before its member got it

A follow-up that was passed on in an earlier release keeps one nudge for its member: each further
nudge went to the next person.

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "follow_up",
        sa.Column("nudges_to_others", sa.Integer(), nullable=False, server_default="0"),
    )
    op.execute(
        "UPDATE follow_up SET nudges_to_others = nudges_sent - 1 "
        "WHERE (kind = 'recruiter_answer' AND nudges_sent > 1) "
        "OR (kind IN ('stage', 'pause', 'first_day', 'bonus_due') AND nudges_sent > 2)"
    )


def downgrade() -> None:
    op.drop_column("follow_up", "nudges_to_others")
