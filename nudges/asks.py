"""Closes asks that nobody answered in two weeks, and forgets those that are long over."""

from __future__ import annotations

from datetime import datetime

from services.asks import closing as ask_ends
from storage.engine import Database

BATCH = 50


def step(database: Database, now: datetime) -> bool:
    with database.read() as session:
        if not ask_ends.any_due(session, now):  # nearly always: no writer has to wait for it
            return False
    with database.write() as session:
        closed = ask_ends.close_due(session, now, BATCH)
        return closed + ask_ends.forget_due(session, now, BATCH) > 0
