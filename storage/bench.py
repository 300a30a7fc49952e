"""Stores benches. A bench is a member's private list of people to refer one day.

Every function takes the owner of the bench, and every statement reads rows of that owner only. No
other file reads these tables (tests/storage/test_bench.py checks that).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.exc import IntegrityError

from domain.bench import BenchDetails, BenchPerson, Rhythm
from domain.endorsements import Relationship
from storage.engine import Transaction
from storage.lookup import has_contact
from storage.tables.bench import BENCH, BENCH_MATCH, BENCH_PERSON
from storage.upsert import insert_if_absent, insert_returning_row


class ContactTakenError(Exception):
    """Another person on the bench has the same e-mail address or profile URL."""


def _to_person(row: Any) -> BenchPerson:
    return BenchPerson(
        id=row.id,
        workspace_id=row.workspace_id,
        owner=row.owner,
        details=BenchDetails(
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


def _to_columns(details: BenchDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "email": details.email,
        "profile_url": details.profile_url,
        "relationship": details.relationship.value if details.relationship else None,
        "good_at": details.good_at,
        "place": details.place,
        "history": details.history,
        "rhythm": details.rhythm.value,
    }


def _is_owned_by(workspace_id: int, owner: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return BENCH_PERSON.c.workspace_id == workspace_id, BENCH_PERSON.c.owner == owner


def open_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """Create the bench of this person, if they have none."""
    insert_if_absent(transaction, BENCH, workspace_id=workspace_id, owner=owner, paused_at=None)


def find_paused_at(transaction: Transaction, workspace_id: int, owner: str) -> datetime | None:
    """Return when the whole bench was paused (UTC), or None if it is not paused."""
    return transaction.scalar(
        select(BENCH.c.paused_at).where(
            BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner
        )
    )


def set_paused(
    transaction: Transaction, workspace_id: int, owner: str, paused_at: datetime | None
) -> bool:
    """Pause the whole bench, or resume it if `paused_at` is None.

    False when the bench was paused or resumed before, or does not exist.
    """
    is_paused = BENCH.c.paused_at.is_not(None)
    is_changeable = is_paused if paused_at is None else ~is_paused
    changed = transaction.execute(
        update(BENCH)
        .where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner, is_changeable)
        .values(paused_at=paused_at)
        .returning(BENCH.c.owner)
    )
    return changed.first() is not None


def add(
    transaction: Transaction, workspace_id: int, owner: str, details: BenchDetails, now: datetime
) -> BenchPerson | None:
    """Store someone new. None when someone on the bench has the same address or profile."""
    row = insert_returning_row(
        transaction,
        BENCH_PERSON,
        workspace_id=workspace_id,
        owner=owner,
        added_at=now,
        heard_at=None,
        **_to_columns(details),
    )
    return _to_person(row) if row else None


def update_person(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, details: BenchDetails
) -> BenchPerson | None:
    """Store the details. None when the person is not on the bench any more.

    Raises `ContactTakenError` when another person on the bench has the same address or profile.
    """
    try:
        with transaction.begin_nested():
            return _change(transaction, workspace_id, owner, person_id, **_to_columns(details))
    except IntegrityError:
        raise ContactTakenError from None


def mark_contacted(
    transaction: Transaction, workspace_id: int, owner: str, person_id: int, now: datetime
) -> BenchPerson | None:
    """Store `now` as the time of the owner's last contact with this person."""
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
    """Delete the person; the database deletes their matches. False when there is no such person."""
    deleted = transaction.execute(
        delete(BENCH_PERSON)
        .where(*_is_owned_by(workspace_id, owner), BENCH_PERSON.c.id == person_id)
        .returning(BENCH_PERSON.c.id)
    )
    return deleted.first() is not None


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
    """Return the first person with this address or profile; None if both are None."""
    has_same_contact = has_contact(BENCH_PERSON, email, profile_url)
    if has_same_contact is None:
        return None
    row = transaction.execute(
        select(BENCH_PERSON)
        .where(*_is_owned_by(workspace_id, owner), has_same_contact)
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
    """Store a match: the opening suits this person. Returns its id, or that of an earlier row."""
    new_row = insert_returning_row(
        transaction,
        BENCH_MATCH,
        workspace_id=workspace_id,
        owner=owner,
        person_id=person_id,
        opening_id=opening_id,
    )
    if new_row is not None:
        return int(new_row.id)
    match_id = find_match_id(transaction, workspace_id, owner, person_id, opening_id)
    assert match_id is not None  # noqa: S101 - nothing was inserted, so the match exists
    return match_id


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
    """Return the ids of the person and the opening of a match, or None."""
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
    """Return the ids of the person and the opening of each match, by the id of the match."""
    rows = transaction.execute(
        select(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id,
            BENCH_MATCH.c.owner == owner,
            BENCH_MATCH.c.id.in_(set(match_ids)),
        )
    )
    return {row.id: (row.person_id, row.opening_id) for row in rows}


def delete_bench(transaction: Transaction, workspace_id: int, owner: str) -> None:
    """Delete the bench with its people and matches."""
    transaction.execute(
        delete(BENCH_MATCH).where(
            BENCH_MATCH.c.workspace_id == workspace_id, BENCH_MATCH.c.owner == owner
        )
    )
    transaction.execute(delete(BENCH_PERSON).where(*_is_owned_by(workspace_id, owner)))
    transaction.execute(
        delete(BENCH).where(BENCH.c.workspace_id == workspace_id, BENCH.c.owner == owner)
    )
