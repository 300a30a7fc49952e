"""words of open openings, for type-ahead

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CLIP = 64
BATCH = 200  # openings, some forty rows each
WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "opening_word",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.Column("opening_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_opening_word_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "word", "opening_id", name=op.f("pk_opening_word")),
        sqlite_with_rowid=False,
    )
    _keep_the_words_of_open_openings()


def _keep_the_words_of_open_openings() -> None:
    opening = sa.table("opening", *map(sa.column, ("id", "workspace_id", "status", "search_text")))
    kept = sa.table("opening_word", *map(sa.column, ("workspace_id", "word", "opening_id")))
    connection, last = op.get_bind(), 0
    while True:
        some = connection.execute(
            sa.select(opening.c.id, opening.c.workspace_id, opening.c.search_text)
            .where(opening.c.status == "open", opening.c.id > last)
            .order_by(opening.c.id)
            .limit(BATCH)
        ).all()
        if not some:
            return
        rows = [
            {"workspace_id": it.workspace_id, "word": end, "opening_id": it.id}
            for it in some
            for end in sorted(
                {word[at : at + CLIP] for word in it.search_text.split() for at in range(len(word))}
            )
        ]
        if rows:
            connection.execute(sa.insert(kept), rows)
        last = some[-1].id


def downgrade() -> None:
    op.drop_table("opening_word")
