"""Forgets, after a day, what came in at the idempotent doors."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import idempotency_keys
from storage.engine import Database

KEPT = timedelta(hours=24)


def step(database: Database, now: datetime) -> bool:
    with database.write() as transaction:
        idempotency_keys.delete_older(transaction, now - KEPT)
    return False
