"""Looks again at members who seem to have left, and deletes their hidden data after a month."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.departures import Departure
from domain.directory import Directory
from services import departures as service
from services.context import SLACK, group_by_workspace, system_context
from storage import departures, workspaces
from storage.engine import Database

LOOKS_MAX = 20  # second looks in one step, each with a call to Slack
DELETED_MAX = 20  # people whose data is deleted in one step
# A look that failed is repeated after this time, by this replica or another one.
AGAIN_AFTER = timedelta(minutes=10)


def step(database: Database, directory: Directory, now: datetime) -> bool:
    """Looks at a few members, and deletes what cannot be restored any more.

    Returns True if there was any work. If looks failed, the first error is raised after all looks,
    and the failed ones are repeated later.
    """
    with database.read() as transaction:
        if not departures.has_due(transaction, now):
            return False
    with database.write() as transaction:
        expired = departures.take_expired(transaction, now, DELETED_MAX)
        for context, left in group_by_workspace(transaction, expired, now):
            service.forget_expired(context, [each.user_id for each in left])
        departures.remove_expired_handed_over(transaction, now)
        claimed = departures.claim_second_looks(
            transaction, now, again_at=now + AGAIN_AFTER, limit=LOOKS_MAX
        )
    failures = []
    for departure in claimed:
        try:
            _look_again(database, directory, departure, now)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]
    return True


def _look_again(
    database: Database, directory: Directory, departure: Departure, now: datetime
) -> None:
    """Takes a second look at one member. Slack is called outside any transaction."""
    with database.read() as transaction:
        team_id = workspaces.get(transaction, departure.workspace_id).team_id
    profile = directory.fetch_profile(departure.user_id, team_id)
    with database.write() as transaction:
        context = system_context(transaction, departure.workspace_id, now, SLACK)
        service.take_second_look(context, departure, profile)
