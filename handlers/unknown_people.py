"""Stores people who are not known yet when they act, are chosen, or could own a referral.

The dispatcher calls this between two runs of a handler, outside any transaction.
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
    """Returns the user ids of the people whom the handler needs and who are not stored.

    They are the `actor` (a user id), people who were chosen in a form, or people in the settings
    who could own a referral. The set is empty if the handler did not refuse because of them.
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
        error.detail
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
    """Stores the profiles of these people, and who is in the recruiters' group.

    People whose profile Slack does not return are not stored. The workspace has to exist.
    """
    profiles = _fetch_profiles(directory, team_id, user_ids)
    if not profiles:
        return
    with database.read() as transaction:
        workspace = workspaces.find_by_team(transaction, team_id)
        assert workspace is not None  # noqa: S101 - the handler ran in it
        name = settings.find_policy(transaction, workspace.id).recruiter_group
        stored = readings.find_recruiter_group(transaction, workspace.id)
    group = _fetch_group(directory, name, stored)
    with database.write() as transaction:
        context = system_context(transaction, workspace.id, now, SLACK)
        members.save_profiles(context, profiles)
        # An admin may have named another group while Slack was asked.
        if group is not None and context.policy.recruiter_group == name:
            members.set_recruiter_group(context, group.user_ids)


def _fetch_profiles(directory: Directory, team_id: str, user_ids: Collection[str]) -> list[Profile]:
    """Leaves out people whom Slack does not know, and those whom it could not tell us about now."""
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
    directory: Directory, name: str | None, stored: RecruiterGroup
) -> UserGroup | None:
    """Returns None without a group, and if Slack refuses it now or refused it at the last reading.

    By its stored id the group is fetched in one call fewer than by its name.
    """
    if name is None or (stored.name == name and stored.is_refused):
        return None
    try:
        return directory.fetch_group((stored.id if stored.name == name else None) or name)
    except DirectoryError as error:
        log.warning("recruiter_group_not_read", why=str(error))
        return None
