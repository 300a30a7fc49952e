"""Plans reminders about the bonuses of people who were hired under an older release."""

from __future__ import annotations

from datetime import datetime

from services import hires
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        return hires.plan_missing(transaction, now, BATCH) > 0
