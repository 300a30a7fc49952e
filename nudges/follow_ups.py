"""Claims due follow-ups, and plans the nudges of each person.

If the follow-ups of a person fail, they are postponed before the error is raised, so that they do
not stop those of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.follow_ups import FollowUp
from services import nudging
from services.context import group_by_workspace, system_context
from storage import follow_ups, held_follow_ups
from storage.engine import Database

LEASE = timedelta(minutes=2)  # of a claim; after this another replica may claim the rows
RETRY_AFTER = timedelta(hours=1)  # for follow-ups whose planning failed
BATCH = 1000


def step(database: Database, now: datetime) -> bool:
    """Plans the nudges of one batch of follow-ups. Returns True if any was due.

    The batch is claimed and planned in one transaction. If that fails, it is claimed again with a
    lease, and each person's follow-ups are planned in a transaction of their own.
    """
    try:
        with database.write() as transaction:
            due = follow_ups.claim_due(transaction, now, lease=None, limit=BATCH)
            for context, in_workspace in group_by_workspace(transaction, due, now):
                nudging.plan_nudges(context, in_workspace)
    except Exception:
        with database.write() as transaction:
            due = follow_ups.claim_due(transaction, now, lease=LEASE, limit=BATCH)
        _plan_one_by_one(database, due, now)
    return bool(due)


def _plan_one_by_one(database: Database, due: Sequence[FollowUp], now: datetime) -> None:
    """Plans each person's nudges. Raises an `ExceptionGroup` if the plans of some people failed."""
    by_person: dict[tuple[int, str], list[FollowUp]] = {}
    for each in due:
        by_person.setdefault((each.workspace_id, each.member), []).append(each)
    errors: list[Exception] = []
    for (workspace_id, _), own in by_person.items():
        try:
            with database.write() as transaction:
                nudging.plan_nudges(system_context(transaction, workspace_id, now), own)
        except nudging.ClaimLostError:
            continue  # Another replica has planned them.
        except Exception as error:
            with database.write() as transaction:
                ids = [each.id for each in own if each.due_at < now + RETRY_AFTER]
                held_follow_ups.postpone(transaction, ids, now + RETRY_AFTER)
            errors.append(error)
    if errors:
        raise ExceptionGroup("follow-ups that could not be planned", errors)
