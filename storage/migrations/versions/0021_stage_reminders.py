"""owners of answered referrals are reminded of them while they stay at one stage

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

STAGES = ("in_review", "contacted", "interviewing", "offer")
REFERRAL = sa.table(
    "referral", *map(sa.column, ("id", "workspace_id", "owner", "stage", "answered_at"))
)
FOLLOW_UP = sa.table(
    "follow_up",
    sa.column("workspace_id"),
    sa.column("kind"),
    sa.column("subject_id"),
    sa.column("period"),
    sa.column("referral_id"),
    sa.column("member"),
    sa.column("due_at", sa.DateTime(timezone=True)),
    sa.column("nudges_sent"),
    sa.column("state"),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    now = sa.func.current_timestamp()  # They are due at once, in one message for each owner.
    reminders = sa.select(
        REFERRAL.c.workspace_id,
        sa.literal("stage"),
        REFERRAL.c.id,
        REFERRAL.c.stage,
        REFERRAL.c.id,
        REFERRAL.c.owner,
        now,
        sa.literal(0),
        sa.literal("open"),
        now,
    ).where(REFERRAL.c.stage.in_(STAGES))
    columns = [column.name for column in FOLLOW_UP.columns]
    op.execute(sa.insert(FOLLOW_UP).from_select(columns, reminders))


def downgrade() -> None:
    op.execute(sa.delete(FOLLOW_UP).where(FOLLOW_UP.c.kind == "stage"))
