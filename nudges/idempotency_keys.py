"""Deletes idempotency keys after a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import idempotency_keys
from storage.engine import Database

RETENTION = timedelta(hours=24)


def step(database: Database, now: datetime) -> bool:
    """Deletes all old keys at once, and returns False."""
    with database.write() as transaction:
        idempotency_keys.delete_older(transaction, now - RETENTION)
    return False
