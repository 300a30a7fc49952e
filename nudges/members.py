"""Reads who is in the workspace, every few hours: the events in between can be missed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from domain.members import Profile, Workspace
from domain.policy import Policy
from services import members
from storage import workspaces
from storage.engine import Database

EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=10)  # a reader that died is replaced after this


class Directory(Protocol):
    """Who is in Slack. Raises when Slack does not let us read."""

    def fetch_profiles(self, team_id: str) -> Iterable[list[Profile]]: ...

    def fetch_group_members(self, group: str) -> list[str] | None:
        """None where it cannot be known, and asking again would not help."""
        ...


def step(
    database: Database, directory: Directory, workspace: Workspace, policy: Policy, now: datetime
) -> bool:
    """Read everybody and the recruiters' group, if nobody has for a while.

    A page at a time, each in its own transaction: other writers get their turn in between.
    """
    before = now - EVERY
    claimed = before + LEASE
    with database.write() as transaction:
        if not workspaces.claim_members_reading(transaction, workspace.id, claimed, before):
            return False
    try:
        for page in directory.fetch_profiles(workspace.team_id):
            with database.write() as transaction:
                members.learn(transaction, workspace.id, page, policy, now)
        if policy.recruiter_group:
            group = directory.fetch_group_members(policy.recruiter_group)
            if group is not None:
                with database.write() as transaction:
                    members.recruiters_are(transaction, workspace.id, group)
        with database.write() as transaction:
            workspaces.members_were_read(transaction, workspace.id, now, claimed)
    except Exception:
        with database.write() as transaction:
            workspaces.release_members_reading(transaction, workspace.id)
        raise
    return False
