"""Three kinds of follow-ups, for referrals without an answer.

The owner is reminded to answer a referral. An advocate is reminded to answer a question of the
desk, or gets a heartbeat: a note that the referral still waits. `subject_id` is the question's id
for a reminder of a question, and the referral's id otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from domain.cadence import next_heartbeat_time
from domain.consent import redact, redact_for_desk
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.own_settings import PersonalRules, find_personal_rules
from domain.pages import NudgeItem, Viewer
from domain.policy import Policy
from domain.referrals import Progress, Referral
from domain.stages import Stage
from domain.working_time import first_civil_time_on
from services.context import Context
from services.follow_up_kinds.cadences import answer_deadline, next_cadence_time
from services.follow_up_kinds.kind import KindOfFollowUp
from services.follow_up_kinds.referral_rows import find_moved, load_progress, load_referral_rows
from services.people import find_answerable, find_present, list_escalation_chain
from storage import follow_ups as stored_follow_ups
from storage import members, questions, referrals


def _find_open_progress(context: Context, follow_ups: Sequence[FollowUp]) -> dict[int, Progress]:
    """The progress of the referrals that have not ended, by the follow-up's id."""
    progress = load_progress(context, follow_ups)
    return {follow_up_id: each for follow_up_id, each in progress.items() if not each.ended}


def _find_unanswered_referrals(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups whose referral still needs its first answer."""
    return {
        follow_up_id
        for follow_up_id, progress in _find_open_progress(context, follow_ups).items()
        if progress.answered_at is None and progress.stage is Stage.NEW
    }


def load_referrals_to_answer(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    """Loads each referral, with the first advocate's endorsement unless the candidate is hidden.

    A viewer who may no longer answer gets no item for their open follow-up. In the items of other
    follow-ups, which are in older messages, the candidate is hidden from them.
    """
    rows = load_referral_rows(context, follow_ups)
    answerable = find_answerable(context, viewer.user_id, list(rows.referrals.values()))
    moved = find_moved(context, rows.referrals)
    items = {}
    for each in follow_ups:
        referral = rows.referral_of(each)
        if referral is None:
            continue
        waits_for_viewer = each.member == viewer.user_id and each.state is FollowUpState.OPEN
        if referral.id in answerable:
            shown = redact_for_desk(referral, viewer.hide_until_agreed)
        elif waits_for_viewer:
            continue
        else:
            shown = redact(referral)
        endorsement = None
        if not shown.candidate.hidden:
            current = rows.endorsements[referral.id]
            endorsement = next((found for found in current if found.is_first), None)
        items[each.id] = NudgeItem(
            each,
            shown,
            shown.candidate.name,
            endorsement=endorsement,
            may_answer=referral.id in answerable,
            was_moved=referral.id in moved,
        )
    return items


def _find_unanswered_questions(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups whose question has no answer yet, while the referral is open."""
    progress = _find_open_progress(context, follow_ups)
    asked = questions.find_many(
        context.transaction, context.workspace.id, [each.subject_id for each in follow_ups]
    )
    return {
        each.id
        for each in follow_ups
        if each.id in progress
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
        name = rows.name_written_by(viewer.user_id, referral) if referral else None
        if referral is not None and question is not None and name is not None:
            items[each.id] = NudgeItem(each, referral, name, question=question)
    return items


def _find_waiting_referrals(context: Context, follow_ups: Sequence[FollowUp]) -> set[int]:
    """The ids of the follow-ups whose referral is open, or waits for a second look."""
    progress = load_progress(context, follow_ups)
    not_now_ids = {
        each.subject_id
        for each in follow_ups
        if each.id in progress and progress[each.id].stage is Stage.NOT_NOW
    }
    awaited_looks = _find_awaited_looks(context, not_now_ids) if not_now_ids else set()
    return {
        each.id
        for each in follow_ups
        if each.id in progress and (not progress[each.id].ended or each.subject_id in awaited_looks)
    }


def _find_awaited_looks(context: Context, referral_ids: Collection[int]) -> set[int]:
    """The ids of those referrals, ended with "not now", that the owner is to look at again."""
    planned = stored_follow_ups.list_by_subjects(
        context.transaction, context.workspace.id, FollowUpKind.RETURN, referral_ids
    )
    return {
        referral_id
        for referral_id, follow_ups in planned.items()
        if any(each.state is FollowUpState.OPEN for each in follow_ups)
    }


def _load_heartbeats(
    context: Context, viewer: Viewer, follow_ups: Sequence[FollowUp]
) -> Mapping[int, NudgeItem]:
    rows = load_referral_rows(context, follow_ups)
    referrals_by_follow_up = {each.id: rows.referral_of(each) for each in follow_ups}
    owner_ids = {
        referral.owner for referral in referrals_by_follow_up.values() if referral is not None
    }
    owners = members.find_many(context.transaction, context.workspace.id, owner_ids)
    referral_ids = {each.subject_id for each in follow_ups}
    reminded = _find_reminded(context, referral_ids)
    open_questions = questions.find_unanswered(
        context.transaction, context.workspace.id, viewer.user_id, referral_ids
    )
    awaited_looks = _find_awaited_looks(context, referral_ids)
    items = {}
    for each in follow_ups:
        referral = referrals_by_follow_up[each.id]
        if referral is None:
            continue
        name = rows.name_written_by(viewer.user_id, referral)
        if name is not None:
            owner = owners.get(referral.owner)
            rules = find_personal_rules(owner, context.policy)
            if referral.id in awaited_looks:
                answer_due_at = _second_look_time(referral, rules)
            else:
                answer_due_at = answer_deadline(context.policy, referral, rules)
            items[each.id] = NudgeItem(
                each,
                referral,
                name,
                answer_due_at=answer_due_at,
                reminded=reminded.get(referral.id),
                question=open_questions.get(referral.id),
            )
    return items


def _second_look_time(referral: Referral, rules: PersonalRules) -> datetime | None:
    """When the owner looks again at a referral ended with "not now", in the zone of `rules`."""
    if referral.stage is not Stage.NOT_NOW or referral.return_on is None:
        return None
    return first_civil_time_on(referral.return_on, rules.zone, rules.hours).astimezone(rules.zone)


def _find_reminded(context: Context, referral_ids: Collection[int]) -> dict[int, str]:
    """Who was reminded to answer a referral, or to say what is next: user ids by referral id."""
    reminded = {}
    for kind in (FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE, FollowUpKind.RETURN):
        follow_ups_by_referral = stored_follow_ups.list_by_subjects(
            context.transaction, context.workspace.id, kind, referral_ids
        )
        for referral_id, follow_ups in follow_ups_by_referral.items():
            for each in follow_ups:
                if each.state is FollowUpState.OPEN and each.nudges_sent:
                    reminded[referral_id] = each.member
    return reminded


def _next_heartbeat(
    policy: Policy, _follow_up: FollowUp, rules: PersonalRules, now: datetime
) -> datetime | None:
    return next_heartbeat_time(now, policy.heartbeat_days, rules.zone, rules.hours)


def find_next_owner(
    context: Context, follow_up: FollowUp, away: bool, *, escalations: int | None = None
) -> str | None:
    """Chooses who is reminded next. Returns None if the member stays the same.

    `away` says whether the present member is away. The owner and the others who can answer are
    reminded in turn. `escalations` is how many turns have passed, by default the number of nudges.
    Before the first nudge, a member who is away is replaced only by somebody who is not away.
    """
    is_first_nudge = follow_up.nudges_sent == 0
    if (is_first_nudge and not away) or follow_up.referral_id is None:
        return None
    referral = referrals.find(context.transaction, context.workspace.id, follow_up.referral_id)
    if referral is None:
        return None
    others = list_escalation_chain(context, referral)
    if is_first_nudge:
        present = find_present(context, others)
        return next((user for user in present if user != follow_up.member), None)
    chain = (referral.owner, *others)
    turn = (follow_up.nudges_sent if escalations is None else escalations) % len(chain)
    in_turn = chain[turn:] + chain[:turn]
    chosen = next(iter(find_present(context, in_turn)), in_turn[0])
    return chosen if chosen != follow_up.member else None


RECRUITER_ANSWER = KindOfFollowUp(
    find_applicable=_find_unanswered_referrals,
    load_items=load_referrals_to_answer,
    next_nudge_time=next_cadence_time,
    find_next_member=find_next_owner,
)
QUESTION = KindOfFollowUp(
    find_applicable=_find_unanswered_questions,
    load_items=_load_questions,
    next_nudge_time=next_cadence_time,
)
HEARTBEAT = KindOfFollowUp(
    find_applicable=_find_waiting_referrals,
    load_items=_load_heartbeats,
    next_nudge_time=_next_heartbeat,
    is_listed=False,
)
