"""Reads from Slack who the recruiters are, so that they are known before the other members.

They are the members of the recruiters' user group and the people whom the settings name. A group
that Slack refuses is reported once and tried again every hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from domain.directory import RETRY_REFUSED, Directory, DirectoryError, RecruiterGroup
from domain.members import Profile, Workspace
from services import members
from services.context import SLACK, system_context
from storage import members as stored_members
from storage import readings, settings
from storage.engine import Database

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=10)  # after this another replica may read them
PEOPLE_AT_ONCE = 50  # are looked up in one step, so that a stop does not wait long


@dataclass(frozen=True, slots=True)
class _GroupReading:
    """What to store of the group. `user_ids` is None where its stored members stay."""

    group: RecruiterGroup
    user_ids: list[str] | None
    due_at: datetime


def read_recruiters(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> bool:
    """Reads the group, and the profiles of recruiters and admins who are not stored yet.

    Returns False where this is not due.
    """
    claimed = now + LEASE
    with database.write() as transaction:
        policy = settings.find_policy(transaction, workspace.id)
        stored = readings.claim_recruiters(
            transaction, workspace.id, policy.recruiter_group, now, until=claimed
        )
    if stored is None:
        return False
    reading = _read_group(directory, stored, now)
    people = {*policy.recruiters, *policy.admins, *(reading.user_ids or ())}
    with database.read() as transaction:
        known = stored_members.find_many(transaction, workspace.id, people)
    unknown = sorted(people - known.keys())
    profiles, wait = _fetch_profiles(directory, workspace, unknown)
    due_at = reading.due_at if wait is None else min(reading.due_at, now + wait)
    with database.write() as transaction:
        context = system_context(transaction, workspace.id, now, SLACK)
        members.save_profiles(context, profiles)
        if reading.user_ids is not None:
            members.set_recruiter_group(context, reading.user_ids)
        readings.save_recruiter_group(
            transaction, workspace.id, reading.group, claimed=claimed, due_at=due_at
        )
    return True


def _read_group(directory: Directory, stored: RecruiterGroup, now: datetime) -> _GroupReading:
    """Slack is called outside any transaction."""
    if stored.name is None:
        return _GroupReading(stored, [], now + EVERY)
    try:
        group = directory.fetch_group(stored.name)
    except DirectoryError as error:
        if error.temporary:
            log.warning("recruiter_group_not_read", why=str(error))
            return _GroupReading(stored, None, now + error.wait)
        if error.error != stored.error:
            log.warning("recruiter_group_refused", group=stored.name, why=error.error)
        # One refusal may be a mistake of Slack's. After a second one the group counts as empty.
        user_ids: list[str] | None = None if stored.error is None else []
        return _GroupReading(replace(stored, error=error.error), user_ids, now + error.wait)
    return _GroupReading(RecruiterGroup(stored.name, group.id), group.user_ids, now + EVERY)


def _fetch_profiles(
    directory: Directory, workspace: Workspace, user_ids: Sequence[str]
) -> tuple[list[Profile], timedelta | None]:
    """Returns profiles, and after which time to look up the people that are missing, if any.

    Slack's word that somebody does not exist may be wrong, so they are looked up again, too.
    """
    profiles: list[Profile] = []
    for user_id in user_ids[:PEOPLE_AT_ONCE]:
        try:
            profile = directory.fetch_profile(user_id, workspace.team_id)
        except DirectoryError as error:
            log.warning("recruiter_not_read", why=str(error))
            return profiles, error.wait
        if profile is not None:
            profiles.append(profile)
    if len(profiles) == len(user_ids):
        return profiles, None
    has_progressed = bool(profiles) and len(user_ids) > PEOPLE_AT_ONCE
    return profiles, timedelta(0) if has_progressed else RETRY_REFUSED
