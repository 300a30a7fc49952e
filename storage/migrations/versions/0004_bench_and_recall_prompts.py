"""benches; the turn of an opening's recall prompt

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _workspace(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"],
        ["workspace.id"],
        name=op.f(f"fk_{table}_workspace_id"),
        ondelete="CASCADE",
    )


def _opening(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["opening_id"], ["opening.id"], name=op.f(f"fk_{table}_opening_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "bench",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        _workspace("bench"),
        sa.PrimaryKeyConstraint("workspace_id", "owner", name=op.f("pk_bench")),
    )
    op.create_table(
        "bench_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("profile_url", sa.String(length=512), nullable=True),
        sa.Column("relationship", sa.String(length=24), nullable=True),
        sa.Column("good_at", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.String(length=8), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        _workspace("bench_person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_person")),
    )
    op.create_index("ix_bench_person_owner", "bench_person", ["workspace_id", "owner", "id"])
    op.create_table(
        "bench_match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("opening_id", sa.Integer(), nullable=False),
        _workspace("bench_match"),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["bench_person.id"],
            name=op.f("fk_bench_match_person_id"),
            ondelete="CASCADE",
        ),
        _opening("bench_match"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bench_match")),
        sa.UniqueConstraint(
            "workspace_id",
            "owner",
            "person_id",
            "opening_id",
            name=op.f("uq_bench_match_workspace_id_owner_person_id_opening_id"),
        ),
    )
    op.create_index("ix_bench_match_person", "bench_match", ["person_id"])
    op.create_index("ix_bench_match_opening", "bench_match", ["opening_id"])
    op.create_table(
        "bench_look",
        sa.Column("opening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("after_owner", sa.String(length=32), nullable=False),
        _opening("bench_look"),
        _workspace("bench_look"),
        sa.PrimaryKeyConstraint("opening_id", name=op.f("pk_bench_look")),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("prompt_turn", sa.Integer(), server_default="0", nullable=False)
        )
        batch_op.add_column(sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_column("rotated_at")
        batch_op.drop_column("prompt_turn")
    for table in ("bench_look", "bench_match", "bench_person", "bench"):
        op.drop_table(table)
