"""Congratulates an advocate and their hire in a channel, if both agree.

Starts when the advocate is asked on the first day, agrees and names the new colleague. Ends with
the post. Nothing is posted if either of them declines or does not answer. After the post, either of
them can have it deleted.
"""

from __future__ import annotations

from domain.congratulation_pages import CongratulationPage
from domain.congratulations import (
    Congratulation,
    CongratulationAgreed,
    CongratulationAsked,
    CongratulationPosted,
    CongratulationRemoved,
    choose_channel,
)
from domain.errors import AlreadyAnsweredError, FieldError, NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import choice_problem
from domain.message_payload import Delivery, Payload
from domain.openings import Opening
from domain.outcomes import Dropped
from domain.referrals import Referral
from services import follow_up_answers, history, outbox
from services.context import Context
from services.people import build_viewer, find_own_candidates
from storage import congratulations, follow_ups, members, openings, referrals
from storage import outbox as stored_outbox

KIND = FollowUpKind.CONGRATULATION


def load_form(context: Context, follow_up: FollowUp) -> tuple[CongratulationPage, str | None]:
    """Loads the form, and the user id of the new colleague if only one member can be meant.

    Raises `NotFoundError` if there is nothing to ask any more.
    """
    referral, opening = _find_referral(context, follow_up.subject_id)
    channel = choose_channel(context.policy.thanks_channel, opening.channels if opening else ())
    is_open = follow_up.kind is KIND and follow_up.state is FollowUpState.OPEN
    if channel is None or not is_open:
        raise NotFoundError("follow_up")
    known = find_own_candidates(context, [referral])[referral.id] - {follow_up.member}
    hired = next(iter(known)) if len(known) == 1 else None
    asked = Congratulation(referral.id, follow_up.member, hired or "", channel, context.now)
    return CongratulationPage(build_viewer(context), asked, referral.opening_title or ""), hired


def _find_referral(context: Context, referral_id: int) -> tuple[Referral, Opening | None]:
    """Finds the referral and its opening. Raises `NotFoundError`, also for erased candidates."""
    transaction, workspace_id = context.transaction, context.workspace.id
    referral = referrals.find(transaction, workspace_id, referral_id)
    if referral is None or referral.candidate.erased_at is not None:
        raise NotFoundError("referral")
    opening_id = referral.opening_id
    return referral, openings.find(transaction, workspace_id, opening_id) if opening_id else None


def ask_new_colleague(context: Context, follow_up_id: int, hired: str | None) -> None:
    """Stores that the advocate agrees and names the new colleague, and asks the new colleague.

    `hired` is the user id, or None if nobody was chosen. Raises `NotFoundError`,
    `NotAllowedError`, `AlreadyAnsweredError` and `FieldError("whom")`.
    """
    follow_up = follow_up_answers.find_own_follow_up(context, follow_up_id)
    if follow_up.state is FollowUpState.DONE:
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    page, _ = load_form(context, follow_up)
    _check_new_colleague(context, hired)
    referral_id, channel = follow_up.subject_id, page.congratulation.channel
    asked = Congratulation(referral_id, follow_up.member, hired or "", channel, context.now)
    if not congratulations.add(context.transaction, context.workspace.id, asked):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    follow_up_answers.settle_follow_up(context, follow_up.id, FollowUpState.DONE)
    outbox.queue(context, CongratulationAsked(referral_id), to=asked.hired)


def _check_new_colleague(context: Context, hired: str | None) -> None:
    if not hired:
        raise FieldError("whom", "empty")
    if hired == context.actor.user_id:
        raise FieldError("whom", "yourself")
    problem = choice_problem(members.find(context.transaction, context.workspace.id, hired))
    if problem:
        raise FieldError("whom", problem, hired)


def answer(context: Context, referral_id: int, *, agreed: bool) -> None:
    """Stores the new colleague's answer. If they agree, the congratulation is posted.

    The same answer again changes nothing. Raises `NotFoundError`, `NotAllowedError`, and
    `AlreadyAnsweredError` if they gave the other answer before.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    found = congratulations.find(transaction, workspace_id, referral_id)
    if found is None:
        raise NotFoundError("congratulation")
    if found.hired != context.actor.user_id:
        raise NotAllowedError("congratulate")
    if not congratulations.answer(transaction, workspace_id, referral_id, agreed=agreed):
        current = congratulations.find(transaction, workspace_id, referral_id)
        if current is not None and current.agreed is agreed:
            return
        raise AlreadyAnsweredError("congratulation", found.hired)
    verb = "agreed" if agreed else "declined"
    history.add_line(context, f"congratulation.{verb}", "referral", referral_id)
    if agreed:
        outbox.queue(context, CongratulationPosted(referral_id), to=found.channel)
        outbox.queue(context, CongratulationAgreed(referral_id), to=found.advocate)
    _edit_messages(context, referral_id)


def take_back(context: Context, referral_id: int) -> None:
    """Withdraws the congratulation for one of the two, and deletes the post if there is one.

    A second time changes nothing.

    Raises `NotFoundError` and `NotAllowedError`.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    actor = context.actor.user_id
    found = congratulations.find(transaction, workspace_id, referral_id)
    if found is None:
        raise NotFoundError("congratulation")
    if actor not in found.people:
        raise NotAllowedError("congratulate")
    if congratulations.take_back(transaction, workspace_id, referral_id, actor):
        history.add_line(context, "congratulation.taken_back", "referral", referral_id)
        outbox.queue(context, CongratulationRemoved(referral_id), to=found.channel)
        _edit_messages(context, referral_id)


def _edit_messages(context: Context, referral_id: int) -> None:
    transaction, workspace_id = context.transaction, context.workspace.id
    outbox.queue_edits(context, (CongratulationAsked, CongratulationAgreed), referral_id)
    asked = follow_ups.list_by_subject(transaction, workspace_id, KIND, referral_id)
    people, ids = {each.member for each in asked}, {each.id for each in asked}
    stored_outbox.queue_nudge_edits(transaction, workspace_id, people, ids, context.now)


# Messages ---------------------------------------------------------------------------------------


def load_asked(
    context: Context, payload: CongratulationAsked, delivery: Delivery
) -> CongratulationPage | Dropped:
    return _load_page(context, payload, delivery.recipient)


def load_agreed(
    context: Context, payload: CongratulationAgreed, delivery: Delivery
) -> CongratulationPage | Dropped:
    page = _load_page(context, payload, delivery.recipient)
    if isinstance(page, Dropped) or delivery.is_edit or page.congratulation.is_shown:
        return page
    return Dropped("taken_back")


def load_posted(
    context: Context, payload: CongratulationPosted, delivery: Delivery
) -> CongratulationPage | Dropped:
    page = _load_page(context, payload, delivery.recipient)
    if isinstance(page, Dropped) or page.congratulation.is_shown:
        return page
    return Dropped("taken_back")


def load_removed(
    context: Context, payload: CongratulationRemoved, delivery: Delivery
) -> CongratulationPage | Dropped:
    page = _load_page(context, payload, delivery.recipient)
    if isinstance(page, Dropped) or page.congratulation.ts is not None:
        return page
    return Dropped("never_sent")


def _load_page(context: Context, payload: Payload, recipient: str) -> CongratulationPage | Dropped:
    transaction, workspace_id = context.transaction, context.workspace.id
    found = congratulations.find(transaction, workspace_id, payload.subject_id)
    referral = referrals.find(transaction, workspace_id, payload.subject_id)
    if found is None or referral is None or referral.candidate.erased_at is not None:
        return Dropped("congratulation_gone")
    if recipient not in (*found.people, found.channel):
        return Dropped("may_not_see")
    return CongratulationPage(build_viewer(context, recipient), found, referral.opening_title or "")


def find_posted_ts(context: Context, payload: CongratulationRemoved) -> str | None:
    found = congratulations.find(context.transaction, context.workspace.id, payload.subject_id)
    return found.ts if found is not None else None


def record_posted(context: Context, payload: CongratulationPosted, ts: str) -> None:
    """Stores Slack's id of the post, and deletes the post if it was taken back meanwhile."""
    transaction, workspace_id, id_ = context.transaction, context.workspace.id, payload.subject_id
    congratulations.set_posted(transaction, workspace_id, id_, ts)
    found = congratulations.find(transaction, workspace_id, id_)
    if found is not None and found.taken_back_by is not None:
        outbox.queue(context, CongratulationRemoved(id_), to=found.channel, occasion=ts)


def record_refused(context: Context, payload: CongratulationPosted, _to: str, _why: str) -> None:
    congratulations.set_refused(context.transaction, context.workspace.id, payload.subject_id)
    _edit_messages(context, payload.subject_id)
