"""candidates who are alike are found by an index, and the answers to that question are stored

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

Candidates whom a replica of the version before stores have no keys, and are not asked about.
"""

from __future__ import annotations

import hashlib
import unicodedata
from urllib.parse import unquote

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

KEYS = ("name_key", "email_key", "profile_key")
BATCH = 1000
GMAIL = {"gmail.com", "googlemail.com"}
CANDIDATE = sa.table(
    "candidate", *map(sa.column, ("id", "name", "email", "profile_url", "erased_at", *KEYS))
)


def upgrade() -> None:
    for key in KEYS:
        op.add_column("candidate", sa.Column(key, sa.String(32), nullable=True))
    _fill_in()
    for key in KEYS:
        where = sa.text(f"{key} IS NOT NULL")
        op.create_index(
            f"ix_candidate_{key}",
            "candidate",
            ["workspace_id", key],
            sqlite_where=where,
            postgresql_where=where,
        )
    _create_tables()


def _create_tables() -> None:
    op.create_table(
        "different_people",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("said_by", sa.String(32), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [target],
                name=op.f(f"fk_different_people_{column}"),
                ondelete="CASCADE",
            )
            for column, target in (
                ("workspace_id", "workspace.id"),
                ("one_id", "candidate.id"),
                ("other_id", "candidate.id"),
            )
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "one_id", "other_id", name=op.f("pk_different_people")
        ),
    )
    op.create_table(
        "merged_referral",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("old_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"],
            ["workspace.id"],
            name=op.f("fk_merged_referral_workspace_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"],
            ["referral.id"],
            name=op.f("fk_merged_referral_referral_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "old_id", name=op.f("pk_merged_referral")),
    )


def downgrade() -> None:
    op.drop_table("merged_referral")
    op.drop_table("different_people")
    for key in KEYS:
        op.drop_index(f"ix_candidate_{key}", table_name="candidate")
    with op.batch_alter_table("candidate") as candidate:
        for key in KEYS:
            candidate.drop_column(key)


def _fill_in() -> None:
    connection, last_id = op.get_bind(), 0
    change = (
        sa.update(CANDIDATE)
        .where(CANDIDATE.c.id == sa.bindparam("candidate"))
        .values({key: sa.bindparam(f"new_{key}") for key in KEYS})
    )
    while rows := connection.execute(
        sa.select(CANDIDATE)
        .where(CANDIDATE.c.id > last_id, CANDIDATE.c.erased_at.is_(None))
        .order_by(CANDIDATE.c.id)
        .limit(BATCH)
    ).all():
        connection.execute(
            change,
            [
                {
                    "candidate": row.id,
                    "new_name_key": _digest(_name_key(row.name)),
                    "new_email_key": _digest(_address_key(row.email)),
                    "new_profile_key": _digest(_link_key(row.profile_url)),
                }
                for row in rows
            ],
        )
        last_id = rows[-1].id


def _digest(key: str | None) -> str | None:
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key is not None else None


def _name_key(name: str) -> str | None:
    parts = sorted(_fold(name).replace(",", " ").split())
    return " ".join(parts) if len(parts) > 1 else None


def _address_key(email: str | None) -> str | None:
    if email is None:
        return None
    mailbox, _, domain = email.rpartition("@")
    mailbox = mailbox.partition("+")[0] or mailbox
    if domain in GMAIL:
        return f"{mailbox.replace('.', '').casefold()}@gmail.com"
    return f"{mailbox.casefold()}@{'.'.join(map(_fold_label, domain.split('.')))}"


def _fold_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _link_key(link: str | None) -> str | None:
    return _fold(unquote(link)) if link else None


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
