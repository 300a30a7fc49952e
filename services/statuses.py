"""Decides which Slack statuses are stored, whenever a profile is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.away import is_worth_storing
from domain.members import Member, Profile
from domain.own_settings import NO_OWN_SETTINGS, combine_rules
from services.context import Context
from storage import members


def observe_statuses(context: Context, profiles: Sequence[Profile]) -> list[Profile]:
    """The profiles with the status to store for each: as seen now, or None if not worth storing."""
    with_status = [profile.user_id for profile in profiles if profile.status is not None]
    known = members.find_many(context.transaction, context.workspace.id, with_status)
    return [_observe_status(context, each, known.get(each.user_id)) for each in profiles]


def _observe_status(context: Context, profile: Profile, known: Member | None) -> Profile:
    status, now = profile.status, context.now
    if status is None:
        return profile
    own_settings = known.own_settings if known else NO_OWN_SETTINGS
    rules = combine_rules(profile.tz, own_settings, context.policy)
    if not is_worth_storing(status, rules, context.policy, now):
        return replace(profile, status=None)
    return replace(profile, status=replace(status, since=now))
