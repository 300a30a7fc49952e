"""Benches. Every function takes the owner, and every statement reads rows of that owner only.

Nothing else reads these tables (tests/storage/test_bench.py checks this module for it).
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


def _to_person(row: Any) -> BenchPerson:
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


def _is_owned_by(workspace_id: int, owner: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return BENCH_PERSON.c.workspace_id == workspace_id, BENCH_PERSON.c.owner == owner


def open_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """Store that this person has a bench, unless they have one."""
    insert_if_absent(transaction, BENCH, workspace_id=workspace_id, owner=owner, paused_at=None)


def find_pause(transaction: Transaction, workspace_id: int, owner: str) -> datetime | None:
    """Return since when all of it is paused (UTC), or None."""
    return transaction.scalar(
        select(BENCH.c.paused_at).where(
            BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner
        )
    )


def set_paused(
    transaction: Transaction, workspace_id: int, owner: str, at: datetime | None
) -> bool:
    """Pause, or resume with None. False when it was paused or not before in the same way."""
    before = BENCH.c.paused_at.is_not(None) if at is None else BENCH.c.paused_at.is_(None)
    changed = transaction.execute(
        update(BENCH)
        .where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner, before)
        .values(paused_at=at)
        .returning(BENCH.c.owner)
    )
    return changed.first() is not None


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
    return _to_person(row)


def update_person(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, form: BenchForm
) -> BenchPerson | None:
    return _change(transaction, workspace_id, owner, person_id, **_columns(form))


def mark_contacted(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, now: datetime
) -> BenchPerson | None:
    """Store that the owner was in touch with them now."""
    return _change(transaction, workspace_id, owner, person_id, heard_at=now)


def _change(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, **values: object
) -> BenchPerson | None:
    transaction.execute(
        update(BENCH_PERSON)
        .where(*_is_owned_by(workspace_id, owner), BENCH_PERSON.c.id == person_id)
        .values(**values)
    )
    return find(transaction, workspace_id, owner, person_id)


def remove(transaction: Transaction, workspace_id: int, owner: str, person_id: int) -> bool:
    """Delete the person and their matches. False when there is no such person."""
    changed = transaction.execute(
        delete(BENCH_PERSON)
        .where(*_is_owned_by(workspace_id, owner), BENCH_PERSON.c.id == person_id)
        .returning(BENCH_PERSON.c.id)
    )
    return changed.first() is not None


def find(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int
) -> BenchPerson | None:
    row = transaction.execute(
        select(BENCH_PERSON).where(
            *_is_owned_by(workspace_id, owner), BENCH_PERSON.c.id == person_id
        )
    ).first()
    return _to_person(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, owner: str, person_ids: Collection[int]
) -> dict[int, BenchPerson]:
    rows = transaction.execute(
        select(BENCH_PERSON).where(
            *_is_owned_by(workspace_id, owner), BENCH_PERSON.c.id.in_(set(person_ids))
        )
    )
    return {row.id: _to_person(row) for row in rows}


def find_by_contact(
    transaction: Transaction,
    workspace_id: int,
    owner: str,
    email: str | None,
    profile_url: str | None,
) -> BenchPerson | None:
    """Return the first person with this address or profile."""
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
        .where(*_is_owned_by(workspace_id, owner), or_(*same))
        .order_by(BENCH_PERSON.c.id)
    ).first()
    return _to_person(row) if row else None


def list_people(
    transaction: Transaction, workspace_id: int, owner: str, *, limit: int, start: int = 0
) -> list[BenchPerson]:
    """Return a page of the bench. People without contact for the longest time come first."""
    rows = transaction.execute(
        select(BENCH_PERSON)
        .where(*_is_owned_by(workspace_id, owner))
        .order_by(func.coalesce(BENCH_PERSON.c.heard_at, BENCH_PERSON.c.added_at))
        .order_by(BENCH_PERSON.c.id)
        .limit(limit)
        .offset(start)
    )
    return [_to_person(row) for row in rows]


def count_people(transaction: Transaction, workspace_id: int, owner: str) -> int:
    return (
        transaction.scalar(
            select(func.count()).select_from(BENCH_PERSON).where(*_is_owned_by(workspace_id, owner))
        )
        or 0
    )


def add_match(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, opening_id: int
) -> int:
    """Store that the opening was suggested for this person. Returns the id of the match."""
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
    """Return the id of the match, if there is one."""
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
    """Return the ids of all matches for this person."""
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
    """Return the ids of the person and the opening of a match."""
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
    """Return the ids of the person and the opening, by the id of the match."""
    rows = transaction.execute(
        select(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id,
            BENCH_MATCH.c.owner == owner,
            BENCH_MATCH.c.id.in_(set(match_ids)),
        )
    )
    return {row.id: (row.person_id, row.opening_id) for row in rows}


def delete_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """Delete the whole bench, as its owner has left."""
    transaction.execute(
        delete(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id, BENCH_MATCH.c.owner == owner
        )
    )
    transaction.execute(delete(BENCH_PERSON).where(*_is_owned_by(workspace_id, owner)))
    transaction.execute(
        delete(BENCH).where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner)
    )
