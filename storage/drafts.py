"""What somebody typed and has not posted yet: one for each person and kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from storage.tables import DraftRow
from storage.upsert import added


def find(session: Session, workspace_id: int, member: str, kind: str) -> dict[str, Any] | None:
    return session.scalar(
        select(DraftRow.content).where(
            DraftRow.workspace_id == workspace_id,
            DraftRow.member == member,
            DraftRow.kind == kind,
        )
    )


def save(
    session: Session,
    workspace_id: int,
    member: str,
    kind: str,
    content: dict[str, Any],
    now: datetime,
) -> None:
    """Keep what was typed; it takes the place of what was kept before."""
    new = added(
        session,
        DraftRow,
        workspace_id=workspace_id,
        member=member,
        kind=kind,
        content=content,
        at=now,
    )
    if not new:
        session.execute(
            update(DraftRow)
            .where(
                DraftRow.workspace_id == workspace_id,
                DraftRow.member == member,
                DraftRow.kind == kind,
            )
            .values(content=content, at=now)
        )


def drop(session: Session, workspace_id: int, member: str, kind: str) -> None:
    session.execute(
        delete(DraftRow).where(
            DraftRow.workspace_id == workspace_id,
            DraftRow.member == member,
            DraftRow.kind == kind,
        )
    )
