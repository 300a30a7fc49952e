"""Reads rows by their primary keys, and leaves out those of other workspaces."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Column, Row, Select

from storage.engine import Transaction


def find_rows(
    transaction: Transaction,
    statement: Select[*tuple[Any, ...]],
    id_column: Column[int],
    workspace_id: int,
    ids: Collection[int],
) -> list[Row[*tuple[Any, ...]]]:
    """Execute `statement` for these ids in one query. It has to select `workspace_id`.

    The workspace is compared here rather than in the condition: SQLite would choose an index that
    begins with it, and read every row of the workspace (a tick among 1,000,000 follow-ups took 7
    times as long as one among 10,000).
    """
    if not ids:
        return []
    rows = transaction.execute(statement.where(id_column.in_(set(ids))).order_by(id_column))
    return [row for row in rows if row.workspace_id == workspace_id]
