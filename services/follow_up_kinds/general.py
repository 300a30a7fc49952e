"""Follow-ups that ask an advocate about an opening that suits the candidate of a general referral.

A general referral has no opening yet. The advocate can put the candidate forward for this one.
`subject_id` is the id of the opening, and `referral_id` that of the general referral.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.bonus.pages import BonusOffer
from domain.follow_ups import FollowUp
from domain.openings import Opening
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from domain.working_time import add_working_days
from services import bonus, people
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from services.general_matches import match_reasons
from storage import openings, referrals

REMINDER_WORKING_DAYS = 5  # between the first nudge and the second, which is the last


def _find_applicable(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """Returns the ids of those whose candidate can still be put forward for the opening."""
    transaction, workspace_id = context.transaction, context.workspace.id
    found = openings.find_many(transaction, workspace_id, {each.subject_id for each in follow_ups})
    rows = load_referral_rows(context, follow_ups)
    applicable = set()
    for follow_up in follow_ups:
        opening = found.get(follow_up.subject_id)
        general = rows.referral_of(follow_up)
        if opening is None or not opening.takes_referrals or general is None or general.ended:
            continue
        already_referred = referrals.find_latest(
            transaction, workspace_id, general.candidate.id, opening.id
        )
        if already_referred is None:
            applicable.add(follow_up.id)
    return applicable


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    transaction, workspace_id = context.transaction, context.workspace.id
    found = openings.find_many(transaction, workspace_id, {each.subject_id for each in follow_ups})
    rows = load_referral_rows(context, follow_ups)
    offers = _load_offers(context, viewer, found)
    items = {}
    for follow_up in follow_ups:
        opening = found.get(follow_up.subject_id)
        general = rows.referral_of(follow_up)
        if opening is None or general is None:
            continue
        endorsement = rows.endorsement_by(follow_up.member, general)
        items[follow_up.id] = NudgeItem(
            follow_up,
            referral=general,
            candidate_name=endorsement.candidate_name if endorsement else general.candidate.name,
            opening=opening,
            match_reasons=match_reasons(context, opening, endorsement) if endorsement else (),
            offer=offers.get(opening.id),
        )
    return items


def _load_offers(
    context: Context, viewer: Viewer, found_openings: Mapping[int, Opening]
) -> Mapping[int, BonusOffer]:
    """The terms that the viewer accepts by putting someone forward, by the id of the opening."""
    with_bonus = [each for each in found_openings.values() if each.bonus_terms is not None]
    advocate = people.find_actor(context, viewer.user_id) if with_bonus else None
    offers = bonus.list_offers(context, with_bonus, advocate) if advocate else ()
    return {each.opening.id: each for each in offers}


def _next_nudge_time(
    _policy: Policy, follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    if follow_up.nudges_sent > 0:  # the nudge that is sent now is the second
        return None
    return add_working_days(now, REMINDER_WORKING_DAYS, rules.zone, rules.hours)


GENERAL_MATCH = KindOfFollowUp(
    find_applicable=_find_applicable,
    load_items=_load_items,
    next_nudge_time=_next_nudge_time,
)
