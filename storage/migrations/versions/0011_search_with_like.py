"""openings are searched with LIKE: their search text is folded anew, and the table of words goes

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

Dropping the table is the exception: a replica of the version before cannot search or post openings
afterwards, so stop the replicas of that version first. Openings are few, so their index is created
in the transaction.
"""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

BATCH = 500
MAX_TEXT_LENGTH = 600
COMBINING_DIACRITICS = dict.fromkeys(range(0x0300, 0x0370))
CLIP = 64  # of a word, in the table of words
WORD = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
OPENING = sa.table(
    "opening",
    *map(
        sa.column, ("id", "workspace_id", "ref", "title", "team", "place", "status", "search_text")
    ),
)


def upgrade() -> None:
    _write_search_texts(folded=True)
    op.drop_index("ix_opening_status", table_name="opening")
    op.create_index(
        "ix_opening_search", "opening", ["workspace_id", "status", "posted_at", "id", "search_text"]
    )
    op.drop_table("opening_word")


def _write_search_texts(*, folded: bool) -> None:
    connection, last_id = op.get_bind(), 0
    change = (
        sa.update(OPENING)
        .where(OPENING.c.id == sa.bindparam("opening"))
        .values(search_text=sa.bindparam("text"))
    )
    while rows := connection.execute(
        sa.select(OPENING).where(OPENING.c.id > last_id).order_by(OPENING.c.id).limit(BATCH)
    ).all():
        texts = [(row.id, " ".join((row.ref, row.title, row.team, row.place))) for row in rows]
        connection.execute(
            change,
            [
                {"opening": id_, "text": _fold(text) if folded else text.casefold()}
                for id_, text in texts
            ],
        )
        last_id = rows[-1].id


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    composed = unicodedata.normalize("NFC", decomposed.translate(COMBINING_DIACRITICS))
    return " ".join(composed.split())[:MAX_TEXT_LENGTH]


def downgrade() -> None:
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
    op.drop_index("ix_opening_search", table_name="opening")
    op.create_index("ix_opening_status", "opening", ["workspace_id", "status", "posted_at"])
    _write_search_texts(folded=False)
    _write_words()


def _write_words() -> None:
    opening_word = sa.table("opening_word", *map(sa.column, ("workspace_id", "word", "opening_id")))
    connection, last_id = op.get_bind(), 0
    while rows := connection.execute(
        sa.select(OPENING)
        .where(OPENING.c.status == "open", OPENING.c.id > last_id)
        .order_by(OPENING.c.id)
        .limit(BATCH)
    ).all():
        words = [
            {"workspace_id": row.workspace_id, "word": end, "opening_id": row.id}
            for row in rows
            for end in sorted(
                {
                    word[at : at + CLIP]
                    for word in row.search_text.split()
                    for at in range(len(word))
                }
            )
        ]
        if words:
            connection.execute(sa.insert(opening_word), words)
        last_id = rows[-1].id
