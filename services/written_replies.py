"""A person replies in words to a message of the bot, and the bot offers to pass the reply on.

Starts from the reply, whose text is not stored yet. A tap on the offer stores it as an answer, a
question or a note to the person whom it concerns.
"""

from __future__ import annotations

from collections.abc import Callable

from domain.consent import is_candidate_hidden
from domain.errors import FieldError, NotFoundError, RefusedError, StaleError
from domain.limits import PASSED_REPLY_MAX
from domain.message_payload import Delivery, Payload
from domain.messages import (
    PAYLOADS,
    Acknowledgement,
    CandidateAgreed,
    ManagerWord,
    OwnerChanged,
    QuestionAnswered,
    QuestionAsked,
    ReferralReceived,
    SecondVouch,
    StageChanged,
)
from domain.outcomes import Dropped
from domain.pages import ErasedPage
from domain.threaded_messages import ReplyOffered, ReplyTarget
from domain.written_pages import ReplyOfferPage
from services import advocate_questions, history, manager_word, outbox
from services.context import Context
from services.desk import find_revealed_referral
from services.follow_ups import DESK_CARDS
from services.people import build_viewer
from storage import endorsements, questions, referrals
from storage.outbox import replies

_Found = tuple[int, ReplyTarget, int, str]
"""The referral's id, what the reply becomes, the id of the row it belongs to, and the reader's user
id."""


def find_offer(context: Context, ts: str, thread_ts: str) -> ReplyOffered | None:
    """Returns what the actor's reply can become, or None if it concerns nobody.

    `thread_ts` is the message to which the actor replied.
    """
    posted = replies.find_posted(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        [payload.kind for payload in _FIND],
        thread_ts,
    )
    if posted is None:
        return None
    payload = PAYLOADS[posted.kind].from_row(posted.subject_id, posted.details)
    try:
        found = _FIND[type(payload)](context, payload)
    except RefusedError:  # The actor may not reply, or not any more.
        return None
    if found is None or found[-1] == context.actor.user_id:
        return None
    referral_id, target, target_id, reader = found
    return ReplyOffered(referral_id, thread_ts, ts, target, target_id, reader)


def _find_answer(context: Context, payload: Payload) -> _Found | None:
    """Raises `RefusedError`."""
    question, referral = advocate_questions.find_question_to_answer(context, payload.subject_id)
    if question.answered_at is not None:
        return None
    return referral.id, ReplyTarget.ANSWER, question.id, question.asked_by


def _find_manager_reply(context: Context, payload: Payload) -> _Found:
    """Raises `RefusedError`."""
    page = manager_word.find_word_to_answer(context, payload.subject_id)
    commitment = page.commitment
    return page.referral.id, ReplyTarget.MANAGER_REPLY, commitment.id, commitment.member


def _find_question(context: Context, payload: Payload) -> _Found | None:
    """Raises `RefusedError`."""
    referral_id, advocate = payload.subject_id, None
    if isinstance(payload, QuestionAnswered):
        question = questions.find(context.transaction, context.workspace.id, payload.subject_id)
        if question is None:
            return None
        referral_id, advocate = question.referral_id, question.asked_of
    if isinstance(payload, SecondVouch):
        advocate = payload.advocate
    referral = find_revealed_referral(context, referral_id)
    if referral.ended:
        return None
    return referral.id, ReplyTarget.QUESTION, referral.id, advocate or referral.advocate


def _find_note(context: Context, payload: Payload) -> _Found | None:
    transaction, workspace_id, user_id = (
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
    )
    referral = referrals.find(transaction, workspace_id, payload.subject_id)
    if referral is None or referral.ended or referral.candidate.erased_at is not None:
        return None
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        return None
    if endorsements.find_by_advocate(transaction, workspace_id, referral.id, user_id) is None:
        return None
    return referral.id, ReplyTarget.NOTE, referral.id, referral.owner


_FIND: dict[type[Payload], Callable[[Context, Payload], _Found | None]] = {
    QuestionAsked: _find_answer,
    ManagerWord: _find_manager_reply,
    ReferralReceived: _find_question,
    SecondVouch: _find_question,
    CandidateAgreed: _find_question,
    QuestionAnswered: _find_question,
    Acknowledgement: _find_note,
    StageChanged: _find_note,
    OwnerChanged: _find_note,
}


def load_offer(
    context: Context, payload: ReplyOffered, delivery: Delivery
) -> ReplyOfferPage | ErasedPage | Dropped:
    referral = referrals.find(context.transaction, context.workspace.id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        if not delivery.is_edit:
            return Dropped("candidate_erased")
        return ErasedPage(build_viewer(context, delivery.recipient), (referral,), referral.reason)
    return ReplyOfferPage(delivery.intent_id, payload.target, payload.reader, payload.passed_on)


def pass_on(context: Context, intent_id: int, text: str) -> None:
    """Stores the reply and tells the person whom it concerns. A second tap does nothing.

    Raises `NotFoundError`, `FieldError`, and what refuses an answer, a question or a note.
    """
    workspace_id = context.workspace.id
    intent = replies.lock_intent(context.transaction, workspace_id, intent_id)
    is_own = intent is not None and intent.recipient == context.actor.user_id
    if intent is None or not is_own or intent.kind != ReplyOffered.kind:
        raise NotFoundError("question")
    offer = ReplyOffered.from_row(intent.subject_id, intent.details)
    if offer.passed_on:
        return
    details = {**intent.details, "done": True}
    match offer.target:
        case ReplyTarget.ANSWER:
            advocate_questions.answer_question(context, offer.target_id, text)
        case ReplyTarget.MANAGER_REPLY:
            manager_word.reply_to_advocate(context, offer.target_id, text)
        case ReplyTarget.QUESTION:
            advocate_questions.ask_advocate(context, offer.target_id, offer.reader, text)
        case ReplyTarget.NOTE:
            details["to"] = _send_note(context, offer.target_id, text)
    replies.save_details(context.transaction, workspace_id, intent_id, details)
    outbox.queue_edits(context, (ReplyOffered,), offer.subject_id)


def _send_note(context: Context, referral_id: int, text: str) -> str:
    """Stores an advocate's note as an answer without a question. Returns the owner's user id.

    Raises `NotFoundError` if the actor is no advocate of it any more, `StaleError` if it has
    ended, and `FieldError`.
    """
    transaction, workspace_id, user_id = (
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
    )
    referral = referrals.find(transaction, workspace_id, referral_id)
    if (
        referral is None
        or endorsements.find_by_advocate(transaction, workspace_id, referral_id, user_id) is None
    ):
        raise NotFoundError("referral")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if not text or len(text) > PASSED_REPLY_MAX:
        raise FieldError("answer", "too_long" if text else "empty", str(PASSED_REPLY_MAX))
    note = questions.add(
        transaction,
        workspace_id,
        referral_id,
        asked_by=referral.owner,
        asked_of=user_id,
        text="",
        now=context.now,
    )
    questions.save_answer(transaction, workspace_id, note.id, text, context.now)
    history.add_line(context, "referral.replied", "referral", referral_id, question=note.id)
    outbox.queue(context, QuestionAnswered(note.id), to=referral.owner)
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    return referral.owner
