"""Deletes idempotency keys after a day, and drafts of referrals after 30."""

from __future__ import annotations

from datetime import datetime, timedelta

from services import lead_drafts
from storage import drafts, idempotency_keys
from storage.engine import Database

RETENTION = timedelta(hours=24)


def step(database: Database, now: datetime) -> bool:
    """Deletes all that are old at once, and returns False."""
    with database.write() as transaction:
        idempotency_keys.delete_older(transaction, now - RETENTION)
        drafts.delete_older(transaction, lead_drafts.DRAFT_KIND, now - lead_drafts.RETENTION)
    return False
