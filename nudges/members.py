"""Reads the recruiters and then all members from Slack, because events of Slack may be missed.

Each step reads one page. The database stores the cursor of the next page and the time from which we
may ask Slack for that page. So the reading continues after a restart and obeys `Retry-After`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from domain.directory import Directory, DirectoryError, ProfilePage
from domain.members import Workspace
from nudges.recruiters import read_recruiters
from services import members
from services.context import SLACK, system_context
from storage import readings, workspaces
from storage.engine import Database

log = structlog.get_logger(__name__)

READ_EVERY = timedelta(hours=6)
# How long one replica may take for a page, before another one may read the page.
LEASE = timedelta(minutes=2)
_INVALID_CURSOR = "invalid_cursor"


def read_all(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads pages until none is due. Returns whether the members of all workspaces were read."""
    while step(database, directory, now):
        pass
    with database.read() as transaction:
        return all(
            readings.has_read_members(transaction, workspace.id)
            for workspace in workspaces.list_all(transaction)
        )


def step(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads, for each workspace, the recruiters if they are due, or else a page of the members.

    Returns True if it has read something. The caller then calls it again, because more may be due.
    """
    with database.read() as transaction:
        all_workspaces = workspaces.list_all(transaction)
    have_read = [
        read_recruiters(database, directory, workspace, now)
        or _read_page(database, directory, workspace, now)
        for workspace in all_workspaces
    ]
    return any(have_read)


def _read_page(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> bool:
    """Reads and stores a page. Returns False if none is due or the call fails.

    Slack is called outside any transaction.
    """
    lease_end = now + LEASE  # The claim is stored as this time, which also tells it from others.
    with database.write() as transaction:
        cursor = readings.claim_members(
            transaction, workspace.id, now, until=lease_end, restart_if_due_before=now - READ_EVERY
        )
    if cursor is None:
        return False
    try:
        page = directory.fetch_profile_page(workspace.team_id, cursor)
    except DirectoryError as error:
        _postpone(database, workspace, error, cursor, now, lease_end)
        return False
    _store_page(database, workspace, page, now, lease_end)
    return True


def _store_page(
    database: Database, workspace: Workspace, page: ProfilePage, now: datetime, lease_end: datetime
) -> None:
    with database.write() as transaction:
        members.save_profiles(system_context(transaction, workspace.id, now, SLACK), page.profiles)
        if page.next_cursor:
            readings.save_members_progress(
                transaction,
                workspace.id,
                claimed_until=lease_end,
                cursor=page.next_cursor,
                due_at=now,
            )
        else:
            readings.finish_members(
                transaction, workspace.id, now, claimed_until=lease_end, due_at=now + READ_EVERY
            )


def _postpone(
    database: Database,
    workspace: Workspace,
    error: DirectoryError,
    cursor: str,
    now: datetime,
    lease_end: datetime,
) -> None:
    """Schedules the same page for later, or the first page for now if Slack refused the cursor."""
    restarts = error.error == _INVALID_CURSOR and bool(cursor)
    due_at = now if restarts else now + error.wait
    is_expected = bool(error.retry_after) or restarts
    log_event = log.info if is_expected else log.warning
    log_event("members_not_read", why=error.error, until=due_at.isoformat())
    with database.write() as transaction:
        readings.save_members_progress(
            transaction,
            workspace.id,
            claimed_until=lease_end,
            cursor="" if restarts else cursor,
            due_at=due_at,
        )
