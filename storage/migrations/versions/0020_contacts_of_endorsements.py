"""the contact that each advocate gave, beside their words

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

A candidate's address and profile become those of their advocate, if they have only one. With
several it is not known who gave them: they stay the candidate's, and the desk shows them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INDEXES = {"ix_endorsement_email": "email", "ix_endorsement_profile": "profile_url"}


def upgrade() -> None:
    op.add_column("endorsement", sa.Column("email", sa.String(length=254), nullable=True))
    op.add_column("endorsement", sa.Column("profile_url", sa.String(length=512), nullable=True))
    _fill_in()
    for name, column in INDEXES.items():
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(
            name,
            "endorsement",
            ["workspace_id", column],
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="endorsement")
    with op.batch_alter_table("endorsement") as endorsement:
        endorsement.drop_column("profile_url")
        endorsement.drop_column("email")


def _fill_in() -> None:
    endorsement = _table("endorsement", "id", "referral_id", "advocate", "email", "profile_url")
    referral = _table("referral", "id", "candidate_id")
    candidate = _table("candidate", "id", "email", "profile_url")
    with_one_advocate = (
        sa.select(referral.c.candidate_id)
        .join(endorsement, endorsement.c.referral_id == referral.c.id)
        .group_by(referral.c.candidate_id)
        .having(sa.func.count(sa.distinct(endorsement.c.advocate)) == 1)
    )
    of_referral = (
        sa.select(candidate.c.email, candidate.c.profile_url, referral.c.id)
        .join(referral, referral.c.candidate_id == candidate.c.id)
        .where(candidate.c.id.in_(with_one_advocate))
        .subquery()
    )
    values = {
        name: sa.select(of_referral.c[name])
        .where(of_referral.c.id == endorsement.c.referral_id)
        .scalar_subquery()
        for name in ("email", "profile_url")
    }
    op.execute(
        sa.update(endorsement)
        .where(endorsement.c.referral_id.in_(sa.select(of_referral.c.id)))
        .values(values)
    )


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in columns))
