"""Reads all members from Slack every few hours, as Slack's events may be missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from domain.members import Profile, Workspace
from services import members
from services.context import SLACK, system_context
from storage import settings, workspaces
from storage.engine import Database

EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=10)  # of a reading; after this another replica may start one


class Directory(Protocol):
    """Reads members and user groups from Slack. Raises when Slack does not answer."""

    def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]: ...

    def fetch_group_members(self, group: str) -> list[str] | None:
        """Returns None if the group cannot be read, for example without the scope."""
        ...


def step(database: Database, directory: Directory, now: datetime) -> bool:
    """Reads the members and the recruiters' group of each workspace that was not read lately.

    Returns False, as all workspaces are read at once. Raises what `directory` raises.
    """
    with database.read() as transaction:
        all_workspaces = workspaces.list_all(transaction)
    for workspace in all_workspaces:
        _read_workspace(database, directory, workspace, now)
    return False


def _read_workspace(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> None:
    """Each page has a transaction of its own, so that other writers can write in between."""
    before = now - EVERY
    # The claim is stored as a last reading that is old enough to be repeated after the lease.
    claimed = before + LEASE
    with database.write() as transaction:
        if not workspaces.claim_members_reading(transaction, workspace.id, claimed, before):
            return
    try:
        for page in directory.fetch_profiles(workspace.team_id):
            with database.write() as transaction:
                members.save_profiles(system_context(transaction, workspace.id, now, SLACK), page)
        _read_recruiter_group(database, directory, workspace, now)
        with database.write() as transaction:
            workspaces.finish_members_reading(transaction, workspace.id, now, claimed)
    except Exception:
        with database.write() as transaction:
            workspaces.release_members_reading(transaction, workspace.id)
        raise


def _read_recruiter_group(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> None:
    """Slack is called outside any transaction."""
    with database.read() as transaction:
        name = settings.find_policy(transaction, workspace.id).recruiter_group
    group = directory.fetch_group_members(name) if name else None
    if group is not None:
        with database.write() as transaction:
            members.set_recruiter_group(
                system_context(transaction, workspace.id, now, SLACK), group
            )
