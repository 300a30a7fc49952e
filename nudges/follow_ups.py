"""Brings what is due to the right person: claims due follow-ups and decides for each person.

A row that fails is pushed ahead before the error is raised, so one bad row cannot stop the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.follow_ups import FollowUp
from services import nudging
from services.context import by_workspace, system_context
from storage import follow_ups
from storage.engine import Database

LEASE = timedelta(minutes=2)
AFTER_A_FAULT = timedelta(hours=1)
BATCH = 1000


def step(database: Database, now: datetime) -> bool:
    """One batch of people; True when there was anything due.

    Claimed and planned in one transaction, so that a planner that stalls holds its claim; where
    that fails, each person in one of their own.
    """
    try:
        with database.write() as transaction:
            due = follow_ups.claim_due(transaction, now, lease=None, limit=BATCH)
            for context, theirs in by_workspace(transaction, due, now):
                nudging.plan_nudges(context, theirs)
    except Exception:
        with database.write() as transaction:
            due = follow_ups.claim_due(transaction, now, lease=LEASE, limit=BATCH)
        _one_by_one(database, due, now)
    return bool(due)


def _one_by_one(database: Database, due: Sequence[FollowUp], now: datetime) -> None:
    by_person: dict[tuple[int, str], list[FollowUp]] = {}
    for each in due:
        by_person.setdefault((each.workspace_id, each.member), []).append(each)
    faults: list[Exception] = []
    for (workspace_id, _), theirs in by_person.items():
        try:
            with database.write() as transaction:
                nudging.plan_nudges(system_context(transaction, workspace_id, now), theirs)
        except nudging.ClaimLostError:
            continue  # somebody else said it
        except Exception as fault:
            with database.write() as transaction:
                follow_ups.postpone(transaction, [each.id for each in theirs], now + AFTER_A_FAULT)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("follow-ups that could not be planned", faults)
