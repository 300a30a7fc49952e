"""bonuses: the rule of an opening, frozen terms, shares, payments, and first and last days

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def _of_referral(table: str) -> tuple[Any, ...]:
    """Return the columns and keys that all these tables have."""
    return (
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f(f"fk_{table}_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f(f"fk_{table}_referral_id"),
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    op.add_column("opening", sa.Column("bonus_terms", sa.JSON(none_as_null=True), nullable=True))
    op.create_table(
        "bonus",
        *_of_referral("bonus"),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_bonus")),
    )
    op.create_table(
        "bonus_share",
        *_of_referral("bonus_share"),
        sa.Column("advocate", sa.String(32), nullable=False),
        sa.Column("exclusion", sa.String(24), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("referral_id", "advocate", name=op.f("pk_bonus_share")),
    )
    op.create_table(
        "bonus_payment",
        *_of_referral("bonus_payment"),
        sa.Column("advocate", sa.String(32), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("paid_by", sa.String(32), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("referral_id", "advocate", "day", name=op.f("pk_bonus_payment")),
    )
    op.create_table(
        "hire",
        *_of_referral("hire"),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("referral_id", name=op.f("pk_hire")),
    )


def downgrade() -> None:
    for table in ("hire", "bonus_payment", "bonus_share", "bonus"):
        op.drop_table(table)
    op.drop_column("opening", "bonus_terms")
