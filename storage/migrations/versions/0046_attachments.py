"""links and files that advocates attach to a referral, and copies of these files

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("advocate", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=512), nullable=True),
        sa.Column("source_id", sa.String(length=32), nullable=True),
        sa.Column("file_type", sa.String(length=8), nullable=True),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_attachment_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_attachment_referral_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_referral", "attachment", ["workspace_id", "referral_id"])
    op.add_column("sent_file", sa.Column("attachment_id", sa.Integer(), nullable=True))
    op.add_column("sent_file", sa.Column("thread_ts", sa.String(length=32), nullable=True))
    op.create_index("ix_sent_file_attachment", "sent_file", ["workspace_id", "attachment_id"])


def downgrade() -> None:
    op.drop_index("ix_sent_file_attachment", "sent_file")
    op.drop_column("sent_file", "thread_ts")
    op.drop_column("sent_file", "attachment_id")
    op.drop_table("attachment")
