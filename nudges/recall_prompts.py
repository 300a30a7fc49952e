"""Exchanges the recall prompt of an open role for its next one, when nobody was put forward in a
while: once in that time, however many replicas run, until somebody is, or the role closes."""

from __future__ import annotations

from datetime import datetime

from domain.policy import Policy
from services import recall_prompts
from storage.engine import Database

BATCH = 50


def step(database: Database, policy: Policy, now: datetime) -> bool:
    """One batch of openings; True when any was stale."""
    with database.write() as transaction:
        return recall_prompts.rotate_stale(transaction, policy, now, BATCH)
