"""Reads the recruiters and then all members from Slack, because events of Slack may be missed.

Each step reads one page. The cursor of the next page, and when Slack may be asked for it, are
stored in the database, so that the reading continues after a restart and obeys `Retry-After`. Slack
allows us to read some 4,000 people a minute.
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

EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=2)  # of one page; after this another replica may read it
_INVALID_CURSOR = "invalid_cursor"


def read_all(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads pages until none is due. Returns whether all members of all workspaces were read."""
    while step(database, directory, now):
        pass
    with database.read() as transaction:
        return all(
            readings.has_read_members(transaction, workspace.id)
            for workspace in workspaces.list_all(transaction)
        )


def step(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads, for each workspace, the recruiters if they are due, or else a page of the members.

    Returns whether it has read anything, in which case more may be due.
    """
    with database.read() as transaction:
        all_workspaces = workspaces.list_all(transaction)
    found_work = [
        read_recruiters(database, directory, workspace, now)
        or _read_page(database, directory, workspace, now)
        for workspace in all_workspaces
    ]
    return any(found_work)


def _read_page(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> bool:
    """Reads and stores a page. Slack is called outside any transaction."""
    lease_end = now + LEASE  # also identifies our claim
    with database.write() as transaction:
        cursor = readings.claim_members(
            transaction, workspace.id, now, until=lease_end, cursor_since=now - EVERY
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
                transaction, workspace.id, claimed=lease_end, cursor=page.next_cursor, due_at=now
            )
        else:
            readings.finish_members(
                transaction, workspace.id, now, claimed=lease_end, due_at=now + EVERY
            )


def _postpone(
    database: Database,
    workspace: Workspace,
    error: DirectoryError,
    cursor: str,
    now: datetime,
    lease_end: datetime,
) -> None:
    """Continues with the same page later, or with the first page if the cursor is too old."""
    restarts = error.error == _INVALID_CURSOR and bool(cursor)
    due_at = now if restarts else now + error.wait
    is_expected = bool(error.retry_after) or restarts
    log_event = log.info if is_expected else log.warning
    log_event("members_not_read", why=error.error, until=due_at.isoformat())
    with database.write() as transaction:
        readings.save_members_progress(
            transaction,
            workspace.id,
            claimed=lease_end,
            cursor="" if restarts else cursor,
            due_at=due_at,
        )
