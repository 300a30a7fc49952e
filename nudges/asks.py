"""Closes asks that nobody answered in two weeks, and forgets those that are long over."""

from __future__ import annotations

from datetime import datetime

from services.asks import closing as ask_ends
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.read() as transaction:
        if not ask_ends.has_due(transaction, now):  # nearly always: no writer has to wait for it
            return False
    with database.write() as transaction:
        closed = ask_ends.close_due(transaction, now, BATCH)
        return closed + ask_ends.forget_due(transaction, now, BATCH) > 0
