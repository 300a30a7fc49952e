"""Append-only: who did what, to what, when. Ids and words of ours only, no text from people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from storage.engine import Transaction
from storage.tables.messages import HISTORY
from storage.upsert import insert_many_if_absent

_NOTE = insert(HISTORY).returning(HISTORY.c.id)


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
    """Write one line; its id is a stable part of dedupe keys."""
    line = _line(workspace_id, actor, verb, subject, subject_id, now)
    return int(transaction.execute(_NOTE, {**line, "detail": detail}).scalar_one())


def add_lines(
    transaction: Transaction,
    workspace_id: int,
    actor: str,
    verb: str,
    subject: str,
    now: datetime,
    details: Sequence[dict[str, Any]],
) -> None:
    """The same for several subjects at once that are told apart by their details alone."""
    alike = _line(workspace_id, actor, verb, subject, 0, now)
    insert_many_if_absent(transaction, HISTORY, [{"detail": each} for each in details], alike)


def _line(
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


def list_lines(
    transaction: Transaction, workspace_id: int, subject: str, subject_id: int
) -> list[tuple[datetime, str, str, dict[str, Any]]]:
    """(at, actor, verb, detail) of everything that happened to the subject, oldest first."""
    rows = transaction.execute(
        select(HISTORY.c.at, HISTORY.c.actor, HISTORY.c.verb, HISTORY.c.detail)
        .where(
            HISTORY.c.workspace_id == workspace_id,
            HISTORY.c.subject == subject,
            HISTORY.c.subject_id == subject_id,
        )
        .order_by(HISTORY.c.id)
    )
    return [(at, actor, verb, detail) for at, actor, verb, detail in rows]
