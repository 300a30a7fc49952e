"""Adds rows in bulk: referrals with their advocates, commitments, follow-ups by the million."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, false, insert, literal, select, true

from benchmarks.company import MONDAY, RECRUITER, user_ids
from domain.endorsements import Commitment, CommitmentKind, CommitmentState, Relationship
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.members import Membership
from domain.referrals import Consent, Referral
from domain.stages import Stage
from storage.engine import Database, Transaction
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, FOLLOW_UP, MEMBER, REFERRAL
from storage.types import Moment

KINDS = list(CommitmentKind)


def add_referrals(database: Database, ws: int, amount: int) -> None:
    """Add referrals; number n has the id n + 1, and its advocate is user n of `user_ids`."""
    people = list(user_ids(amount))
    with database.write() as transaction:
        transaction.execute(
            insert(CANDIDATE),
            [
                {
                    "id": n + 1,
                    "workspace_id": ws,
                    "name": f"Grace Hopper {n}",
                    "email": f"grace{n}@example.com",
                    "consent": Consent.WILL_ASK.value,
                    "created_at": MONDAY,
                }
                for n in range(amount)
            ],
        )
        transaction.execute(
            insert(REFERRAL),
            [
                {
                    "id": n + 1,
                    "workspace_id": ws,
                    "candidate_id": n + 1,
                    "opening_key": 0,
                    "advocate": person,
                    "owner": RECRUITER,
                    "stage": Stage.NEW.value,
                    "created_at": MONDAY,
                    "stage_at": MONDAY,
                }
                for n, person in enumerate(people)
            ],
        )
        transaction.execute(
            insert(ENDORSEMENT),
            [
                {
                    "workspace_id": ws,
                    "referral_id": n + 1,
                    "advocate": person,
                    "called": f"Grace Hopper {n}",
                    "first": True,
                    "relationship": Relationship.WORKED_TOGETHER.value,
                    "conflicts": [],
                    "at": MONDAY,
                }
                for n, person in enumerate(people)
            ],
        )


def add_commitments(
    database: Database, ws: int, referrals: list[Referral], each: int
) -> dict[int, list[Commitment]]:
    """Add `each` commitments of every referral's advocate; returned by the referral's id."""
    kinds = KINDS[:each]
    with database.write() as transaction:
        rows = transaction.execute(
            insert(COMMITMENT).returning(COMMITMENT.c.id, sort_by_parameter_order=True),
            [
                {
                    "workspace_id": ws,
                    "referral_id": referral.id,
                    "member": referral.advocate,
                    "kind": kind.value,
                    "state": CommitmentState.OPEN.value,
                    "made_at": MONDAY,
                }
                for referral in referrals
                for kind in kinds
            ],
        )
        ids = iter(rows.scalars().all())
    return {
        referral.id: [
            Commitment(
                next(ids), referral.id, referral.advocate, kind, CommitmentState.OPEN, MONDAY
            )
            for kind in kinds
        ]
        for referral in referrals
    }


FOLLOW_UPS_EACH = 10


def add_follow_ups(database: Database, ws: int, size: int, ahead: datetime) -> None:
    """Add `size` open heartbeats, ten for each person, due at `ahead`, with ids from 1 on.

    The database generates the rows itself, as inserting a million one by one would take longer
    than everything else.
    """
    add_referrals(database, ws, 1)
    with database.write() as transaction:
        _fill(
            transaction,
            MEMBER,
            size // FOLLOW_UPS_EACH,
            lambda n: {
                "workspace_id": literal(ws),
                "user_id": literal("U2") + cast(n, String),
                "name": literal("Somebody"),
                "active": true(),
                "is_bot": false(),
                "is_admin": false(),
                "standing": literal(Membership.MEMBER.value),
                "in_recruiter_group": false(),
            },
        )
        _fill(
            transaction,
            FOLLOW_UP,
            size,
            lambda n: {
                "workspace_id": literal(ws),
                "kind": literal(FollowUpKind.HEARTBEAT.value),
                "subject_id": n,
                "period": literal(""),
                "referral_id": literal(1),
                "member": literal("U2") + cast(n % (size // FOLLOW_UPS_EACH) + 1, String),
                "due_at": literal(ahead, Moment()),
                "nudges_sent": literal(0),
                "state": literal(FollowUpState.OPEN.value),
                "created_at": literal(MONDAY, Moment()),
            },
        )
    _analyze(database)


def analyze(database: Database) -> None:
    """Bring PostgreSQL's statistics up to date, as autovacuum does every minute."""
    if not database.is_sqlite:
        _analyze(database)


def _analyze(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def _fill(
    transaction: Transaction,
    table: Table,
    size: int,
    columns: Callable[[ColumnElement[int]], dict[str, ColumnElement[Any]]],
) -> None:
    """Insert rows that `columns` derives from the numbers 1 to `size`."""
    n = select(literal(1).label("n")).cte("n", recursive=True)
    n = n.union_all(select(n.c.n + 1).where(n.c.n < size))
    values = columns(n.c.n)
    transaction.execute(insert(table).from_select(list(values), select(*values.values())))
