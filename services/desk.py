"""What people at the desk do with a referral: take it, move its stage, or hand it over.

Each of these begins with a button on a card, and queues messages to the advocates and edits of the
posted cards. Questions to an advocate are in `advocate_questions`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.consent import (
    STAGES_OF_TAKING_PART,
    STAGES_WHILE_HIDDEN,
    is_candidate_hidden,
    redact_for_desk,
)
from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)
from domain.follow_ups import WORK_KINDS, FollowUpKind, FollowUpState
from domain.limits import STAGE_NOTE_MAX
from domain.members import find_choice_problem
from domain.message_payload import Payload
from domain.messages import OwnerChanged, ReferralForManager, ReferralReceived, StageChanged
from domain.permissions import check_may_answer, may_own
from domain.referrals import Referral
from domain.returning import ReturnAfter, return_day
from domain.stages import REASONS_BY_STAGE, Reason, Stage, next_stages
from services import (
    consent,
    follow_ups,
    hires,
    history,
    interview,
    outbox,
    outcome_notes,
    own_moves,
    returns,
    windows,
)
from services.asks import closing as ask_closing
from services.context import Context
from services.first_answers import count_answer_days
from services.people import (
    find_opening_of,
    find_own_candidates,
    find_today,
    list_other_possible_owners,
)
from storage import endorsements, follow_up_dates, members, referrals
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox


def find_answerable_referral(context: Context, referral_id: int) -> Referral:
    """Finds a referral that the actor may answer.

    Raises `NotFoundError`, also if the candidate is erased, and `NotAllowedError`.
    """
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    opening = find_opening_of(context, referral)
    candidate_user_ids = find_own_candidates(context, [referral])[referral.id]
    check_may_answer(context.actor, opening, referral.owner, candidate_user_ids)
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return referral


def find_referral_for_display(context: Context, referral_id: int) -> Referral:
    """As `find_answerable_referral`, but without the details of a hidden candidate."""
    return redact_for_desk(
        find_answerable_referral(context, referral_id), context.policy.hide_until_agreed
    )


def find_revealed_referral(context: Context, referral_id: int) -> Referral:
    """As `find_answerable_referral`, but raises `FieldError` while the candidate is hidden."""
    referral = find_answerable_referral(context, referral_id)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        raise FieldError("question", "not_agreed")
    return referral


def take_referral(context: Context, referral_id: int) -> Referral:
    """Makes the actor the owner, and moves a new referral into review.

    Does nothing if the actor has taken the referral before. Raises `NotFoundError`,
    `NotAllowedError` (also if the actor vouches for the candidate and someone else can answer),
    `StaleError` if the referral has ended or changed, and `AlreadyAnsweredError` if someone else
    has taken it.
    """
    referral = find_answerable_referral(context, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if referral.stage is not Stage.NEW:
        if referral.owner == context.actor.user_id:
            return referral
        raise AlreadyAnsweredError("take", referral.owner)
    _check_may_give_first_answer(context, referral)
    if referral.owner != context.actor.user_id:
        _set_owner(context, referral, context.actor.user_id)
        referral = find_answerable_referral(context, referral_id)
        _send_card_to_actor(context, referral)
    return change_stage(context, referral, Stage.IN_REVIEW, reason=None, note="")


def move_stage(
    context: Context,
    referral_id: int,
    stage: Stage,
    reason: Reason | None,
    note: str,
    *,
    return_after: ReturnAfter | None = None,
) -> Referral:
    """Moves a referral to a stage. Some stages, such as "not now", need a reason for the advocates.

    For "not now", `return_after` says when the candidate is looked at again. Raises
    `NotFoundError`, `NotAllowedError`, `FormError`, and `StaleError` if the present stage does not
    lead to this one.
    """
    referral = find_answerable_referral(context, referral_id)
    if stage not in next_stages(referral.stage):
        raise StaleError("referral", referral.stage.value)
    if referral.stage is Stage.NEW and stage is not Stage.WITHDRAWN:
        _check_may_give_first_answer(context, referral)
    errors: list[FieldError] = []
    is_hidden = is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed)
    if is_hidden and stage not in STAGES_WHILE_HIDDEN:
        errors.append(FieldError("stage", "not_agreed"))
    allowed_reasons = REASONS_BY_STAGE.get(stage, ())
    if allowed_reasons and reason is None:
        errors.append(FieldError("reason", "empty"))
    elif allowed_reasons and reason not in allowed_reasons:
        errors.append(FieldError("reason", "not_this_stage"))
    if len(note) > STAGE_NOTE_MAX:
        errors.append(FieldError("note", "too_long", str(STAGE_NOTE_MAX)))
    if errors:
        raise FormError(tuple(errors))
    stored_reason = reason if allowed_reasons else None
    return change_stage(context, referral, stage, stored_reason, note, return_after)


def change_stage(
    context: Context,
    referral: Referral,
    stage: Stage,
    reason: Reason | None,
    note: str,
    return_after: ReturnAfter | None = None,
) -> Referral:
    """Moves a referral to a stage without checking whether the actor may do so.

    Raises `StaleError` if the referral has changed.
    """
    return_on = None
    if stage is Stage.NOT_NOW:
        working_days = context.policy.hours.working_days
        return_on = return_day(return_after, find_today(context), working_days)
    if not referrals.set_stage(
        context.transaction,
        referral,
        stage,
        reason=reason,
        note=note,
        now=context.now,
        return_on=return_on,
        answer_days=count_answer_days(context, referral, stage),
    ):
        raise StaleError("referral", referral.stage.value)
    # Whoever takes part in interviews agrees to be referred.
    took_part = stage in STAGES_OF_TAKING_PART and consent.record_taking_part(
        context, referral.candidate
    )
    history_id = _add_stage_line(context, referral, stage, reason, took_part=took_part)
    moved = referrals.find(context.transaction, referral.workspace_id, referral.id)
    assert moved is not None  # noqa: S101 - changed in this transaction
    current = endorsements.list_current(context.transaction, moved.workspace_id, moved.id)
    advocates = [endorsement.advocate for endorsement in current]
    _plan_for_stage(context, moved, advocates)
    for advocate in advocates:
        if advocate != context.actor.user_id:
            payload = StageChanged(moved.id, stage, changed_by=context.actor.user_id)
            _queue_news(context, payload, advocate, history_id)
    own_moves.tell_askers(context, moved, history_id)
    follow_ups.queue_edits_of_all(context, moved)
    return moved


def _add_stage_line(
    context: Context, before: Referral, stage: Stage, reason: Reason | None, *, took_part: bool
) -> int:
    """Adds the history line of a change of stage, with all that a correction must restore."""
    answered_at = before.answered_at
    return history.add_line(
        context,
        "referral.moved",
        "referral",
        before.id,
        before=before.stage.value,
        after=stage.value,
        reason=reason.value if reason else None,
        reason_before=before.reason.value if before.reason else None,
        stage_at_before=before.stage_at.isoformat(),
        answered_at_before=answered_at.isoformat() if answered_at else None,
        owner_before=before.owner,
        return_on_before=before.return_on.isoformat() if before.return_on else None,
        took_part=took_part,
    )


def _plan_for_stage(context: Context, moved: Referral, advocates: Sequence[str]) -> None:
    """Closes the follow-ups of the former stage and plans the follow-ups of the new stage."""
    close_answer_reminders(context, moved)
    follow_ups.plan_stage_reminder(context, moved)
    if moved.ended:
        ask_closing.close_asks_about_referral(context, moved)
        # The one invitation to say more about a candidate now comes from another referral.
        follow_up_dates.continue_with_similar(
            context.transaction, moved.workspace_id, moved.id, FollowUpKind.SAY_MORE
        )
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=moved)
    interview.update_follow_ups(context, moved, advocates)
    if moved.ended:
        outcome_notes.plan_notes(context, moved, advocates)
        returns.plan_return(context, moved)
    else:
        kinds = (FollowUpKind.RETURN,)
        follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=moved, kinds=kinds)
        for advocate in advocates:
            follow_ups.plan_heartbeat(context, moved, advocate)
    if moved.stage is Stage.HIRED:
        hires.refresh_follow_ups(context, moved)


def close_answer_reminders(context: Context, referral: Referral) -> None:
    """Closes the reminders to give the first answer, or to move the stage on."""
    follow_ups.close_matching(
        context,
        FollowUpState.DONE,
        referral=referral,
        kinds=(FollowUpKind.RECRUITER_ANSWER, FollowUpKind.STAGE),
    )


def hand_over_referral(context: Context, referral_id: int, to: str) -> Referral:
    """Makes `to` (a user id) the owner, and tells the new owner and the advocates.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError` if the referral has ended or changed,
    and `FieldError("to")` if `to` cannot be chosen.
    """
    referral = find_answerable_referral(context, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    check_may_own(context, referral, to)
    if referral.owner == to:
        return referral
    return change_owner(context, referral, to)


def check_may_own(context: Context, referral: Referral, to: str) -> None:
    """Raises `FieldError("to")` if `to` (a user id) cannot be chosen as the owner."""
    member = members.find(context.transaction, referral.workspace_id, to)
    if problem := find_choice_problem(member):
        raise FieldError("to", problem, to)
    if to in find_own_candidates(context, [referral])[referral.id]:
        raise FieldError("to", "not_this_one")
    advocates = _list_advocates(context, referral)
    if to in advocates:
        others = list_other_possible_owners(context, referral)
        if not may_own(to, advocates, others):
            raise _advocate_chosen_error(context, referral, others)


def _advocate_chosen_error(
    context: Context, referral: Referral, others: Sequence[str]
) -> FieldError:
    """The error that suggests another owner, by name: errors of form fields show no mentions."""
    not_suggested = (context.actor.user_id, referral.owner)
    for user_id in others:
        member = members.find(context.transaction, referral.workspace_id, user_id)
        if member is not None and user_id not in not_suggested:
            return FieldError("to", "vouches_too", member.name)
    return FieldError("to", "vouches_nobody_else")


def _check_may_give_first_answer(context: Context, referral: Referral) -> None:
    """Raises `NotAllowedError` if the actor vouches for the candidate and others can answer."""
    advocates = _list_advocates(context, referral)
    if context.actor.user_id in advocates:
        others = list_other_possible_owners(context, referral)
        if not may_own(context.actor.user_id, advocates, others):
            raise NotAllowedError("answer_own_referral", others[0])


def _list_advocates(context: Context, referral: Referral) -> set[str]:
    """The user ids of everybody who vouches for the candidate."""
    current = endorsements.list_current(context.transaction, referral.workspace_id, referral.id)
    return {referral.advocate, *(endorsement.advocate for endorsement in current)}


def change_owner(
    context: Context, referral: Referral, to: str, *, send_card: bool = True
) -> Referral:
    """Makes `to` the owner without a check, and tells the new owner and the advocates.

    If `send_card` is false, the caller tells the new owner. Raises `StaleError` if the referral
    has changed.
    """
    workspace_id = referral.workspace_id
    reminders = [
        reminder
        for kind in WORK_KINDS
        for reminder in stored_follow_ups.list_by_subject(
            context.transaction, workspace_id, kind, referral.id
        )
    ]
    _set_owner(context, referral, to)
    history_id = history.add_line(
        context, "referral.handed_over", "referral", referral.id, before=referral.owner, after=to
    )
    changed = referrals.find(context.transaction, workspace_id, referral.id)
    assert changed is not None  # noqa: S101 - changed in this transaction
    if changed.answered_at is None:
        follow_ups.plan_answer_reminder(context, changed)
    else:
        follow_ups.plan_stage_reminder(context, changed)
    if to == context.actor.user_id:
        _send_card_to_actor(context, changed)
    elif send_card:
        payload = ReferralReceived(changed.id, handed_over_by=context.actor.user_id)
        _queue_news(context, payload, to, history_id)
    for endorsement in endorsements.list_current(context.transaction, workspace_id, referral.id):
        if endorsement.advocate not in (to, context.actor.user_id):
            _queue_news(context, OwnerChanged(changed.id), endorsement.advocate, history_id)
            # The week until the next weekly note begins anew, as this message is news as well.
            if not changed.ended:
                follow_ups.plan_heartbeat(context, changed, endorsement.advocate)
    own_moves.tell_askers(context, changed, history_id)
    follow_ups.queue_edits_of_all(context, changed)
    reminded = follow_ups.find_possible_nudge_recipients(context, referral, reminders)
    stored_outbox.queue_nudge_edits(
        context.transaction,
        workspace_id,
        reminded,
        [reminder.id for reminder in reminders],
        context.now,
    )
    return changed


def pass_on_if_owner_vouches(context: Context, referral: Referral) -> Referral:
    """Gives an open referral to the next possible owner, if its owner vouches for the candidate.

    The owner keeps it if all possible owners vouch too. Raises `StaleError` if the referral has
    changed.
    """
    if referral.ended or referral.owner not in _list_advocates(context, referral):
        return referral
    others = list_other_possible_owners(context, referral)
    return change_owner(context, referral, others[0]) if others else referral


def _set_owner(context: Context, referral: Referral, owner: str) -> None:
    """Stores the new owner. Raises `StaleError` if the referral has changed since it was read."""
    if not referrals.set_owner(context.transaction, referral, owner, context.now):
        raise StaleError("referral", referral.stage.value)
    windows.refresh_windows(context, [referral.owner, owner])


def _send_card_to_actor(context: Context, referral: Referral) -> None:
    """Sends the card at once to the actor, who has just taken the referral.

    An actor who already has the card gets no second card, because the first one is edited.
    """
    workspace_id, to = referral.workspace_id, context.actor.user_id
    payload = ReferralReceived(referral.id)
    kinds = (payload.kind, ReferralForManager.kind)
    if stored_outbox.is_sent_or_queued(context.transaction, workspace_id, kinds, referral.id, to):
        return
    outbox.queue(context, payload, to=to, occasion=f"{to}:taken:{referral.version}")


def _queue_news(context: Context, payload: Payload, to: str, history_id: int) -> None:
    """Queues news of a change. A person gets one message of a kind for each history line."""
    outbox.queue(context, payload, to=to, occasion=f"{to}:{history_id}")
