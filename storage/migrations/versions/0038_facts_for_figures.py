"""a referral keeps its first answer and its furthest stage, which figures count

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0035"
branch_labels = None
depends_on = None

# The furthest first, so that each referral gets the first of them that it has reached.
STAGES = ("hired", "offer", "interviewing", "contacted", "in_review")
MOMENT = sa.DateTime(timezone=True)
REFERRAL = sa.table(
    "referral",
    *map(sa.column, ("id", "workspace_id", "stage", "first_answer_days")),
    *(sa.column(name, MOMENT) for name in ("created_at", "stage_at", "answered_at")),
    sa.column("first_answered_at", MOMENT),
    sa.column("furthest_stage"),
)
HISTORY = sa.table(
    "history",
    *map(sa.column, ("workspace_id", "subject", "subject_id", "verb")),
    sa.column("at", MOMENT),
    sa.column("detail", sa.JSON),
)
MOVED = sa.and_(
    HISTORY.c.workspace_id == REFERRAL.c.workspace_id,
    HISTORY.c.subject == "referral",
    HISTORY.c.subject_id == REFERRAL.c.id,
    HISTORY.c.verb == "referral.moved",
)


def upgrade() -> None:
    op.add_column("referral", sa.Column("first_answered_at", MOMENT, nullable=True))
    op.add_column("referral", sa.Column("first_answer_days", sa.Integer(), nullable=True))
    op.add_column(
        "referral",
        sa.Column("furthest_stage", sa.String(16), nullable=False, server_default="new"),
    )
    _fill_first_answers()
    _fill_furthest_stages()
    op.create_index(
        "ix_referral_figures",
        "referral",
        [
            *("workspace_id", "created_at", "opening_id"),
            *("stage", "furthest_stage", "first_answer_days", "desk_order"),
        ],
    )


def _fill_first_answers() -> None:
    first_move = sa.select(sa.func.min(HISTORY.c.at)).where(MOVED).scalar_subquery()
    first_answer = sa.func.coalesce(first_move, REFERRAL.c.answered_at)
    op.execute(sa.update(REFERRAL).values(first_answered_at=first_answer))
    # It was withdrawn before anybody had answered.
    withdrawn = REFERRAL.c.stage == "withdrawn"
    op.execute(
        sa.update(REFERRAL)
        .where(withdrawn, REFERRAL.c.first_answered_at == REFERRAL.c.stage_at)
        .values(first_answered_at=None)
    )
    connection = op.get_bind()
    rows = connection.execute(
        sa.select(REFERRAL.c.id, REFERRAL.c.created_at, REFERRAL.c.first_answered_at).where(
            REFERRAL.c.first_answered_at.is_not(None)
        )
    ).all()
    days = [
        {"referral": row.id, "days": _count_weekdays(row[1].date(), row[2].date())} for row in rows
    ]
    if days:
        connection.execute(
            sa.update(REFERRAL)
            .where(REFERRAL.c.id == sa.bindparam("referral"))
            .values(first_answer_days=sa.bindparam("days")),
            days,
        )


def _count_weekdays(first: date, last: date) -> int:
    """Which days an owner worked is not known for the past: it is Monday to Friday, in UTC."""
    later = (first + timedelta(days=offset) for offset in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in later)


def _fill_furthest_stages() -> None:
    for stage in STAGES:
        names = (HISTORY.c.detail[name].as_string() == stage for name in ("before", "after"))
        was_there = sa.or_(REFERRAL.c.stage == stage, sa.exists().where(MOVED, sa.or_(*names)))
        op.execute(
            sa.update(REFERRAL)
            .where(REFERRAL.c.furthest_stage == "new", was_there)
            .values(furthest_stage=stage)
        )


def downgrade() -> None:
    op.drop_index("ix_referral_figures", "referral")
    op.drop_column("referral", "furthest_stage")
    op.drop_column("referral", "first_answer_days")
    op.drop_column("referral", "first_answered_at")
