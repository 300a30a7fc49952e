"""follow-ups without a referral: an ask, somebody on the bench

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.alter_column("referral_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM follow_up WHERE referral_id IS NULL"))
    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.alter_column("referral_id", existing_type=sa.Integer(), nullable=False)
