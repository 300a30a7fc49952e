"""Ends the referrals of ended openings, once it is decided how or nobody decided in time."""

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

    Returns True if any was due. If one fails, it is postponed before the error is raised, so that
    the next step continues with the others.
    """
    for number in range(BATCH):
        if not _carry_out_next(database, now):
            return number > 0
    return True


def _carry_out_next(database: Database, now: datetime) -> bool:
    """Returns whether an ending was due. Raises the error of an ending that failed."""
    claimed_ids: list[int] = []
    try:
        with database.write() as transaction:
            for planned in planned_endings.claim_due(transaction, now, 1):
                claimed_ids.append(planned.referral_id)
                actor_name = planned.decided_by or CLOCK
                context = system_context(transaction, planned.workspace_id, now, actor_name)
                endings.carry_out(context, planned)
    except Exception:
        with database.write() as transaction:
            planned_endings.postpone(transaction, claimed_ids, now + RETRY_AFTER)
        raise
    return bool(claimed_ids)
