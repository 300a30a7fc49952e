"""Loads the page of `/refer privacy`: the data that is held about the actor."""

from __future__ import annotations

from domain.contact import address_to_compare
from domain.members import Role
from domain.own_settings import NO_OWN_SETTINGS
from domain.privacy import PrivacyPage
from services import lead_drafts
from services.context import Context
from services.people import list_possible_owners
from storage import bench, held_data


def load_privacy(context: Context) -> PrivacyPage:
    """Loads counts only, because others may see the screen on which the answer is read."""
    transaction, workspace_id = context.transaction, context.workspace.id
    member = context.actor.member
    email = address_to_compare(member.email)
    others = [
        each for each in list_possible_owners(context, opening=None) if each != member.user_id
    ]
    return PrivacyPage(
        counts=held_data.count_held(transaction, workspace_id, member.user_id, email),
        bench_people=bench.count_people(transaction, workspace_id, member.user_id),
        has_own_settings=member.own_settings != NO_OWN_SETTINGS or member.paused_until is not None,
        has_draft=lead_drafts.find(context) is not None,
        may_refer=context.actor.has_role(Role.MEMBER),
        consent_days=context.policy.consent_days,
        person_to_ask=next(iter(others), None),
    )
