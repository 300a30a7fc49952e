"""reminders of referrals without an answer go on, so those that had ended are due again

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

FOLLOW_UP = sa.table(
    "follow_up",
    sa.column("kind"),
    sa.column("state"),
    sa.column("due_at", sa.DateTime(timezone=True)),
    sa.column("is_held", sa.Boolean()),
)


def upgrade() -> None:
    op.execute(
        sa.update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.kind.in_(("recruiter_answer", "stage")),
            FOLLOW_UP.c.state == "open",
            FOLLOW_UP.c.due_at.is_(None),
            FOLLOW_UP.c.is_held.is_(sa.false()),
        )
        .values(due_at=sa.func.current_timestamp())  # The tick finds them an hour and a reader.
    )


def downgrade() -> None:
    """Leaves the reminders due: the version before sends them, too."""
