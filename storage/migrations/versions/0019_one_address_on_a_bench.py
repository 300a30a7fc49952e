"""one address and one profile on a bench: a form that was sent many times stored a person each time

Safe migrations: expand first (new columns nullable or with a default, new tables), deploy the code
that writes both, then contract in a later release. Never rename or drop what a running replica of
the version before still reads. Create indexes on large PostgreSQL tables concurrently.

People of one bench with the same address or the same profile become one before: the one who was
added first, with what the others have in addition. The version before gets an error where it would
store somebody twice. Benches are small, so that the indexes are created at once.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

PERSON = sa.table(
    "bench_person",
    *(sa.column(name) for name in ("id", "workspace_id", "owner", "name", "email", "profile_url")),
    *(sa.column(name) for name in ("relationship", "good_at", "place", "history", "heard_at")),
)
MATCH = sa.table(
    "bench_match",
    *(sa.column(name) for name in ("id", "workspace_id", "owner", "person_id", "opening_id")),
)
FOLLOW_UP = sa.table(
    "follow_up",
    *(sa.column(name) for name in ("workspace_id", "kind", "subject_id", "state")),
)
INDEXES = {"uq_bench_person_email": "email", "uq_bench_person_profile": "profile_url"}


def upgrade() -> None:
    connection = op.get_bind()
    for column in INDEXES.values():
        _merge_people(connection, column)
    for name, column in INDEXES.items():
        op.create_index(name, "bench_person", ["workspace_id", "owner", column], unique=True)


def downgrade() -> None:
    for name in INDEXES:
        op.drop_index(name, table_name="bench_person")


def _merge_people(connection: sa.Connection, column: str) -> None:
    key = (PERSON.c.workspace_id, PERSON.c.owner, PERSON.c[column])
    repeated = connection.execute(
        sa.select(*key).where(key[2].is_not(None)).group_by(*key).having(sa.func.count() > 1)
    ).all()
    for values in repeated:
        same = [part == value for part, value in zip(key, values, strict=True)]
        people = connection.execute(sa.select(PERSON).where(*same).order_by(PERSON.c.id)).all()
        filled = _fill_in(people)
        for other in people[1:]:
            _move_matches(connection, people[0].id, other)
            _cancel_follow_ups(connection, other.workspace_id, "check_in", other.id)
            connection.execute(sa.delete(PERSON).where(PERSON.c.id == other.id))
        connection.execute(sa.update(PERSON).where(PERSON.c.id == people[0].id).values(filled))


def _fill_in(people: Any) -> dict[str, Any]:
    """What is known of one person: the first value of each field, and every different text."""
    filled: dict[str, Any] = {
        name: next((value for each in people if (value := getattr(each, name))), None)
        for name in ("email", "profile_url", "relationship")
    }
    filled["place"] = next((each.place for each in people if each.place), "")
    filled["good_at"] = "\n".join(dict.fromkeys(each.good_at for each in people if each.good_at))
    other_contacts = [
        value
        for name in ("email", "profile_url")
        for each in people
        if (value := getattr(each, name)) and value != filled[name]
    ]
    texts = [*(each.history for each in people if each.history), *other_contacts]
    filled["history"] = "\n".join(dict.fromkeys(texts))
    filled["heard_at"] = max((each.heard_at for each in people if each.heard_at), default=None)
    return filled


def _move_matches(connection: sa.Connection, person_id: int, other: Any) -> None:
    """Give the matches of the other to the person, and delete those that both have."""
    openings = set(
        connection.scalars(sa.select(MATCH.c.opening_id).where(MATCH.c.person_id == person_id))
    )
    for match in connection.execute(sa.select(MATCH).where(MATCH.c.person_id == other.id)).all():
        if match.opening_id in openings:
            _cancel_follow_ups(connection, match.workspace_id, "match", match.id)
            connection.execute(sa.delete(MATCH).where(MATCH.c.id == match.id))
        else:
            connection.execute(
                sa.update(MATCH).where(MATCH.c.id == match.id).values(person_id=person_id)
            )


def _cancel_follow_ups(
    connection: sa.Connection, workspace_id: int, kind: str, subject_id: int
) -> None:
    connection.execute(
        sa.update(FOLLOW_UP)
        .where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind == kind,
            FOLLOW_UP.c.subject_id == subject_id,
            FOLLOW_UP.c.state == "open",
        )
        .values(state="cancelled")
    )
