"""The follow-ups between a referral's owner and its advocate: an answer that is owed, a question,
and the heartbeat that says that nothing is new.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.cadence import next_heartbeat_time
from domain.consent import redact_for_desk
from domain.follow_ups import FollowUp
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from domain.referrals import Progress
from domain.stages import Stage
from services.context import Context
from services.follow_up_kinds.cadences import next_by_cadence
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import load_referral_rows
from services.people import list_possible_owners
from services.referrals import find_opening_of
from storage import questions, referrals


def _find_open_progress(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Progress]:
    """The progress of those referrals that have not ended."""
    ids = {each.referral_id for each in follow_ups if each.referral_id is not None}
    found = referrals.find_progress(context.transaction, context.workspace.id, ids)
    return {referral_id: progress for referral_id, progress in found.items() if not progress.ended}


def _find_unanswered_referrals(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    progress = _find_open_progress(context, follow_ups)
    return {
        each.id
        for each in follow_ups
        if (found := progress.get(each.referral_id or 0)) is not None
        and found.answered_at is None
        and found.stage is Stage.NEW
    }


def _load_unanswered_referrals(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """The first advocate's endorsement is shown, unless the candidate is hidden."""
    rows = load_referral_rows(context, follow_ups)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        if referral is not None:
            shown = redact_for_desk(referral, viewer.hide_undecided)
            first = next((v for v in rows.endorsements[referral.id] if v.is_first), None)
            voice = None if shown.candidate.hidden else first
            items[each.id] = NudgeItem(each, shown, shown.candidate.name, endorsement=voice)
    return items


def _find_unanswered_questions(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    progress = _find_open_progress(context, follow_ups)
    asked = questions.find_many(
        context.transaction, context.workspace.id, [each.subject_id for each in follow_ups]
    )
    return {
        each.id
        for each in follow_ups
        if (each.referral_id or 0) in progress
        and (question := asked.get(each.subject_id)) is not None
        and question.answered_at is None
    }


def _load_questions(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    asked = questions.find_many(
        context.transaction, context.workspace.id, [each.subject_id for each in follow_ups]
    )
    items = {}
    for each in follow_ups:
        referral, question = rows.referral_of(each), asked.get(each.subject_id)
        if referral is not None and question is not None:
            name = rows.candidate_name(viewer.user_id, referral)
            items[each.id] = NudgeItem(each, referral, name, question=question)
    return items


def _find_silent_referrals(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    progress = _find_open_progress(context, follow_ups)
    return {each.id for each in follow_ups if (each.referral_id or 0) in progress}


def _load_referrals(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    return {
        each.id: NudgeItem(each, referral, rows.candidate_name(viewer.user_id, referral))
        for each in follow_ups
        if (referral := rows.referral_of(each)) is not None
    }


def _next_heartbeat(
    policy: Policy, _follow_up: FollowUp, zone: ZoneInfo, now: datetime
) -> datetime | None:
    return next_heartbeat_time(now, policy.heartbeat_days, zone, policy.hours)


def _find_next_owner(context: Context, follow_up: FollowUp) -> str | None:
    """The owner was reminded and did not answer: the next reminder goes to the next possible owner.

    The owner's own buttons still work.
    """
    if follow_up.nudges_sent == 0:
        return None
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.referral_id or 0)
    if referral is None or follow_up.member != referral.owner:
        return None
    possible = list_possible_owners(context, find_opening_of(context, referral))
    others = (user for user in possible if user not in (referral.owner, referral.advocate))
    return next(others, None)


RECRUITER_ANSWER = KindOfFollowUp(
    _find_unanswered_referrals,
    _load_unanswered_referrals,
    next_by_cadence,
    find_next_member=_find_next_owner,
)
QUESTION = KindOfFollowUp(_find_unanswered_questions, _load_questions, next_by_cadence)
HEARTBEAT = KindOfFollowUp(
    _find_silent_referrals, _load_referrals, _next_heartbeat, is_listed=False
)
