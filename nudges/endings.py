"""Ends the referrals of ended openings, as decided or when the time to decide is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from services import endings
from services.context import CLOCK, system_context
from storage import endings as planned_endings
from storage.engine import Database

BATCH = 50
RETRY_AFTER = timedelta(hours=1)  # for an ending that failed


def step(database: Database, now: datetime) -> bool:
    """Carries out at most `BATCH` endings, each in its own transaction.

    Returns True if any was due. One that fails is postponed before the error is raised, so that it
    does not stop the others.
    """
    for number in range(BATCH):
        if not _carry_out_next(database, now):
            return number > 0
    return True


def _carry_out_next(database: Database, now: datetime) -> bool:
    failed_id = 0
    try:
        with database.write() as transaction:
            for planned in planned_endings.claim_due(transaction, now, 1):
                failed_id = planned.referral_id
                actor_name = planned.decided_by or CLOCK
                context = system_context(transaction, planned.workspace_id, now, actor_name)
                endings.carry_out(context, planned)
    except Exception:
        with database.write() as transaction:
            planned_endings.postpone(transaction, [failed_id], now + RETRY_AFTER)
        raise
    return failed_id != 0
