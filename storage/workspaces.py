"""Workspaces: found by Slack's ids, made when first met."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from domain.members import Workspace
from storage.engine import Transaction
from storage.tables.core import WORKSPACE
from storage.upsert import insert_if_absent


def _workspace(row: Any) -> Workspace:
    return Workspace(row.id, row.team_id, row.enterprise_id or None, row.name, row.bot_user_id)


def find(
    transaction: Transaction, team_id: str, enterprise_id: str | None = None
) -> Workspace | None:
    row = transaction.execute(
        select(WORKSPACE).where(
            WORKSPACE.c.team_id == team_id, WORKSPACE.c.enterprise_id == (enterprise_id or "")
        )
    ).first()
    return _workspace(row) if row else None


def find_by_team(transaction: Transaction, team_id: str) -> Workspace | None:
    """By the id of the team alone, which is unique in Slack: some payloads name no enterprise.

    A workspace that has moved into an enterprise has two rows; the newer one is in use.
    """
    rows = select(WORKSPACE).where(WORKSPACE.c.team_id == team_id).order_by(WORKSPACE.c.id.desc())
    row = transaction.execute(rows.limit(1)).first()
    return _workspace(row) if row else None


def get(transaction: Transaction, workspace_id: int) -> Workspace:
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).one()
    return _workspace(row)


def list_all(transaction: Transaction) -> list[Workspace]:
    return [_workspace(row) for row in transaction.execute(select(WORKSPACE).order_by("id"))]


def save(
    transaction: Transaction,
    *,
    team_id: str,
    enterprise_id: str | None,
    name: str,
    bot_user_id: str,
) -> Workspace:
    """Insert or refresh what Slack says of the workspace."""
    says = {"name": name, "bot_user_id": bot_user_id}
    keys = {"team_id": team_id, "enterprise_id": enterprise_id or ""}
    if not insert_if_absent(transaction, WORKSPACE, **keys, **says):
        transaction.execute(
            update(WORKSPACE)
            .where(
                WORKSPACE.c.team_id == team_id, WORKSPACE.c.enterprise_id == (enterprise_id or "")
            )
            .values(**says)
        )
    saved = find(transaction, team_id, enterprise_id)
    assert saved is not None  # noqa: S101 - it was added, by us or by another
    return saved


def claim_members_reading(
    transaction: Transaction, workspace_id: int, as_of: datetime, before: datetime
) -> bool:
    """True for the one caller that may read the members now: nobody has since `before`.

    Meanwhile they count as read at `as_of`: the sooner that is before `before` again, the sooner
    somebody else may, should the caller die.
    """
    found = transaction.execute(
        update(WORKSPACE)
        .where(
            WORKSPACE.c.id == workspace_id,
            (WORKSPACE.c.members_read_at.is_(None)) | (WORKSPACE.c.members_read_at <= before),
        )
        .values(members_read_at=as_of)
        .returning(WORKSPACE.c.id)
    )
    return found.first() is not None


def finish_members_reading(
    transaction: Transaction, workspace_id: int, now: datetime, claimed: datetime
) -> None:
    """The reading that was claimed as of `claimed` is done, unless another was asked for since."""
    transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.members_read_at == claimed)
        .values(members_read_at=now)
    )


def release_members_reading(transaction: Transaction, workspace_id: int) -> None:
    """The reading failed: whoever comes next may try."""
    transaction.execute(
        update(WORKSPACE).where(WORKSPACE.c.id == workspace_id).values(members_read_at=None)
    )
