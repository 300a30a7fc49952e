"""Closes openings whose last day is over, and ends what is hot no more.

It also sets a day for decisions about paused openings where there is none.
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
        cooled = hot_openings.end_overdue(transaction, now, BATCH)
        return closed + planned + cooled > 0
