"""Deletes idempotency keys after a day, and drafts of leads, endorsements and edits after 30."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.drafts import EDIT, EVIDENCE, EXAMPLES
from domain.drafts import RETENTION as DRAFT_RETENTION
from services import lead_drafts
from storage import drafts, idempotency_keys
from storage.engine import Database

RETENTION = timedelta(hours=24)


def step(database: Database, now: datetime) -> bool:
    """Deletes all old rows at once, and returns False."""
    with database.write() as transaction:
        idempotency_keys.delete_older(transaction, now - RETENTION)
        for kind in (lead_drafts.DRAFT_KIND, EVIDENCE, EXAMPLES, EDIT):
            drafts.delete_older(transaction, kind, now - DRAFT_RETENTION)
    return False
