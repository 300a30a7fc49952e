"""Closes asks that nobody answered in two weeks, and erases the texts of old ones."""

from __future__ import annotations

from datetime import datetime

from services.asks import closing
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.read() as transaction:
        # Usually nothing is due, and a read transaction does not make other writers wait.
        if not closing.has_due_asks(transaction, now):
            return False
    with database.write() as transaction:
        closed_count = closing.close_due_asks(transaction, now, BATCH)
        erased_count = closing.erase_old_texts(transaction, now, BATCH)
        return closed_count + erased_count > 0
