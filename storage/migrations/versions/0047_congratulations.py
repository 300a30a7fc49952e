"""congratulations in a channel, to which an advocate and a new colleague have agreed

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "congratulation",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("advocate", sa.String(32), nullable=False),
        sa.Column("hired", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("ts", sa.String(32), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("taken_back_by", sa.String(32), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [f"{target}_id"],
                [f"{target}.id"],
                name=op.f(f"fk_congratulation_{target}_id"),
                ondelete="CASCADE",
            )
            for target in ("workspace", "referral")
        ),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_congratulation")),
    )


def downgrade() -> None:
    op.drop_table("congratulation")
