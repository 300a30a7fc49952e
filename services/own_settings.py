"""Someone's own settings: their pause, hours, time zone, weekly budget, and round-up of openings.

A change takes effect at once: messages that wait because of the former settings are checked again.
"""

from __future__ import annotations

from datetime import datetime, time

from domain.own_pages import OwnSettingsPage
from domain.own_settings import (
    SubmittedSettings,
    check_submitted_settings,
    choose_own_settings,
    combine_rules,
)
from domain.working_time import time_zone
from services import history
from services.context import Context
from services.follow_up_kinds.roles import plan_or_cancel_roundup
from services.people import build_viewer, find_rules
from storage import held_follow_ups, members, outbox

_NO_SUBJECT_ID = 0  # the id of a member is not a number


def load_own_settings(context: Context) -> OwnSettingsPage:
    """Loads the settings that apply to the actor now."""
    member = context.actor.member
    paused_until = member.paused_until
    return OwnSettingsPage(
        build_viewer(context),
        find_rules(context),
        paused_until if paused_until and paused_until > context.now else None,
        context.policy,
        member.own_settings.topics,
        member.own_settings.roundup,
    )


def save_own_settings(context: Context, form: SubmittedSettings) -> None:
    """Stores the actor's settings, and releases messages that waited because of the former ones.

    Raises `FormError`.
    """
    member, workspace_id = context.actor.member, context.workspace.id
    chosen_zone = time_zone(form.tz, find_rules(context).zone.key)
    today = context.now.astimezone(chosen_zone).date()
    check_submitted_settings(form, today, context.policy)
    own = choose_own_settings(form, member.tz, context.policy)
    paused_until: datetime | None = None
    rules = combine_rules(member.tz, own, context.policy)
    if form.pause_until is not None:
        paused_until = datetime.combine(form.pause_until, time(), rules.zone)
    members.save_own_settings(context.transaction, workspace_id, member.user_id, own, paused_until)
    plan_or_cancel_roundup(context, rules, is_wanted=own.roundup is not None)
    held_follow_ups.release(context.transaction, workspace_id, member.user_id, context.now)
    outbox.release_deferred(context.transaction, workspace_id, member.user_id, context.now)
    history.add_line(context, "member.settings_changed", "member", _NO_SUBJECT_ID)
