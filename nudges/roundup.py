"""Once a week a channel hears what changed among its roles."""

from __future__ import annotations

from datetime import datetime

from domain.members import Workspace
from domain.policy import Policy
from services import roundups
from storage.engine import Database

BATCH = 50


def step(database: Database, workspace: Workspace, policy: Policy, now: datetime) -> bool:
    """One batch of channels; True when any was due."""
    with database.write() as transaction:
        return roundups.say_due(transaction, workspace.id, policy, now, BATCH)
