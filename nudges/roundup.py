"""Queues the weekly round-up of each channel."""

from __future__ import annotations

from datetime import datetime

from services import roundups
from services.context import all_system_contexts
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    """One batch of channels in each workspace; True when any was due."""
    with database.write() as transaction:
        found = [
            roundups.queue_due_roundups(context, BATCH)
            for context in all_system_contexts(transaction, now)
        ]
        return any(found)
