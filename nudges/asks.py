"""Closes asks that nobody answered in two weeks, and erases the texts of old ones."""

from __future__ import annotations

from datetime import datetime

from services.asks import closing
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.read() as transaction:
        if not closing.has_due_asks(transaction, now):  # Usually nothing: no other writer waits.
            return False
    with database.write() as transaction:
        closed = closing.close_due_asks(transaction, now, BATCH)
        return closed + closing.erase_old_texts(transaction, now, BATCH) > 0
