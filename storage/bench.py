"""Benches. Every function takes the owner, and every statement asks for rows of that owner only.

Nothing else reads these tables (tests/storage/test_bench.py walks this module and proves it).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, or_, select, update

from domain.bench import BenchForm, BenchPerson, Rhythm
from domain.endorsements import Relationship
from storage.engine import Transaction
from storage.tables.bench import BENCH, BENCH_MATCH, BENCH_PERSON
from storage.upsert import insert_if_absent, insert_returning_row


def _person(row: Any) -> BenchPerson:
    return BenchPerson(
        id=row.id,
        workspace_id=row.workspace_id,
        owner=row.owner,
        details=BenchForm(
            name=row.name,
            email=row.email,
            profile_url=row.profile_url,
            relationship=Relationship(row.relationship) if row.relationship else None,
            good_at=row.good_at,
            place=row.place,
            history=row.history,
            rhythm=Rhythm(row.rhythm),
        ),
        added_at=row.added_at,
        last_contact_at=row.heard_at,
    )


def _columns(form: BenchForm) -> dict[str, Any]:
    return {
        "name": form.name,
        "email": form.email,
        "profile_url": form.profile_url,
        "relationship": form.relationship.value if form.relationship else None,
        "good_at": form.good_at,
        "place": form.place,
        "history": form.history,
        "rhythm": form.rhythm.value,
    }


def _of(workspace_id: int, owner: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return BENCH_PERSON.c.workspace_id == workspace_id, BENCH_PERSON.c.owner == owner


def open_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """From here on this person keeps a bench."""
    insert_if_absent(transaction, BENCH, workspace_id=workspace_id, owner=owner, paused_at=None)


def find_pause(transaction: Transaction, workspace_id: int, owner: str) -> datetime | None:
    """Since when all of it rests; None where it does not."""
    return transaction.scalar(
        select(BENCH.c.paused_at).where(
            BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner
        )
    )


def set_paused(
    transaction: Transaction, workspace_id: int, owner: str, at: datetime | None
) -> bool:
    """Pause (`at` given) or resume; False when it was so already."""
    before = BENCH.c.paused_at.is_not(None) if at is None else BENCH.c.paused_at.is_(None)
    done = transaction.execute(
        update(BENCH)
        .where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner, before)
        .values(paused_at=at)
        .returning(BENCH.c.owner)
    )
    return done.first() is not None


def add(
    transaction: Transaction, workspace_id: int, owner: str, form: BenchForm, now: datetime
) -> BenchPerson:
    row = transaction.execute(
        insert(BENCH_PERSON)
        .values(
            workspace_id=workspace_id, owner=owner, added_at=now, heard_at=None, **_columns(form)
        )
        .returning(BENCH_PERSON)
    ).one()
    return _person(row)


def update_person(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, form: BenchForm
) -> BenchPerson | None:
    return _change(transaction, workspace_id, owner, person_id, **_columns(form))


def mark_contacted(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, now: datetime
) -> BenchPerson | None:
    """The owner was in touch with them now."""
    return _change(transaction, workspace_id, owner, person_id, heard_at=now)


def _change(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, **values: object
) -> BenchPerson | None:
    transaction.execute(
        update(BENCH_PERSON)
        .where(*_of(workspace_id, owner), BENCH_PERSON.c.id == person_id)
        .values(**values)
    )
    return find(transaction, workspace_id, owner, person_id)


def remove(transaction: Transaction, workspace_id: int, owner: str, person_id: int) -> bool:
    """Erased, with what was told about them; False when they were not there."""
    done = transaction.execute(
        delete(BENCH_PERSON)
        .where(*_of(workspace_id, owner), BENCH_PERSON.c.id == person_id)
        .returning(BENCH_PERSON.c.id)
    )
    return done.first() is not None


def find(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int
) -> BenchPerson | None:
    row = transaction.execute(
        select(BENCH_PERSON).where(*_of(workspace_id, owner), BENCH_PERSON.c.id == person_id)
    ).first()
    return _person(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, owner: str, person_ids: Collection[int]
) -> dict[int, BenchPerson]:
    rows = transaction.execute(
        select(BENCH_PERSON).where(
            *_of(workspace_id, owner), BENCH_PERSON.c.id.in_(set(person_ids))
        )
    )
    return {row.id: _person(row) for row in rows}


def find_by_contact(
    transaction: Transaction,
    workspace_id: int,
    owner: str,
    email: str | None,
    profile_url: str | None,
) -> BenchPerson | None:
    """The person with this address or this profile, the first that was added."""
    same = [
        column == value
        for column, value in (
            (BENCH_PERSON.c.email, email),
            (BENCH_PERSON.c.profile_url, profile_url),
        )
        if value
    ]
    if not same:
        return None
    row = transaction.execute(
        select(BENCH_PERSON)
        .where(*_of(workspace_id, owner), or_(*same))
        .order_by(BENCH_PERSON.c.id)
    ).first()
    return _person(row) if row else None


def list_people(
    transaction: Transaction, workspace_id: int, owner: str, *, limit: int, start: int = 0
) -> list[BenchPerson]:
    """Those longest not heard from first."""
    rows = transaction.execute(
        select(BENCH_PERSON)
        .where(*_of(workspace_id, owner))
        .order_by(func.coalesce(BENCH_PERSON.c.heard_at, BENCH_PERSON.c.added_at))
        .order_by(BENCH_PERSON.c.id)
        .limit(limit)
        .offset(start)
    )
    return [_person(row) for row in rows]


def count_people(transaction: Transaction, workspace_id: int, owner: str) -> int:
    return (
        transaction.scalar(
            select(func.count()).select_from(BENCH_PERSON).where(*_of(workspace_id, owner))
        )
        or 0
    )


def add_match(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, opening_id: int
) -> int:
    """That the owner is told of this opening for this person; its id, the same each time."""
    new = insert_returning_row(
        transaction,
        BENCH_MATCH,
        workspace_id=workspace_id,
        owner=owner,
        person_id=person_id,
        opening_id=opening_id,
    )
    if new is not None:
        return int(new.id)
    found = find_match_id(transaction, workspace_id, owner, person_id, opening_id)
    assert found is not None  # noqa: S101 - the unique key says so
    return found


def find_match_id(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, opening_id: int
) -> int | None:
    """The match that was told, if it was."""
    return transaction.scalar(
        select(BENCH_MATCH.c.id).where(
            BENCH_MATCH.c.workspace_id == workspace_id,
            BENCH_MATCH.c.owner == owner,
            BENCH_MATCH.c.person_id == person_id,
            BENCH_MATCH.c.opening_id == opening_id,
        )
    )


def list_match_ids(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int
) -> list[int]:
    """Every match that was told for this person."""
    return list(
        transaction.scalars(
            select(BENCH_MATCH.c.id).where(
                BENCH_MATCH.c.workspace_id == workspace_id,
                BENCH_MATCH.c.owner == owner,
                BENCH_MATCH.c.person_id == person_id,
            )
        )
    )


def find_match(
    transaction: Transaction, workspace_id: int, owner: str, match_id: int
) -> tuple[int, int] | None:
    """(person, opening) of a match."""
    row = transaction.execute(
        select(BENCH_MATCH.c.person_id, BENCH_MATCH.c.opening_id).where(
            BENCH_MATCH.c.workspace_id == workspace_id,
            BENCH_MATCH.c.owner == owner,
            BENCH_MATCH.c.id == match_id,
        )
    ).first()
    return (row.person_id, row.opening_id) if row else None


def find_matches(
    transaction: Transaction, workspace_id: int, owner: str, match_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """The ids of the person and the opening, by the id of the match."""
    rows = transaction.execute(
        select(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id,
            BENCH_MATCH.c.owner == owner,
            BENCH_MATCH.c.id.in_(set(match_ids)),
        )
    )
    return {row.id: (row.person_id, row.opening_id) for row in rows}


def delete_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """The whole bench is erased: its owner has left."""
    transaction.execute(
        delete(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id, BENCH_MATCH.c.owner == owner
        )
    )
    transaction.execute(delete(BENCH_PERSON).where(*_of(workspace_id, owner)))
    transaction.execute(
        delete(BENCH).where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner)
    )
