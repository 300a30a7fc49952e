"""Erases candidates whose consent was not reported in time."""

from __future__ import annotations

from datetime import datetime

from services import consent
from storage.engine import Database

BATCH = 20


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        return consent.erase_overdue(transaction, now, BATCH) > 0
