"""Closes openings whose closing date is over everywhere on earth."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from services import openings
from storage.engine import Database

BATCH = 50
# A closing date is over when it is over in the last time zone.
LAST_ZONE = timezone(timedelta(hours=-12))


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        return openings.close_overdue(transaction, now.astimezone(LAST_ZONE).date(), now, BATCH) > 0
