"""the last day of a hot opening, at the place where it was chosen

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("opening", sa.Column("hot_day", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("opening", "hot_day")
