"""Brings what is due to the right person: claims due follow-ups and decides for each person.

A row that fails is pushed ahead before the error is raised, so one bad row cannot stop the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.follow_ups import FollowUp
from domain.policy import Policy
from services import nudging
from storage import follow_ups
from storage.engine import Database

LEASE = timedelta(minutes=2)
AFTER_A_FAULT = timedelta(hours=1)
BATCH = 100


def step(database: Database, policy: Policy, now: datetime) -> bool:
    """One batch of people; True when there was anything due."""
    with database.write() as session:
        due = follow_ups.claim_due(session, now, lease=LEASE, limit=BATCH)
    if not due:
        return False
    by_person: dict[tuple[int, str], list[FollowUp]] = {}
    for each in due:
        by_person.setdefault((each.workspace_id, each.member), []).append(each)
    faults: list[Exception] = []
    for theirs in by_person.values():
        try:
            _one_person(database, theirs, policy, now)
        except Exception as fault:
            with database.write() as session:
                follow_ups.postpone(session, [each.id for each in theirs], now + AFTER_A_FAULT)
            faults.append(fault)
    if faults:
        raise ExceptionGroup("follow-ups that could not be planned", faults)
    return True


def _one_person(
    database: Database, theirs: Sequence[FollowUp], policy: Policy, now: datetime
) -> None:
    with database.write() as session:
        member = nudging.recipients(session, theirs)[theirs[0].workspace_id, theirs[0].member]
        nudging.nudge(session, member, theirs, policy, now)
