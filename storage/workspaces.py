"""Workspaces: found by Slack's ids, made when first met."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.members import Workspace
from storage.tables import WorkspaceRow
from storage.upsert import add_unless_known


def _workspace(row: WorkspaceRow) -> Workspace:
    return Workspace(row.id, row.team_id, row.enterprise_id or None, row.name, row.bot_user_id)


def find(session: Session, team_id: str, enterprise_id: str | None = None) -> Workspace | None:
    row = session.scalar(
        select(WorkspaceRow).where(
            WorkspaceRow.team_id == team_id, WorkspaceRow.enterprise_id == (enterprise_id or "")
        )
    )
    return _workspace(row) if row else None


def by_id(session: Session, workspace_id: int) -> Workspace:
    row = session.get_one(WorkspaceRow, workspace_id)
    return _workspace(row)


def every(session: Session) -> list[Workspace]:
    return [_workspace(row) for row in session.scalars(select(WorkspaceRow).order_by("id"))]


def save(
    session: Session, *, team_id: str, enterprise_id: str | None, name: str, bot_user_id: str
) -> Workspace:
    """Insert or refresh what Slack says of the workspace."""
    keys = {"team_id": team_id, "enterprise_id": enterprise_id or ""}
    row = add_unless_known(session, WorkspaceRow, **keys, name=name, bot_user_id=bot_user_id)
    if row is None:
        row = session.scalars(
            select(WorkspaceRow)
            .filter_by(**keys)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one()
        row.name, row.bot_user_id = name, bot_user_id
        session.flush()
    return _workspace(row)


def claim_members_reading(
    session: Session, workspace_id: int, as_of: datetime, before: datetime
) -> bool:
    """True for the one caller that may read the members now: nobody has since `before`.

    Meanwhile they count as read at `as_of`: the sooner that is before `before` again, the sooner
    somebody else may, should the caller die.
    """
    found = session.execute(
        update(WorkspaceRow)
        .where(
            WorkspaceRow.id == workspace_id,
            (WorkspaceRow.members_read_at.is_(None)) | (WorkspaceRow.members_read_at <= before),
        )
        .values(members_read_at=as_of)
        .returning(WorkspaceRow.id)
    )
    return found.first() is not None


def members_were_read(
    session: Session, workspace_id: int, now: datetime, claimed: datetime
) -> None:
    """The reading that was claimed as of `claimed` is done, unless another was asked for since."""
    session.execute(
        update(WorkspaceRow)
        .where(WorkspaceRow.id == workspace_id, WorkspaceRow.members_read_at == claimed)
        .values(members_read_at=now)
    )


def release_members_reading(session: Session, workspace_id: int) -> None:
    """The reading failed: whoever comes next may try."""
    session.execute(
        update(WorkspaceRow).where(WorkspaceRow.id == workspace_id).values(members_read_at=None)
    )
