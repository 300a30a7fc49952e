"""Queues the weekly digest of each hiring manager."""

from __future__ import annotations

from datetime import datetime

from services import manager_digests
from services.context import all_system_contexts
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    """Queues one batch in each workspace. Returns True if any digest was due."""
    with database.write() as transaction:
        results = [
            manager_digests.queue_due_digests(context, BATCH)
            for context in all_system_contexts(transaction, now)
        ]
        return any(results)
