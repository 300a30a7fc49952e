"""Congratulates an advocate and the new colleague they referred in a channel, if both agree.

On the colleague's first day a follow-up asks the advocate. If they agree, they name the colleague's
Slack account, and the colleague is asked. If the colleague agrees, too, the congratulation is
posted. Either of the two can have the post deleted later.
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
from domain.members import find_choice_problem
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
    """Loads the advocate's form, and the user id with which to prefill the new colleague.

    The user id is None unless exactly one member is known to be the candidate. Raises
    `NotFoundError` if the follow-up is no longer open, the candidate is erased, or there is no
    channel to post in.
    """
    referral, opening = _find_referral(context, follow_up.subject_id)
    channel = choose_channel(context.policy.thanks_channel, opening.channels if opening else ())
    is_open = follow_up.kind is KIND and follow_up.state is FollowUpState.OPEN
    if channel is None or not is_open:
        raise NotFoundError("follow_up")
    likely = find_own_candidates(context, [referral])[referral.id] - {follow_up.member}
    hired = next(iter(likely)) if len(likely) == 1 else None
    planned = Congratulation(referral.id, follow_up.member, hired or "", channel, context.now)
    return CongratulationPage(build_viewer(context), planned, referral.opening_title or ""), hired


def _find_referral(context: Context, referral_id: int) -> tuple[Referral, Opening | None]:
    """Finds the referral and its opening, which is None for a general referral.

    Raises `NotFoundError` if there is no such referral, or its candidate is erased.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    referral = referrals.find(transaction, workspace_id, referral_id)
    if referral is None or referral.candidate.erased_at is not None:
        raise NotFoundError("referral")
    if referral.opening_id is None:
        return referral, None
    return referral, openings.find(transaction, workspace_id, referral.opening_id)


def ask_new_colleague(context: Context, follow_up_id: int, hired: str | None) -> None:
    """Stores that the advocate agrees and who they named, and asks that colleague.

    `hired` is the colleague's user id, or None if the advocate chose nobody. Raises
    `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError` and `FieldError("whom")`.
    """
    follow_up = follow_up_answers.find_own_follow_up(context, follow_up_id)
    if follow_up.state is FollowUpState.DONE:
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    page, _prefilled = load_form(context, follow_up)
    _check_new_colleague(context, hired)
    referral_id, channel = follow_up.subject_id, page.congratulation.channel
    asked = Congratulation(referral_id, follow_up.member, hired or "", channel, context.now)
    if not congratulations.add(context.transaction, context.workspace.id, asked):
        raise AlreadyAnsweredError("follow_up", context.actor.user_id)
    follow_up_answers.settle_follow_up(context, follow_up.id, FollowUpState.DONE)
    outbox.queue(context, CongratulationAsked(referral_id), to=asked.hired)


def _check_new_colleague(context: Context, hired: str | None) -> None:
    """Raises `FieldError("whom")` unless `hired` is another person who works here."""
    if not hired:
        raise FieldError("whom", "empty")
    if hired == context.actor.user_id:
        raise FieldError("whom", "yourself")
    problem = find_choice_problem(members.find(context.transaction, context.workspace.id, hired))
    if problem:
        raise FieldError("whom", problem, hired)


def answer(context: Context, referral_id: int, *, agreed: bool) -> None:
    """Stores the new colleague's answer. If they agree, queues the post.

    Repeating an answer changes nothing. Raises `NotFoundError`, `NotAllowedError` if the actor is
    not the new colleague, and `AlreadyAnsweredError` if they gave the opposite answer before.
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
    """Withdraws the congratulation, and queues the deletion of the post.

    A second call changes nothing. Raises `NotFoundError`, and `NotAllowedError` if the actor is
    neither the advocate nor the new colleague.
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
    """Queues edits of the messages to both people, and of the nudge that asked the advocate."""
    transaction, workspace_id = context.transaction, context.workspace.id
    outbox.queue_edits(context, (CongratulationAsked, CongratulationAgreed), referral_id)
    nudged = follow_ups.list_by_subject(transaction, workspace_id, KIND, referral_id)
    members_asked, ids = {each.member for each in nudged}, {each.id for each in nudged}
    stored_outbox.queue_nudge_edits(transaction, workspace_id, members_asked, ids, context.now)


# For the delivery: load what a queued message shows, and record what became of the post ---------


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
    """`recipient` is a user or channel id; any but those of this congratulation may not see it."""
    transaction, workspace_id = context.transaction, context.workspace.id
    found = congratulations.find(transaction, workspace_id, payload.subject_id)
    referral = referrals.find(transaction, workspace_id, payload.subject_id)
    if found is None or referral is None or referral.candidate.erased_at is not None:
        return Dropped("congratulation_gone")
    if recipient not in (*found.people, found.channel):
        return Dropped("may_not_see")
    return CongratulationPage(build_viewer(context, recipient), found, referral.opening_title or "")


def find_posted_ts(context: Context, payload: CongratulationRemoved) -> str | None:
    """The `ts` of the post to delete, or None if it was not posted."""
    found = congratulations.find(context.transaction, context.workspace.id, payload.subject_id)
    return found.ts if found is not None else None


def record_posted(context: Context, payload: CongratulationPosted, ts: str) -> None:
    """Stores the `ts` of the post. If someone took it back meanwhile, queues its deletion."""
    transaction, workspace_id = context.transaction, context.workspace.id
    referral_id = payload.subject_id
    congratulations.set_posted(transaction, workspace_id, referral_id, ts)
    found = congratulations.find(transaction, workspace_id, referral_id)
    if found is not None and found.taken_back_by is not None:
        # The deletion that `take_back` queued may have been dropped, because there was no post yet.
        # The occasion tells this deletion from that one.
        outbox.queue(context, CongratulationRemoved(referral_id), to=found.channel, occasion=ts)


def record_refused(context: Context, payload: CongratulationPosted, _to: str, _why: str) -> None:
    """Stores that Slack refused the post."""
    congratulations.set_refused(context.transaction, context.workspace.id, payload.subject_id)
    _edit_messages(context, payload.subject_id)
