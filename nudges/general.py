"""Compares a new opening with general referrals; the advocates of matches are asked."""

from __future__ import annotations

from datetime import datetime

from services import general_matches
from storage.engine import Database


def step(database: Database, now: datetime) -> bool:
    """One opening; True when there was one."""
    with database.write() as transaction:
        return general_matches.match_next_opening(transaction, now)
