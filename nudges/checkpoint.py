"""Writes SQLite's log into its file, so that the log stays short."""

from __future__ import annotations

from datetime import datetime

from storage.engine import Database


def step(database: Database, _now: datetime) -> bool:
    """Returns False, because a checkpoint leaves no more work."""
    database.checkpoint()
    return False
