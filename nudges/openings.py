"""Closes openings whose last day is over, and sets a day for decisions where there is none."""

from __future__ import annotations

from datetime import datetime

from services import openings, pauses
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        planned = pauses.plan_missing_decisions(transaction, now, BATCH)
        return openings.close_overdue(transaction, now, BATCH) > 0 or planned > 0
