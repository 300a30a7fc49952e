"""Compares new openings with general referrals, and asks the advocates about the matches."""

from __future__ import annotations

from datetime import datetime

from services import general_matches
from storage.engine import Database


def step(database: Database, now: datetime) -> bool:
    """Compares one opening. Returns True if an opening was left to compare."""
    with database.write() as transaction:
        return general_matches.match_next_opening(transaction, now)
