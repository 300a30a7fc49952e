"""open follow-ups by person, without the date: a nudge has one index less to change

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

The version before reads by this index as well: it finds all that is open of a person, and looks at
the dates in the rows.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    op.create_index(
        "ix_follow_up_open_of",
        "follow_up",
        ["workspace_id", "member"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.drop_index("ix_follow_up_member", table_name="follow_up")


def downgrade() -> None:
    op.create_index(
        "ix_follow_up_member",
        "follow_up",
        ["workspace_id", "member", "due_at"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.drop_index("ix_follow_up_open_of", table_name="follow_up")
