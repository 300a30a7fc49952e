"""Closes openings whose last day is over, and unmarks hot ones whose last hot day is over.

It also sets the day of the decision for paused openings that have none.
"""

from __future__ import annotations

from datetime import datetime

from services import hot_openings, openings, pauses
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        planned = pauses.plan_missing_decisions(transaction, now, BATCH)
        closed = openings.close_overdue(transaction, now, BATCH)
        unmarked = hot_openings.unmark_expired(transaction, now, BATCH)
        return planned + closed + unmarked > 0
