"""Append-only: who did what, to what, when. Ids and words of ours only, no text from people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import HistoryRow


def note(
    session: Session,
    workspace_id: int,
    actor: str,
    verb: str,
    subject: str,
    subject_id: int,
    now: datetime,
    **detail: Any,
) -> int:
    """Write one line; its id is a stable part of dedupe keys."""
    row = HistoryRow(
        workspace_id=workspace_id,
        at=now,
        actor=actor,
        verb=verb,
        subject=subject,
        subject_id=subject_id,
        detail=detail,
    )
    session.add(row)
    session.flush()
    return row.id


def of(
    session: Session, workspace_id: int, subject: str, subject_id: int
) -> list[tuple[datetime, str, str, dict[str, Any]]]:
    """(at, actor, verb, detail) of everything that happened to the subject, oldest first."""
    rows = session.execute(
        select(HistoryRow.at, HistoryRow.actor, HistoryRow.verb, HistoryRow.detail)
        .where(
            HistoryRow.workspace_id == workspace_id,
            HistoryRow.subject == subject,
            HistoryRow.subject_id == subject_id,
        )
        .order_by(HistoryRow.id)
    )
    return [(at, actor, verb, detail) for at, actor, verb, detail in rows]
