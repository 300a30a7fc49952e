"""Reads from Slack who the recruiters are, before all other members have been read.

Recruiters are the members of the recruiters' user group, and the people whom the settings name. If
Slack refuses the group, the group is read again every hour. A failure that lasts is logged only
when it begins.
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

READ_EVERY = timedelta(hours=6)
LEASE = timedelta(minutes=10)  # after this another replica may read the recruiters
LOOK_UPS_PER_STEP = 50  # people; few, because the bot cannot stop before the step ends


@dataclass(frozen=True, slots=True)
class _GroupReading:
    """The result of reading the group. It is read again at `due_at` (UTC).

    `user_ids` are the members to store; None leaves the stored members as they are.
    """

    group: RecruiterGroup
    user_ids: list[str] | None
    due_at: datetime


def read_recruiters(
    database: Database, directory: Directory, workspace: Workspace, now: datetime
) -> bool:
    """Reads the group, and the profiles of recruiters and admins who are not stored yet.

    Returns False if the reading is not due.
    """
    lease_end = now + LEASE  # stored, and compared later to see whether the claim is still ours
    with database.write() as transaction:
        policy = settings.find_policy(transaction, workspace.id)
        claimed_group = readings.claim_recruiters(
            transaction, workspace.id, policy.recruiter_group, now, until=lease_end
        )
    if claimed_group is None:
        return False
    reading = _read_group(directory, claimed_group, now)
    people = {*policy.recruiters, *policy.admins, *(reading.user_ids or ())}
    with database.read() as transaction:
        known = stored_members.find_many(transaction, workspace.id, people)
    unknown = _rotate_hourly(sorted(people - known.keys()), now)
    profiles, retry_after = _fetch_profiles(directory, workspace, unknown)
    due_at = reading.due_at if retry_after is None else min(reading.due_at, now + retry_after)
    with database.write() as transaction:
        context = system_context(transaction, workspace.id, now, SLACK)
        members.save_profiles(context, profiles)
        is_stored = readings.save_recruiter_group(
            transaction, workspace.id, reading.group, claimed_until=lease_end, due_at=due_at
        )
        if is_stored and reading.user_ids is not None:
            members.set_recruiter_group(context, reading.user_ids)
    return True


def _read_group(directory: Directory, stored: RecruiterGroup, now: datetime) -> _GroupReading:
    """Reads the group from Slack. `stored` is what the last reading stored.

    Must not run within a transaction, because a call of Slack takes long.
    """
    if stored.name is None:  # No group is set, so nobody is in it.
        return _GroupReading(stored, [], now + READ_EVERY)
    try:
        group = directory.fetch_group(stored.name)
    except DirectoryError as error:
        due_at = now + error.wait
        if error.temporary and stored.is_refused:
            # The stored refusal stays until the group can be read again.
            return _GroupReading(stored, user_ids=None, due_at=due_at)
        failed = replace(stored, error=error.code_to_store)
        is_new_error = failed.error != stored.error
        if error.temporary:
            if is_new_error:
                log.warning("recruiter_group_not_read", why=str(error))
            return _GroupReading(failed, user_ids=None, due_at=due_at)
        if is_new_error:
            log.warning("recruiter_group_refused", group=stored.name, why=error.error)
        # One refusal may be a mistake of Slack's. After a second one the group counts as empty.
        user_ids: list[str] | None = [] if stored.is_refused else None
        return _GroupReading(failed, user_ids, due_at)
    return _GroupReading(RecruiterGroup(stored.name, group.id), group.user_ids, now + READ_EVERY)


def _rotate_hourly(user_ids: list[str], now: datetime) -> list[str]:
    """The same ids, beginning with different ones every hour.

    Only the first ids are looked up, so ids that Slack does not know could block the others.
    """
    if not user_ids:
        return []
    hours = int(now.timestamp() // RETRY_REFUSED.total_seconds())
    start = hours * LOOK_UPS_PER_STEP % len(user_ids)
    return [*user_ids[start:], *user_ids[:start]]


def _fetch_profiles(
    directory: Directory, workspace: Workspace, user_ids: Sequence[str]
) -> tuple[list[Profile], timedelta | None]:
    """Looks up the first `LOOK_UPS_PER_STEP` people.

    Returns their profiles, and how long to wait before the people without a profile are looked up;
    None if there are none. People whom Slack does not know are looked up again, because Slack may
    be wrong.
    """
    profiles: list[Profile] = []
    for user_id in user_ids[:LOOK_UPS_PER_STEP]:
        try:
            profile = directory.fetch_profile(user_id, workspace.team_id)
        except DirectoryError as error:
            log.warning("recruiter_not_read", why=str(error))
            return profiles, error.wait
        if profile is not None:
            profiles.append(profile)
    if len(profiles) == len(user_ids):
        return profiles, None
    if profiles and len(user_ids) > LOOK_UPS_PER_STEP:
        return profiles, timedelta(0)
    # If Slack knew none of these people, the others may not exist either.
    return profiles, RETRY_REFUSED
