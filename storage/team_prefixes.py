"""The prefixes of refs, one for each team, and the last number used with each prefix."""

from __future__ import annotations

from sqlalchemy import select, update

from storage.engine import Transaction
from storage.tables.core import TEAM_PREFIX
from storage.upsert import insert_if_absent


def list_teams_by_prefix(transaction: Transaction, workspace_id: int) -> dict[str, str]:
    """Return the team of each prefix that is in use."""
    rows = transaction.execute(
        select(TEAM_PREFIX.c.prefix, TEAM_PREFIX.c.team).where(
            TEAM_PREFIX.c.workspace_id == workspace_id
        )
    )
    return {row.prefix: row.team for row in rows}


def take_next_number(transaction: Transaction, workspace_id: int, prefix: str, team: str) -> int:
    """Return the next number for a ref with this prefix. No number is returned twice."""
    insert_if_absent(
        transaction, TEAM_PREFIX, workspace_id=workspace_id, prefix=prefix, team=team, last_number=0
    )
    number: int = transaction.scalars(
        update(TEAM_PREFIX)
        .where(TEAM_PREFIX.c.workspace_id == workspace_id, TEAM_PREFIX.c.prefix == prefix)
        .values(last_number=TEAM_PREFIX.c.last_number + 1)
        .returning(TEAM_PREFIX.c.last_number)
    ).one()
    return number
