"""Stores people whom Vouch does not know yet when they act, are chosen, or could own a referral.

If a handler refuses because of such people, the dispatcher stores them with these functions,
outside any transaction, and runs the handler again.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import structlog

from domain.directory import Directory, DirectoryError, RecruiterGroup, UserGroup
from domain.errors import FieldError, FormError, NoOwnerError, UnknownMemberError
from domain.members import Profile
from handlers.protocol import Rejected, Response
from services import members
from services.context import SLACK, system_context
from storage import readings, settings, workspaces
from storage.engine import Database

log = structlog.get_logger(__name__)


def find_unknown_people(response: Response, actor: str) -> set[str]:
    """Returns the user ids of the unknown people because of whom the handler refused.

    They are the `actor` (a user id), people who were chosen in a form, or people in the settings
    who could own a referral. The set is empty if the handler succeeded or had another reason.
    """
    if not isinstance(response, Rejected):
        return set()
    refusal = response.refusal
    if isinstance(refusal, UnknownMemberError):
        return {actor}
    if isinstance(refusal, NoOwnerError):
        return set(refusal.unknown)
    errors = refusal.fields if isinstance(refusal, FormError) else (refusal,)
    return {
        error.detail  # the user id of the chosen person
        for error in errors
        if isinstance(error, FieldError) and error.problem == "not_known"
    }


def store_people(
    database: Database,
    directory: Directory,
    team_id: str,
    user_ids: Collection[str],
    now: datetime,
) -> None:
    """Stores the profiles of these people, and whether they are in the recruiters' user group.

    People whose profile Slack does not return are not stored.
    """
    profiles = _fetch_profiles(directory, team_id, user_ids)
    if not profiles:
        return
    with database.read() as transaction:
        workspace = workspaces.find_by_team(transaction, team_id)
        assert workspace is not None  # noqa: S101 - the handler ran in it
        group_name = settings.find_policy(transaction, workspace.id).recruiter_group
        last_read = readings.find_recruiter_group(transaction, workspace.id)
    group = _fetch_group(directory, group_name, last_read)
    with database.write() as transaction:
        context = system_context(transaction, workspace.id, now, SLACK)
        members.save_profiles(context, profiles)
        # An admin may have changed the setting while we asked Slack.
        if group is not None and context.policy.recruiter_group == group_name:
            members.set_recruiter_group(context, group.user_ids)


def _fetch_profiles(directory: Directory, team_id: str, user_ids: Collection[str]) -> list[Profile]:
    """Leaves out people whom Slack does not know, and those for whom the call failed."""
    profiles: list[Profile] = []
    for user_id in user_ids:
        try:
            profile = directory.fetch_profile(user_id, team_id) if user_id else None
        except DirectoryError as error:
            log.warning("profile_not_read", why=str(error))
            continue
        if profile is not None:
            profiles.append(profile)
    return profiles


def _fetch_group(
    directory: Directory, name: str | None, last_read: RecruiterGroup
) -> UserGroup | None:
    """Fetches the group `name` with its members. `last_read` is the group that was read last.

    Returns None if no group is set, or if Slack refuses it now or refused it at the last reading.
    """
    if name is None:
        return None
    known_id = None
    if last_read.name == name:
        if last_read.is_refused:
            return None
        known_id = last_read.id
    try:
        return directory.fetch_group(known_id or name)  # The id saves a call to find the name.
    except DirectoryError as error:
        log.warning("recruiter_group_not_read", why=str(error))
        return None
