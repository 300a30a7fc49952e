"""Queues the weekly round-up of each channel."""

from __future__ import annotations

from datetime import datetime

from services import roundups
from services.context import all_system_contexts
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    """Queues one batch in each workspace. Returns True if any round-up was due."""
    with database.write() as transaction:
        results = [
            roundups.queue_due_roundups(context, BATCH)
            for context in all_system_contexts(transaction, now)
        ]
        return any(results)
