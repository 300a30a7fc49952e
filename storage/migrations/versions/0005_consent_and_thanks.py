"""the candidate's agreement and erasure, matching of general referrals, thanks

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_candidate_decide_by", ["decide_by"], unique=False)
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("general_matched_at", sa.DateTime(timezone=True), nullable=True)
        )
    # What stands open already was announced long ago: nobody is asked about it now.
    op.execute(sa.text("UPDATE opening SET general_matched_at = changed_at"))
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("giver", sa.String(length=32), nullable=False),
        sa.Column("receiver", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("share_failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_thanks_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint(
            "workspace_id",
            "giver",
            "receiver",
            "day",
            name=op.f("uq_thanks_workspace_id_giver_receiver_day"),
        ),
    )


def downgrade() -> None:
    op.drop_table("thanks")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_column("general_matched_at")
    with op.batch_alter_table("candidate", schema=None) as batch_op:
        batch_op.drop_index("ix_candidate_decide_by")
        batch_op.drop_column("erased_at")
        batch_op.drop_column("decide_by")
        batch_op.drop_column("agreed_at")
