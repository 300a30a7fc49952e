"""Moves lines of the history to the row that is kept."""

from __future__ import annotations

from sqlalchemy import update

from storage.engine import Transaction
from storage.tables.messages import HISTORY


def move_history(
    transaction: Transaction, workspace_id: int, subject: str, from_id: int, to_id: int
) -> None:
    transaction.execute(
        update(HISTORY)
        .where(
            HISTORY.c.workspace_id == workspace_id,
            HISTORY.c.subject == subject,
            HISTORY.c.subject_id == from_id,
        )
        .values(subject_id=to_id)
    )
