"""Exchanges the recall prompt of an open role for its next one, when nobody was put forward in a
while: once in that time, however many replicas run, until somebody is, or the role closes."""

from __future__ import annotations

from datetime import datetime

from services import recall_prompts
from services.context import all_system_contexts
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    """One batch of openings in each workspace; True when any was stale."""
    with database.write() as transaction:
        found = [
            recall_prompts.rotate_stale_prompts(context, BATCH)
            for context in all_system_contexts(transaction, now)
        ]
        return any(found)
