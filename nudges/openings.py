"""Closes openings whose last day is over."""

from __future__ import annotations

from datetime import datetime

from services import openings
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        return openings.close_overdue(transaction, now, BATCH) > 0
