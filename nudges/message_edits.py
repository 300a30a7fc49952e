"""Deletes old edits of messages from the outbox."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import outbox, workspaces
from storage.engine import Database

RETENTION = timedelta(weeks=4)  # An operator may want to know what was changed and when.
BATCH = 500


def step(database: Database, now: datetime) -> bool:
    """One batch in each workspace; True when there may be more."""
    with database.write() as transaction:
        found = [
            outbox.delete_old_edits(transaction, workspace.id, now - RETENTION, BATCH)
            for workspace in workspaces.list_all(transaction)
        ]
        return BATCH in found
