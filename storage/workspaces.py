"""Stores the Slack workspaces that the bot serves, and finds them by Slack's ids."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from domain.members import Workspace
from storage.engine import Transaction
from storage.tables.core import WORKSPACE
from storage.upsert import insert_if_absent

_FIND_BY_TEAM = (
    select(WORKSPACE)
    .where(WORKSPACE.c.team_id == bindparam("team_id"))
    .order_by(WORKSPACE.c.id.desc())
    .limit(1)
)


def _to_workspace(row: Any) -> Workspace:
    return Workspace(
        id=row.id,
        team_id=row.team_id,
        enterprise_id=row.enterprise_id or None,
        name=row.name,
        bot_user_id=row.bot_user_id,
        granted_scopes=row.granted_scopes,
    )


def find(
    transaction: Transaction, team_id: str, enterprise_id: str | None = None
) -> Workspace | None:
    """Find a workspace by both ids. `enterprise_id` is None outside an Enterprise Grid."""
    row = transaction.execute(
        select(WORKSPACE).where(
            WORKSPACE.c.team_id == team_id, WORKSPACE.c.enterprise_id == (enterprise_id or "")
        )
    ).first()
    return _to_workspace(row) if row else None


def find_by_team(transaction: Transaction, team_id: str) -> Workspace | None:
    """Find a workspace by its team id alone: some of Slack's payloads have no enterprise id.

    Team ids are unique in Slack. A workspace that has moved into an enterprise has two rows, and
    the newer row is in use.
    """
    row = transaction.execute(_FIND_BY_TEAM, {"team_id": team_id}).first()
    return _to_workspace(row) if row else None


def get(transaction: Transaction, workspace_id: int) -> Workspace:
    """Return the workspace. Raises SQLAlchemy's `NoResultFound` if it does not exist."""
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).one()
    return _to_workspace(row)


def list_all(transaction: Transaction) -> list[Workspace]:
    return [_to_workspace(row) for row in transaction.execute(select(WORKSPACE).order_by("id"))]


def save(
    transaction: Transaction,
    *,
    team_id: str,
    enterprise_id: str | None,
    name: str,
    bot_user_id: str,
    granted_scopes: str | None = None,
) -> Workspace:
    """Store the workspace, or update the name, bot user id and scopes of the stored one."""
    values = {"name": name, "bot_user_id": bot_user_id, "granted_scopes": granted_scopes}
    keys = {"team_id": team_id, "enterprise_id": enterprise_id or ""}
    if not insert_if_absent(transaction, WORKSPACE, **keys, **values):
        transaction.execute(
            update(WORKSPACE)
            .where(
                WORKSPACE.c.team_id == team_id, WORKSPACE.c.enterprise_id == (enterprise_id or "")
            )
            .values(**values)
        )
    saved = find(transaction, team_id, enterprise_id)
    assert saved is not None  # noqa: S101 - this call or another has inserted it
    return saved
