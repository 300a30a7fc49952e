"""Stores members as Slack describes them, and notices who leaves and who is back.

Starts from an event or from reading all members.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.members import Profile
from services import slack_copies
from services.context import Context
from services.departures import bring_back, report_departure
from storage import members, workspaces


def save_profiles(context: Context, profiles: Sequence[Profile]) -> None:
    """Stores profiles. Whoever left is looked at again, and whoever is back gets all back."""
    changed = members.save_profiles(context.transaction, context.workspace.id, profiles)
    for user_id in changed.left:
        report_departure(context, user_id)
    for user_id in changed.returned:
        bring_back(context, user_id)
    slack_copies.retry_for_active(context, profiles)


def is_new_or_changed(context: Context, profile: Profile) -> bool:
    """Returns whether storing the profile would change anything."""
    return members.is_new_or_changed(context.transaction, context.workspace.id, profile)


def set_recruiter_group(context: Context, user_ids: Collection[str]) -> None:
    """Stores who is in the recruiters' user group: these people and nobody else."""
    members.set_recruiter_group(context.transaction, context.workspace.id, user_ids)


def request_members_reading(context: Context) -> None:
    """Lets the next tick read all members from Slack again."""
    workspaces.release_members_reading(context.transaction, context.workspace.id)
