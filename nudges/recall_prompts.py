"""Rotates the recall prompts of openings that had no referral for a while."""

from __future__ import annotations

from datetime import datetime

from services import recall_prompts
from services.context import all_system_contexts
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    """Rotates one batch in each workspace. Returns True if any opening was stale."""
    with database.write() as transaction:
        results = [
            recall_prompts.rotate_stale_prompts(context, BATCH)
            for context in all_system_contexts(transaction, now)
        ]
        return any(results)
