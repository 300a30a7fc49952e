"""when an opening closes and until when it is paused; search texts without what nobody sees

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

The search text of an opening from before 0024 may hold characters that nobody sees, which typed
words no longer have. Only texts that change are written, in batches.
"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0022"
branch_labels = None
depends_on = None

BATCH = 500
MAX_TEXT_LENGTH = 600
COMBINING_DIACRITICS = dict.fromkeys(range(0x0300, 0x0370))
UNSEEN = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0001-\U000e007f"
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\ufffc"
    "\U0001d159\U000e0100-\U000e01ef]"
)
OPENING = sa.table(
    "opening", *map(sa.column, ("id", "ref", "title", "team", "place", "search_text"))
)


def upgrade() -> None:
    op.add_column("opening", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("opening", sa.Column("paused_until", sa.Date(), nullable=True))
    _fold_search_texts()


def downgrade() -> None:
    with op.batch_alter_table("opening") as opening:
        opening.drop_column("paused_until")
        opening.drop_column("closes_at")


def _fold_search_texts() -> None:
    connection, last_id = op.get_bind(), 0
    change = (
        sa.update(OPENING)
        .where(OPENING.c.id == sa.bindparam("opening"))
        .values(search_text=sa.bindparam("text"))
    )
    while rows := connection.execute(
        sa.select(OPENING).where(OPENING.c.id > last_id).order_by(OPENING.c.id).limit(BATCH)
    ).all():
        texts = [(row, _fold(" ".join((row.ref, row.title, row.team, row.place)))) for row in rows]
        changed = [
            {"opening": row.id, "text": text} for row, text in texts if text != row.search_text
        ]
        if changed:
            connection.execute(change, changed)
        last_id = rows[-1].id


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    composed = unicodedata.normalize("NFC", decomposed.translate(COMBINING_DIACRITICS))
    return " ".join(UNSEEN.sub("", composed).split())[:MAX_TEXT_LENGTH]
