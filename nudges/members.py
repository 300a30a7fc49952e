"""Reads the recruiters and then all members from Slack, as Slack's events may be missed.

Each step reads one page. The database has the cursor of the next page and the time when Slack may
be asked for it, so that the reading goes on after a restart and obeys Slack's `Retry-After`. Slack
allows some 4,000 people in a minute.
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
    """Reads the members of every workspace. Returns whether all are read that were due."""
    while step(database, directory, now):
        pass
    with database.read() as transaction:
        return all(
            readings.has_read_members(transaction, workspace.id)
            for workspace in workspaces.list_all(transaction)
        )


def step(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads the recruiters, or else a page of the members, of each workspace where they are due.

    Returns whether it has read anything, so that more may be due.
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
    """Slack is called outside any transaction, and each page is stored in one of its own."""
    claimed = now + LEASE
    with database.write() as transaction:
        cursor = readings.claim_members(
            transaction, workspace.id, now, until=claimed, cursor_since=now - EVERY
        )
    if cursor is None:
        return False
    try:
        page = directory.fetch_profile_page(workspace.team_id, cursor)
    except DirectoryError as error:
        _postpone(database, workspace, error, cursor, now, claimed)
        return False
    _store_page(database, workspace, page, now, claimed)
    return True


def _store_page(
    database: Database, workspace: Workspace, page: ProfilePage, now: datetime, claimed: datetime
) -> None:
    with database.write() as transaction:
        members.save_profiles(system_context(transaction, workspace.id, now, SLACK), page.profiles)
        if page.next_cursor:
            readings.save_members_progress(
                transaction, workspace.id, claimed=claimed, cursor=page.next_cursor, due_at=now
            )
        else:
            readings.finish_members(
                transaction, workspace.id, now, claimed=claimed, due_at=now + EVERY
            )


def _postpone(
    database: Database,
    workspace: Workspace,
    error: DirectoryError,
    cursor: str,
    now: datetime,
    claimed: datetime,
) -> None:
    """Goes on from the same page when Slack allows it, or begins anew if the cursor is too old."""
    begins_anew = error.error == _INVALID_CURSOR and bool(cursor)
    due_at = now if begins_anew else now + error.wait
    report = log.info if error.retry_after or begins_anew else log.warning
    report("members_not_read", why=error.error, until=due_at.isoformat())
    with database.write() as transaction:
        readings.save_members_progress(
            transaction,
            workspace.id,
            claimed=claimed,
            cursor="" if begins_anew else cursor,
            due_at=due_at,
        )
