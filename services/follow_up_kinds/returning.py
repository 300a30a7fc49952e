"""Follow-ups that ask an owner to look again, on the chosen day, at a candidate who had "not now".

If the owner does not answer two reminders, the other people who can answer are asked one after
another. `services.returns` plans the follow-ups.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from domain.follow_ups import FollowUp, FollowUpState
from domain.own_settings import PersonalRules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from domain.returning import REMIND_AFTER_WORKING_DAYS
from domain.stages import Stage
from domain.working_time import add_working_days
from services import returns
from services.context import Context
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.owner import load_referrals_to_answer
from services.follow_up_kinds.referral_rows import load_referral_rows
from services.follow_up_kinds.turns import find_next_in_turn
from services.people import find_answerable, list_escalation_chain
from storage import openings, referrals


def _find_not_now(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """Returns the ids of those whose candidate still has "not now" and is not hired elsewhere."""
    rows = load_referral_rows(context, follow_ups)
    candidate_ids = {each.candidate.id for each in rows.referrals.values()}
    by_candidate = referrals.list_by_candidates(
        context.transaction, context.workspace.id, candidate_ids
    )
    applicable = set()
    for follow_up in follow_ups:
        referral = rows.referral_of(follow_up)
        if referral is None or referral.stage is not Stage.NOT_NOW:
            continue
        stages = {each.stage for each in by_candidate[referral.candidate.id]}
        if Stage.HIRED not in stages:
            applicable.add(follow_up.id)
    return applicable


def _load_items(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Adds the openings, because a nudge says if the opening has ended."""
    items = load_referrals_to_answer(context, viewer, follow_ups)
    opening_ids = {
        each.referral.opening_id
        for each in items.values()
        if each.referral is not None and each.referral.opening_id is not None
    }
    found = openings.find_many(context.transaction, context.workspace.id, opening_ids)
    return {
        id_: replace(each, opening=found.get(each.referral.opening_id or 0))
        for id_, each in items.items()
        if each.referral is not None
    }


def _next_nudge_time(
    _policy: Policy, _follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return add_working_days(now, REMIND_AFTER_WORKING_DAYS, rules.zone, rules.hours)


def _find_next_member(context: Context, follow_up: FollowUp, away: bool) -> str | None:
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.subject_id)
    if referral is None:
        return None
    chain = (referral.owner, *list_escalation_chain(context, referral))
    people = [user for user in chain if find_answerable(context, user, [referral])]
    return find_next_in_turn(context, follow_up, people, away)


def _record_answer(context: Context, follow_up: FollowUp, state: FollowUpState) -> None:
    if state is FollowUpState.NOT_NEEDED:
        returns.record_no(context, follow_up.subject_id)


def _record_new_day(context: Context, follow_up: FollowUp, until: datetime) -> None:
    returns.record_new_day(context, follow_up.subject_id, until)


RETURN = KindOfFollowUp(
    find_applicable=_find_not_now,
    load_items=_load_items,
    next_nudge_time=_next_nudge_time,
    on_answer=_record_answer,
    on_snooze=_record_new_day,
    find_next_member=_find_next_member,
    is_listed_early=False,
)
