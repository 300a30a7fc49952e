"""Somebody acts or is chosen who is not stored yet: Slack is asked who they are.

The dispatcher calls this between two runs of a handler, outside any transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

import structlog

from domain.errors import FieldError, FormError, UnknownMemberError
from domain.members import Profile
from handlers.protocol import Rejected, Response
from services import members
from services.context import SLACK, system_context
from slack_io.results import SlackReadError
from storage import settings, workspaces
from storage.engine import Database

log = structlog.get_logger(__name__)


class Directory(Protocol):
    """Reads people and user groups from Slack."""

    def fetch_profile(self, user_id: str, team_id: str) -> Profile | None: ...

    def fetch_group_members(self, group: str) -> list[str] | None: ...


def find_unknown_people(response: Response, actor: str) -> set[str]:
    """The user ids of the people because of whom the handler refused: they are not stored.

    They are the actor, whose user id is given, or people who were chosen in a form.
    """
    refusal = response.refusal if isinstance(response, Rejected) else None
    if isinstance(refusal, UnknownMemberError):
        return {actor}
    fields = refusal.fields if isinstance(refusal, FormError) else (refusal,)
    return {
        field.detail
        for field in fields
        if isinstance(field, FieldError) and field.problem == "not_known"
    }


def store_people(
    database: Database,
    directory: Directory,
    team_id: str,
    user_ids: Collection[str],
    now: datetime,
) -> None:
    """Stores the profiles of these people, and whether they are recruiters by their group.

    Nobody is stored whose profile Slack does not return. The workspace has to exist.
    """
    found = [directory.fetch_profile(user_id, team_id) for user_id in user_ids if user_id]
    profiles = [profile for profile in found if profile is not None]
    if not profiles:
        return
    with database.read() as transaction:
        workspace = workspaces.find_by_team(transaction, team_id)
        assert workspace is not None  # noqa: S101 - the handler ran in it
        name = settings.find_policy(transaction, workspace.id).recruiter_group
    group = _fetch_group(directory, name) if name else None
    with database.write() as transaction:
        context = system_context(transaction, workspace.id, now, SLACK)
        members.save_profiles(context, profiles)
        if group is not None:
            members.set_recruiter_group(context, group)


def _fetch_group(directory: Directory, name: str) -> list[str] | None:
    try:
        return directory.fetch_group_members(name)
    except SlackReadError as error:
        log.warning("recruiter_group_not_read", why=str(error))
        return None
