"""Adds many rows quickly, for benchmarks: referrals, endorsements, commitments and follow-ups."""

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

COMMITMENT_KINDS = list(CommitmentKind)
FOLLOW_UPS_PER_PERSON = 10


def add_referrals(database: Database, workspace_id: int, amount: int) -> None:
    """Add referrals with the ids 1 to `amount`, each by another advocate of `user_ids`."""
    people = list(user_ids(amount))
    with database.write() as transaction:
        transaction.execute(
            insert(CANDIDATE),
            [
                {
                    "id": n + 1,
                    "workspace_id": workspace_id,
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
                    "workspace_id": workspace_id,
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
                    "workspace_id": workspace_id,
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
    database: Database, workspace_id: int, referrals: list[Referral], per_referral: int
) -> dict[int, list[Commitment]]:
    """Add `per_referral` commitments of different kinds to every referral.

    Returns them by the id of the referral.
    """
    kinds = COMMITMENT_KINDS[:per_referral]
    with database.write() as transaction:
        rows = transaction.execute(
            insert(COMMITMENT).returning(COMMITMENT.c.id, sort_by_parameter_order=True),
            [
                {
                    "workspace_id": workspace_id,
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


def add_follow_ups(database: Database, workspace_id: int, size: int, due_at: datetime) -> None:
    """Add `size` open heartbeats (follow-ups about a referral that waits), due at `due_at`.

    Each person has `FOLLOW_UPS_PER_PERSON` of them.

    The database generates the rows itself, because inserting a million rows one by one would take
    longer than the measurement.
    """
    add_referrals(database, workspace_id, 1)
    with database.write() as transaction:
        _insert_generated_rows(
            transaction,
            MEMBER,
            size // FOLLOW_UPS_PER_PERSON,
            lambda n: {
                "workspace_id": literal(workspace_id),
                "user_id": literal("U2") + cast(n, String),
                "name": literal("Somebody"),
                "active": true(),
                "is_bot": false(),
                "is_admin": false(),
                "standing": literal(Membership.MEMBER.value),
                "in_recruiter_group": false(),
            },
        )
        _insert_generated_rows(
            transaction,
            FOLLOW_UP,
            size,
            lambda n: {
                "workspace_id": literal(workspace_id),
                "kind": literal(FollowUpKind.HEARTBEAT.value),
                "subject_id": n,
                "period": literal(""),
                "referral_id": literal(1),
                "member": literal("U2") + cast(n % (size // FOLLOW_UPS_PER_PERSON) + 1, String),
                "due_at": literal(due_at, Moment()),
                "nudges_sent": literal(0),
                "state": literal(FollowUpState.OPEN.value),
                "created_at": literal(MONDAY, Moment()),
            },
        )
    _run_analyze(database)


def refresh_statistics(database: Database) -> None:
    """Bring the statistics of PostgreSQL's planner up to date, as autovacuum does every minute."""
    if not database.is_sqlite:
        _run_analyze(database)


def _run_analyze(database: Database) -> None:
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")


def _insert_generated_rows(
    transaction: Transaction,
    table: Table,
    size: int,
    columns: Callable[[ColumnElement[int]], dict[str, ColumnElement[Any]]],
) -> None:
    """Insert rows that `columns` derives from the numbers 1 to `size`."""
    first = select(literal(1).label("n")).cte("numbers", recursive=True)
    numbers = first.union_all(select(first.c.n + 1).where(first.c.n < size))
    values = columns(numbers.c.n)
    transaction.execute(insert(table).from_select(list(values), select(*values.values())))
