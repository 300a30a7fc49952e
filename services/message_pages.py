"""Loads what a queued message shows (its page), or the reason why the message is not sent.

`delivery/message_kinds.py` pairs the loader of each kind of message with its view. `is_edit` of a
delivery means that the message was posted before. Some loaders drop a message only if it is new.
"""

from __future__ import annotations

from dataclasses import replace

from domain.asks import AskKind
from domain.attachments import FilePassedOn
from domain.commitment_pages import ChannelPostPage, FailedPostPage, WordToManagerPage
from domain.consent import is_candidate_hidden
from domain.departures import SECOND_LOOK_TAKES
from domain.members import Member
from domain.message_payload import Delivery, Payload
from domain.messages import (
    Acknowledgement,
    AskAnswered,
    AskSent,
    CandidateAgreed,
    CandidateDeclined,
    CandidateErased,
    ChannelPost,
    ChannelPostFailed,
    ManagerReply,
    Nudge,
    QuestionAnswered,
    QuestionAsked,
    ReferralReceived,
    RoundUp,
    ThanksGiven,
    ThanksShared,
    WordsWithdrawn,
    WordToManager,
)
from domain.nudge_pages import NudgePage
from domain.outcomes import Deferred, Dropped
from domain.pages import (
    AdvocatePage,
    AskPage,
    DeskPage,
    ErasedPage,
    FilePassedOnPage,
    QuestionPage,
    ReceivedPage,
    RoundupPage,
    ThanksPage,
)
from domain.referrals import Referral
from domain.withdrawal_pages import DeclinedPage, WordsWithdrawnPage
from services import channel_post, manager_digests, manager_word, roundups
from services.advocate_pages import load_advocate_page
from services.asks.own_asks import load_ask_page
from services.consent import list_endorsed_referrals
from services.context import Context
from services.desk_pages import load_desk_page
from services.follow_up_kinds.table import find_applicable, load_items
from services.people import (
    build_viewer,
    defer_nudge,
    find_answerable,
    find_rules,
    next_working_moment,
)
from services.same_person import find_own_similar
from storage import (
    candidates,
    departures,
    endorsements,
    follow_ups,
    members,
    questions,
    referrals,
    thanks,
)
from storage.asks import asks


def check_recipient(
    context: Context, user_id: str, *, at_any_hour: bool = True
) -> Dropped | Deferred | None:
    """Returns why a message to this user is not sent now, or None if it is.

    A message to someone who is no colleague is dropped. Without `at_any_hour`, it waits for
    the working hours of the recipient. If they seem to have left, it waits until Slack was
    asked about them a second time.
    """
    member = members.find(context.transaction, context.workspace.id, user_id)
    if member is None or member.is_colleague:
        return None if at_any_hour else _wait_for_working_hours(context, member)
    departure = departures.find(context.transaction, context.workspace.id, user_id)
    if departure is None or departure.second_look_at is None:
        return Dropped("recipient_not_here")
    return Deferred(max(departure.second_look_at, context.now) + SECOND_LOOK_TAKES, "seems_gone")


def _wait_for_working_hours(context: Context, member: Member | None) -> Deferred | None:
    start = next_working_moment(context, member)
    return Deferred(start, "hours") if start > context.now else None


# Openings and channels --------------------------------------------------------------------------


def load_round_up(context: Context, payload: RoundUp, delivery: Delivery) -> RoundupPage | Dropped:
    page = roundups.load_roundup(context, delivery.recipient, payload.since)
    return page if page is not None else Dropped("nothing_changed")


def load_channel_post(
    context: Context, payload: ChannelPost, delivery: Delivery
) -> ChannelPostPage | Dropped:
    page = channel_post.load_post(context, payload.subject_id, delivery.recipient)
    if page is None:
        return Dropped("referral_gone")
    if not delivery.is_edit and not page.opening.takes_referrals:
        return Dropped("opening_not_open")
    return page


def load_failed_channel_post(
    context: Context, payload: ChannelPostFailed, _delivery: Delivery
) -> FailedPostPage | Dropped:
    page = channel_post.load_post(context, payload.subject_id, payload.channel)
    return FailedPostPage(page, payload.error) if page is not None else Dropped("referral_gone")


# Referrals, for advocates -----------------------------------------------------------------------


def load_acknowledgement(
    context: Context, payload: Acknowledgement, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    if not isinstance(page, AdvocatePage):
        return page
    similar = find_own_similar(context, page.referral.candidate, delivery.recipient)
    page = replace(page, similar=similar)
    if not payload.submitted_with:
        return page
    workspace_id = context.workspace.id
    other_referrals = referrals.find_many(context.transaction, workspace_id, payload.submitted_with)
    other_pages: list[AdvocatePage] = []
    for referral in other_referrals.values():
        endorsement = endorsements.find_by_advocate(
            context.transaction, workspace_id, referral.id, delivery.recipient
        )
        if endorsement is not None:
            other_pages.append(load_advocate_page(context, page.viewer, referral, endorsement))
    return replace(page, other_pages=tuple(other_pages))


def load_for_advocate(
    context: Context, payload: Payload, delivery: Delivery
) -> AdvocatePage | ErasedPage | Dropped:
    """Loads the referral `payload.subject_id` for a recipient who is one of its advocates."""
    workspace_id = context.workspace.id
    referral = referrals.find(context.transaction, workspace_id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return load_erased(context, referral, delivery)
    endorsement = endorsements.find_by_advocate(
        context.transaction, workspace_id, referral.id, delivery.recipient
    )
    if endorsement is None:
        return Dropped("not_an_advocate")
    viewer = build_viewer(context, delivery.recipient)
    return load_advocate_page(context, viewer, referral, endorsement)


def load_file_passed_on(
    context: Context, payload: FilePassedOn, delivery: Delivery
) -> FilePassedOnPage | ErasedPage | Dropped:
    page = load_for_advocate(context, payload, delivery)
    return FilePassedOnPage(page, payload.error) if isinstance(page, AdvocatePage) else page


def load_erased(context: Context, referral: Referral, delivery: Delivery) -> ErasedPage | Dropped:
    """Loads what replaces a posted message about an erased candidate. A new message is dropped."""
    if not delivery.is_edit:
        return Dropped("candidate_erased")
    return ErasedPage(build_viewer(context, delivery.recipient), (referral,), referral.reason)


def load_candidate_erased(
    context: Context, payload: CandidateErased, delivery: Delivery
) -> ErasedPage | Dropped:
    candidate = candidates.find(context.transaction, context.workspace.id, payload.subject_id)
    endorsed = list_endorsed_referrals(context, candidate, delivery.recipient) if candidate else []
    if not endorsed:
        return Dropped("not_an_advocate")
    viewer = build_viewer(context, delivery.recipient)
    reported_by_viewer = payload.caused_by == delivery.recipient
    return ErasedPage(viewer, tuple(endorsed), payload.reason, reported_by_viewer)


def load_words_withdrawn(
    context: Context, payload: WordsWithdrawn, delivery: Delivery
) -> WordsWithdrawnPage | Dropped:
    workspace_id = context.workspace.id
    found = referrals.find_many(context.transaction, workspace_id, payload.referral_ids)
    if not found:
        return Dropped("referral_gone")
    return WordsWithdrawnPage(build_viewer(context, delivery.recipient), tuple(found.values()))


# Referrals, for the desk ------------------------------------------------------------------------


def load_received(
    context: Context, payload: ReferralReceived, delivery: Delivery
) -> ReceivedPage | ErasedPage | Dropped:
    page = load_for_desk(context, payload, delivery)
    if not isinstance(page, DeskPage):
        return page
    if page.referral.owner != delivery.recipient and not delivery.is_edit:
        return Dropped("owner_changed")
    return ReceivedPage(page, payload.handed_over_by, payload.merged)


def load_candidate_agreed(
    context: Context, payload: CandidateAgreed, delivery: Delivery
) -> DeskPage | ErasedPage | Dropped:
    return load_for_desk(context, payload, delivery)


def load_for_desk(
    context: Context, payload: Payload, delivery: Delivery
) -> DeskPage | ErasedPage | Dropped:
    """Loads the referral `payload.subject_id` for a recipient who may answer it."""
    workspace_id = context.workspace.id
    referral = referrals.find(context.transaction, workspace_id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return load_erased(context, referral, delivery)
    if not find_answerable(context, delivery.recipient, [referral]):
        return Dropped("may_not_see")
    return load_desk_page(context, build_viewer(context, delivery.recipient), referral)


def load_candidate_declined(
    context: Context, payload: CandidateDeclined, delivery: Delivery
) -> DeclinedPage | ErasedPage | Dropped:
    page = load_for_desk(context, payload, delivery)
    if not isinstance(page, DeskPage):
        return page
    if page.referral.ended and not delivery.is_edit:
        return Dropped("ended")
    return DeclinedPage(page, payload.reported_by)


def load_question(
    context: Context, payload: QuestionAsked, delivery: Delivery
) -> QuestionPage | ErasedPage | Dropped:
    page = _load_question(context, payload, delivery)
    if delivery.is_edit or not isinstance(page, QuestionPage):
        return page
    if page.question.answered_at is not None:
        return Dropped("answered")
    return Dropped("ended") if page.referral.ended else page


def load_answer(
    context: Context, payload: QuestionAnswered, delivery: Delivery
) -> QuestionPage | ErasedPage | Dropped:
    """Loads an answer. A new message is dropped while the candidate is hidden.

    The card shows the answer later.
    """
    page = _load_question(context, payload, delivery)
    if not isinstance(page, QuestionPage) or delivery.is_edit:
        return page
    is_hidden = is_candidate_hidden(page.referral.candidate, context.policy.hide_until_agreed)
    return Dropped("hidden") if is_hidden else page


def _load_question(
    context: Context, payload: Payload, delivery: Delivery
) -> QuestionPage | ErasedPage | Dropped:
    workspace_id = context.workspace.id
    question = questions.find(context.transaction, workspace_id, payload.subject_id)
    if question is None:
        return Dropped("question_gone")
    referral = referrals.find(context.transaction, workspace_id, question.referral_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        return load_erased(context, referral, delivery)
    if delivery.recipient == question.asked_of:
        endorsement = endorsements.find_by_advocate(
            context.transaction, workspace_id, referral.id, question.asked_of
        )
        if endorsement is None:  # The advocate has taken their words back.
            return Dropped("not_an_advocate")
        name = endorsement.candidate_name  # as this advocate wrote it
    elif find_answerable(context, delivery.recipient, [referral]):
        name = referral.candidate.name
    else:
        return Dropped("may_not_see")
    return QuestionPage(build_viewer(context, delivery.recipient), referral, question, name)


# Asks, commitments, thanks and nudges -------------------------------------------------------------


def load_ask(
    context: Context, payload: AskSent | AskAnswered, delivery: Delivery
) -> AskPage | Dropped:
    ask = asks.find(context.transaction, context.workspace.id, payload.subject_id)
    if ask is None or ask.asker != delivery.recipient:
        return Dropped("ask_gone")
    # Someone at the desk who may no longer answer the referral may not read about it either.
    if ask.kind is AskKind.DESK and ask.referral_id is not None:
        found = referrals.find_many(context.transaction, ask.workspace_id, [ask.referral_id])
        if not find_answerable(context, delivery.recipient, list(found.values())):
            return Dropped("may_not_see")
    return load_ask_page(context, build_viewer(context, delivery.recipient), ask)


def load_manager_word(
    context: Context, payload: WordToManager, delivery: Delivery
) -> WordToManagerPage | ErasedPage | Dropped:
    page = _load_word_to_manager(context, payload, delivery)
    has_ended = isinstance(page, WordToManagerPage) and page.referral.ended
    return Dropped("ended") if has_ended and not delivery.is_edit else page


def load_manager_reply(
    context: Context, payload: ManagerReply, delivery: Delivery
) -> WordToManagerPage | ErasedPage | Dropped:
    return _load_word_to_manager(context, payload, delivery)


def _load_word_to_manager(
    context: Context, payload: Payload, delivery: Delivery
) -> WordToManagerPage | ErasedPage | Dropped:
    page = manager_word.load_word_page(context, payload.subject_id, delivery.recipient)
    if page is None:
        return Dropped("word_gone")
    if page.referral.candidate.erased_at is not None:
        return load_erased(context, page.referral, delivery)
    return page


def load_thanks(
    context: Context, payload: ThanksGiven, _delivery: Delivery
) -> ThanksPage | Dropped:
    return _load_thanks(context, payload)


def load_shared_thanks(
    context: Context, payload: ThanksShared, _delivery: Delivery
) -> ThanksPage | Dropped:
    page = _load_thanks(context, payload)
    if isinstance(page, ThanksPage) and page.thanks.shared_at is None:
        return Dropped("not_shared")
    return page


def _load_thanks(context: Context, payload: Payload) -> ThanksPage | Dropped:
    given = thanks.find(context.transaction, context.workspace.id, payload.subject_id)
    if given is None:
        return Dropped("thanks_gone")
    return ThanksPage(build_viewer(context, given.receiver), given, context.policy.thanks_channel)


def load_nudge(
    context: Context, payload: Nudge, delivery: Delivery
) -> NudgePage | Dropped | Deferred:
    nudged = follow_ups.find_many(context.transaction, context.workspace.id, payload.follow_ups)
    if not delivery.is_edit:
        deferred = defer_nudge(context, delivery.recipient)
        if deferred is not None:
            return deferred
        applicable = find_applicable(context, nudged)
        nudged = [
            each for each in nudged if each.member == delivery.recipient and each.id in applicable
        ]
    viewer = build_viewer(context, delivery.recipient)
    items = load_items(context, viewer, nudged)
    digest = None
    if payload.digest:
        digest = manager_digests.load_digest(context, delivery.recipient, payload.digest)
    if not items and digest is None:
        return Dropped("answered_meanwhile")
    return NudgePage(
        viewer,
        items,
        delivery.intent_id,
        find_rules(context, delivery.recipient).messages_per_week,
        payload.is_unsolicited,
        payload.has_work,
        digest,
    )
