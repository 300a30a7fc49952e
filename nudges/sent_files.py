"""Deletes the files in Slack whose time is over."""

from __future__ import annotations

from datetime import datetime

from services import sent_files as service
from storage import sent_files
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.read() as transaction:
        # Usually nothing is due, and a read transaction does not make other writers wait.
        if not sent_files.has_due(transaction, now):
            return False
    with database.write() as transaction:
        return service.delete_due(transaction, now, BATCH) > 0
