"""Deletes old edits of messages from the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import outbox, workspaces
from storage.engine import Database

RETENTION = timedelta(weeks=4)  # operators may want to know what was changed and when
BATCH = 500


def step(database: Database, now: datetime) -> bool:
    """Deletes one batch in each workspace. Returns True if there may be more."""
    with database.write() as transaction:
        deleted_counts = [
            outbox.delete_old_edits(transaction, workspace.id, now - RETENTION, BATCH)
            for workspace in workspaces.list_all(transaction)
        ]
        return BATCH in deleted_counts
