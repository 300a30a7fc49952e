"""the order of the desk stands in each referral, and candidates are found by their folded name

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

A referral that a replica of the version before stores meanwhile has the order 0, which is first on
the desk until somebody answers it.
"""

from __future__ import annotations

import unicodedata
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0031"
branch_labels = None
depends_on = None

BATCH = 500
MAX_TEXT_LENGTH = 600
COMBINING_DIACRITICS = dict.fromkeys(range(0x0300, 0x0370))
IS_OPEN = sa.text("stage NOT IN ('hired', 'not_now', 'withdrawn')")
# (name, table, columns, whether only open referrals are in it)
INDEXES = (
    ("ix_referral_desk", "referral", ["workspace_id", "desk_order", "id"], True),
    ("ix_referral_own_desk", "referral", ["workspace_id", "owner", "desk_order", "id"], True),
    ("ix_referral_stage", "referral", ["workspace_id", "stage", "desk_order", "id"], False),
    ("ix_candidate_search", "candidate", ["workspace_id", "id", "search_text"], False),
)
REFERRAL = sa.table(
    "referral",
    sa.column("id"),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("answered_at"),
    sa.column("desk_order"),
)
CANDIDATE = sa.table("candidate", *map(sa.column, ("id", "name", "erased_at", "search_text")))
ENDORSEMENT = sa.table(
    "endorsement",
    *map(sa.column, ("referral_id", "advocate", "saw", "why", "conviction")),
    sa.column("current", sa.Boolean()),
)
COMMITMENT = sa.table("commitment", *map(sa.column, ("referral_id", "member", "state")))


def upgrade() -> None:
    op.add_column(
        "referral", sa.Column("desk_order", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column(
        "candidate", sa.Column("search_text", sa.Text(), nullable=False, server_default="")
    )
    _fill_orders()
    _fill_search_texts()
    for name, table, columns, only_open in INDEXES:
        where = IS_OPEN if only_open else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, table, *_ in INDEXES:
        op.drop_index(name, table_name=table)
    op.drop_column("candidate", "search_text")
    op.drop_column("referral", "desk_order")


def _fill_orders() -> None:
    """The digits are: answered, the day (UTC, from the year 1), the depth (0 is the deepest)."""
    recommends = sa.and_(
        ENDORSEMENT.c.referral_id == REFERRAL.c.id,
        ENDORSEMENT.c.current.is_(True),
        ENDORSEMENT.c.conviction.is_not(None),
        sa.or_(sa.func.trim(ENDORSEMENT.c.saw) != "", sa.func.trim(ENDORSEMENT.c.why) != ""),
    )
    has_acted = sa.exists().where(
        recommends,
        COMMITMENT.c.referral_id == ENDORSEMENT.c.referral_id,
        COMMITMENT.c.member == ENDORSEMENT.c.advocate,
        COMMITMENT.c.state == "done",
    )
    depth = sa.case((has_acted, 0), (sa.exists().where(recommends), 1), else_=2)
    rows = sa.select(
        REFERRAL.c.id, REFERRAL.c.created_at, REFERRAL.c.answered_at, depth.label("depth")
    )
    change = (
        sa.update(REFERRAL)
        .where(REFERRAL.c.id == sa.bindparam("referral"))
        .values(desk_order=sa.bindparam("place"))
    )
    connection, last_id = op.get_bind(), 0
    while batch := connection.execute(
        rows.where(REFERRAL.c.id > last_id).order_by(REFERRAL.c.id).limit(BATCH)
    ).all():
        connection.execute(
            change,
            [
                {
                    "referral": row.id,
                    "place": (row.answered_at is not None) * 10**8
                    + _utc_day(row.created_at) * 10
                    + row.depth,
                }
                for row in batch
            ],
        )
        last_id = batch[-1].id


def _utc_day(moment: datetime) -> int:
    """SQLite returns UTC without a zone, and PostgreSQL the zone of its session."""
    utc = moment if moment.tzinfo is None else moment - (moment.utcoffset() or moment - moment)
    return utc.date().toordinal()


def _fill_search_texts() -> None:
    change = (
        sa.update(CANDIDATE)
        .where(CANDIDATE.c.id == sa.bindparam("candidate"))
        .values(search_text=sa.bindparam("text"))
    )
    connection, last_id = op.get_bind(), 0
    while batch := connection.execute(
        sa.select(CANDIDATE.c.id, CANDIDATE.c.name, CANDIDATE.c.erased_at)
        .where(CANDIDATE.c.id > last_id)
        .order_by(CANDIDATE.c.id)
        .limit(BATCH)
    ).all():
        texts = [
            {"candidate": row.id, "text": "" if row.erased_at else _fold(row.name)} for row in batch
        ]
        connection.execute(change, texts)
        last_id = batch[-1].id


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    composed = unicodedata.normalize("NFC", decomposed.translate(COMBINING_DIACRITICS))
    return " ".join(composed.split())[:MAX_TEXT_LENGTH]
