"""The history: who did what, when. Lines are never changed.

A line says that an actor (a user id, or a name such as "clock") did something (the verb) to a
subject, such as a referral. Its detail holds ids and enumerations, never text that people wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from domain.desk import HistoryLine
from storage.engine import Transaction
from storage.tables.messages import HISTORY
from storage.upsert import insert_many_if_absent

_ADD = insert(HISTORY).returning(HISTORY.c.id)


def add_line(
    transaction: Transaction,
    workspace_id: int,
    actor: str,
    verb: str,
    subject: str,
    subject_id: int,
    now: datetime,
    **detail: Any,
) -> int:
    """Add a line and return its id, which tells apart the messages that different lines cause.

    `now` is UTC. `subject_id` is 0 if the subject has no numeric id, such as a member.
    """
    values = _line_columns(workspace_id, actor, verb, subject, subject_id, now)
    return int(transaction.execute(_ADD, {**values, "detail": detail}).scalar_one())


def add_lines(
    transaction: Transaction,
    workspace_id: int,
    actor: str,
    verb: str,
    subject: str,
    now: datetime,
    details: Sequence[dict[str, Any]],
) -> None:
    """Add a line for each of `details`, in one statement. The subjects have no numeric id."""
    common = _line_columns(workspace_id, actor, verb, subject, subject_id=0, now=now)
    # The lines have no key that may be taken. This function is used for its single statement.
    insert_many_if_absent(transaction, HISTORY, [{"detail": detail} for detail in details], common)


def _line_columns(
    workspace_id: int, actor: str, verb: str, subject: str, subject_id: int, now: datetime
) -> dict[str, Any]:
    return {
        "workspace_id": workspace_id,
        "at": now,
        "actor": actor,
        "verb": verb,
        "subject": subject,
        "subject_id": subject_id,
    }


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A line with its id and without its actor, for services. Pages show a `HistoryLine`."""

    id: int
    at: datetime
    verb: str
    detail: dict[str, Any]


def find_last_line(
    transaction: Transaction,
    workspace_id: int,
    subject: str,
    subject_id: int,
    verbs: Collection[str],
) -> HistoryRow | None:
    """Return the newest line about the subject with one of these verbs, or None."""
    row = transaction.execute(
        select(HISTORY.c.id, HISTORY.c.at, HISTORY.c.verb, HISTORY.c.detail)
        .where(
            HISTORY.c.workspace_id == workspace_id,
            HISTORY.c.subject == subject,
            HISTORY.c.subject_id == subject_id,
            HISTORY.c.verb.in_(verbs),
        )
        .order_by(HISTORY.c.id.desc())
        .limit(1)
    ).first()
    return HistoryRow(row.id, row.at, row.verb, row.detail) if row else None


def find_subjects_with_line(
    transaction: Transaction,
    workspace_id: int,
    subject: str,
    subject_ids: Collection[int],
    verb: str,
) -> set[int]:
    """Return those of `subject_ids` that have a line with this verb."""
    if not subject_ids:
        return set()
    found = transaction.scalars(
        select(HISTORY.c.subject_id).where(
            HISTORY.c.workspace_id == workspace_id,
            HISTORY.c.subject == subject,
            HISTORY.c.subject_id.in_(set(subject_ids)),
            HISTORY.c.verb == verb,
        )
    )
    return set(found)


def list_lines(
    transaction: Transaction, workspace_id: int, subject: str, subject_id: int
) -> list[HistoryLine]:
    """Return everything that happened to the subject, oldest first."""
    rows = transaction.execute(
        select(HISTORY.c.at, HISTORY.c.actor, HISTORY.c.verb, HISTORY.c.detail)
        .where(
            HISTORY.c.workspace_id == workspace_id,
            HISTORY.c.subject == subject,
            HISTORY.c.subject_id == subject_id,
        )
        .order_by(HISTORY.c.id)
    )
    return [HistoryLine(*row) for row in rows]
