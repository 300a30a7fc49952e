"""Rows in bulk: referrals with their advocates, messages to be said, follow-ups by the million."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, false, insert, literal, select, true

from benchmarks.company import MONDAY, RECRUITER, everybody
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.members import Standing
from domain.outbox import IntentKind, NewIntent
from domain.referrals import (
    Commitment,
    CommitmentKind,
    CommitmentState,
    Consent,
    Referral,
    Relationship,
    Stage,
)
from storage.engine import Database, Transaction
from storage.outbox import intents as outbox
from storage.tables.core import CANDIDATE, COMMITMENT, ENDORSEMENT, FOLLOW_UP, MEMBER, REFERRAL
from storage.types import Moment

KINDS = list(CommitmentKind)


def referrals(database: Database, ws: int, many: int) -> None:
    """Number n is by person n of `company.everybody`, and has the id n + 1."""
    people = list(everybody(many))
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
                for n in range(many)
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


def messages(database: Database, ws: int, many: int) -> None:
    """An acknowledgement for each advocate of `referrals`."""
    with database.write() as transaction:
        for n, person in enumerate(everybody(many)):
            intent = NewIntent(
                IntentKind.ACKNOWLEDGEMENT, person, n + 1, f"acknowledgement:{n}", {"by": ""}
            )
            outbox.queue(transaction, ws, intent, MONDAY)


def promises(
    database: Database, ws: int, of: list[Referral], each: int
) -> dict[int, list[Commitment]]:
    """So many commitments of each referral's advocate, by the referral's id."""
    kinds = KINDS[:each]
    with database.write() as transaction:
        rows = transaction.execute(
            insert(COMMITMENT).returning(COMMITMENT.c.id, sort_by_parameter_order=True),
            [
                {
                    "workspace_id": ws,
                    "referral_id": it.id,
                    "member": it.advocate,
                    "kind": kind.value,
                    "state": CommitmentState.OPEN.value,
                    "made_at": MONDAY,
                }
                for it in of
                for kind in kinds
            ],
        )
        ids = iter(rows.scalars().all())
    return {
        it.id: [
            Commitment(next(ids), it.id, it.advocate, kind, CommitmentState.OPEN, MONDAY)
            for kind in kinds
        ]
        for it in of
    }


def crowd(database: Database, ws: int, size: int, ahead: datetime) -> None:
    """So many open heartbeats, ten for each person, all due at `ahead`; the rows numbered from 1.

    Written by the database itself: a million rows one by one would take longer than the rest.
    """
    referrals(database, ws, 1)
    with database.write() as transaction:
        _fill(
            transaction,
            MEMBER,
            size // 10,
            lambda n: {
                "workspace_id": literal(ws),
                "user_id": literal("U2") + cast(n, String),
                "name": literal("Somebody"),
                "active": true(),
                "is_bot": false(),
                "is_admin": false(),
                "standing": literal(Standing.MEMBER.value),
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
                "member": literal("U2") + cast(n % (size // 10) + 1, String),
                "due_at": literal(ahead, Moment()),
                "nudges_sent": literal(0),
                "state": literal(FollowUpState.OPEN.value),
                "created_at": literal(MONDAY, Moment()),
            },
        )
    _analyze(database)


def look_at_tables(database: Database) -> None:
    """PostgreSQL brings its figures about tables up to date, as it does by itself every minute."""
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
    """Rows number 1 to `size`."""
    n = select(literal(1).label("n")).cte("n", recursive=True)
    n = n.union_all(select(n.c.n + 1).where(n.c.n < size))
    values = columns(n.c.n)
    transaction.execute(insert(table).from_select(list(values), select(*values.values())))
