"""Compares an opening that was posted or reopened with the benches, some owners at a time."""

from __future__ import annotations

from datetime import datetime

from services import bench_matches
from storage.engine import Database

OWNERS = 20


def step(database: Database, now: datetime) -> bool:
    """Compares one opening with one batch of benches. Returns True if an opening was left."""
    with database.write() as transaction:
        return bench_matches.match_next_opening(transaction, now, OWNERS)
