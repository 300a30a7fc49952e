"""Stores members as Slack describes them, and notices who leaves and who is back.

Starts from an event or from reading all members.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.members import Profile
from services import slack_copies
from services.context import Context
from services.departures import bring_back, report_departure
from services.statuses import observe_statuses
from storage import members, readings


def save_profiles(context: Context, profiles: Sequence[Profile]) -> None:
    """Stores profiles, plans a second look at people who left, and restores people who are back."""
    observed = observe_statuses(context, profiles)
    changed = members.save_profiles(context.transaction, context.workspace.id, observed)
    for user_id in changed.left:
        report_departure(context, user_id)
    for user_id in changed.returned:
        bring_back(context, user_id)
    slack_copies.retry_for_active(context, profiles)


def is_new_or_changed(context: Context, profile: Profile) -> bool:
    """Returns whether storing the profile would change anything."""
    (observed,) = observe_statuses(context, [profile])
    return members.is_new_or_changed(context.transaction, context.workspace.id, observed)


def set_recruiter_group(context: Context, user_ids: Collection[str]) -> None:
    """Stores who is in the recruiters' user group: these people and nobody else."""
    members.set_recruiter_group(context.transaction, context.workspace.id, user_ids)


def is_recruiter_group(context: Context, group_id: str) -> bool:
    """Returns whether this is the user group whose members are recruiters."""
    group = readings.find_recruiter_group(context.transaction, context.workspace.id)
    return bool(group_id) and group_id in (group.id, context.policy.recruiter_group)


def request_recruiters(context: Context) -> None:
    """Lets the next tick read from Slack who the recruiters are."""
    readings.request_recruiters(context.transaction, context.workspace.id)
