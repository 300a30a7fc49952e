"""Offers to pass on what a person replied in the thread of a bot message, and does so.

The text of the reply is not stored until the person taps the button of the offer. The tap stores
the text as an answer, a question or a note, and sends it to the person for whom it is meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from domain.consent import is_candidate_hidden
from domain.errors import FieldError, NotFoundError, RefusedError, StaleError
from domain.limits import PASSED_REPLY_MAX
from domain.message_payload import Delivery, Payload
from domain.messages import (
    PAYLOADS,
    Acknowledgement,
    CandidateAgreed,
    OwnerChanged,
    QuestionAnswered,
    QuestionAsked,
    ReferralReceived,
    SecondVouch,
    StageChanged,
    WordToManager,
)
from domain.outcomes import Dropped
from domain.pages import ErasedPage
from domain.threaded_messages import ReplyOffered, ReplyUse
from domain.written_pages import ReplyOfferPage
from services import advocate_questions, history, manager_word, outbox
from services.context import Context
from services.desk import find_revealed_referral
from services.follow_ups import DESK_CARDS
from services.people import build_viewer
from storage import endorsements, questions, referrals
from storage.outbox import replies


@dataclass(frozen=True, slots=True)
class _Destination:
    """What a reply becomes when it is passed on, and who gets it: `reader` is a user id.

    `target_id` is the id of a question, a commitment or a referral, as `ReplyUse` says.
    """

    referral_id: int
    use: ReplyUse
    target_id: int
    reader: str


def find_offer(context: Context, reply_ts: str, thread_ts: str) -> ReplyOffered | None:
    """Returns an offer to pass the actor's reply on, for the caller to send, or None.

    `thread_ts` is the ts of the message to which the actor replied. None means that this message
    takes no replies, that the actor may not reply (any more), or that the reply would go to the
    actor.
    """
    posted = replies.find_posted(
        context.transaction,
        context.workspace.id,
        context.actor.user_id,
        [payload.kind for payload in _DESTINATION_FINDERS],
        thread_ts,
    )
    if posted is None:
        return None
    payload = PAYLOADS[posted.kind].from_row(posted.subject_id, posted.details)
    try:
        destination = _DESTINATION_FINDERS[type(payload)](context, payload)
    except RefusedError:
        return None
    if destination is None or destination.reader == context.actor.user_id:
        return None
    return ReplyOffered(
        destination.referral_id,
        thread_ts=thread_ts,
        reply_ts=reply_ts,
        use=destination.use,
        target_id=destination.target_id,
        reader=destination.reader,
    )


def _find_question_to_answer(context: Context, payload: Payload) -> _Destination | None:
    """An advocate replies to a question about a referral. Raises `RefusedError`."""
    question, referral = advocate_questions.find_question_to_answer(context, payload.subject_id)
    if question.answered_at is not None:
        return None
    return _Destination(referral.id, ReplyUse.ANSWER, question.id, question.asked_by)


def _find_word_to_answer(context: Context, payload: Payload) -> _Destination:
    """A hiring manager replies to an advocate's message. Raises `RefusedError`."""
    page = manager_word.find_word_to_answer(context, payload.subject_id)
    return _Destination(
        page.referral.id, ReplyUse.MANAGER_REPLY, page.commitment.id, page.commitment.member
    )


def _find_first_advocate_to_ask(context: Context, payload: Payload) -> _Destination | None:
    """An owner or recruiter replies to news of a referral. Raises `RefusedError`."""
    return _find_advocate_to_ask(context, payload.subject_id)


def _find_second_advocate_to_ask(context: Context, payload: SecondVouch) -> _Destination | None:
    """An owner or recruiter replies to news of a second vouch. Raises `RefusedError`."""
    return _find_advocate_to_ask(context, payload.subject_id, payload.advocate)


def _find_answering_advocate_to_ask(context: Context, payload: Payload) -> _Destination | None:
    """An owner or recruiter replies to an advocate's answer. Raises `RefusedError`."""
    question = questions.find(context.transaction, context.workspace.id, payload.subject_id)
    if question is None:
        return None
    return _find_advocate_to_ask(context, question.referral_id, question.asked_of)


def _find_advocate_to_ask(
    context: Context, referral_id: int, advocate: str | None = None
) -> _Destination | None:
    """The reply is a question to `advocate`, or to the first advocate. Raises `RefusedError`."""
    referral = find_revealed_referral(context, referral_id)
    if referral.ended:
        return None
    reader = advocate or referral.advocate
    return _Destination(referral.id, ReplyUse.QUESTION, referral.id, reader)


def _find_owner_to_tell(context: Context, payload: Payload) -> _Destination | None:
    """An advocate replies to news of a referral, and its owner gets the reply as a note."""
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
    referral = referrals.find(transaction, workspace_id, payload.subject_id)
    if referral is None or referral.ended or referral.candidate.erased_at is not None:
        return None
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        return None
    if endorsements.find_by_advocate(transaction, workspace_id, referral.id, user_id) is None:
        return None
    return _Destination(referral.id, ReplyUse.NOTE, referral.id, referral.owner)


_DESTINATION_FINDERS: dict[type[Payload], Callable[[Context, Any], _Destination | None]] = {
    QuestionAsked: _find_question_to_answer,
    WordToManager: _find_word_to_answer,
    ReferralReceived: _find_first_advocate_to_ask,
    SecondVouch: _find_second_advocate_to_ask,
    CandidateAgreed: _find_first_advocate_to_ask,
    QuestionAnswered: _find_answering_advocate_to_ask,
    Acknowledgement: _find_owner_to_tell,
    StageChanged: _find_owner_to_tell,
    OwnerChanged: _find_owner_to_tell,
}
"""The function that finds the destination of a reply, for each message that takes replies."""


def load_offer(
    context: Context, payload: ReplyOffered, delivery: Delivery
) -> ReplyOfferPage | ErasedPage | Dropped:
    """The content of the offer's message. An offer is not posted once the candidate is erased."""
    referral = referrals.find(context.transaction, context.workspace.id, payload.subject_id)
    if referral is None:
        return Dropped("referral_gone")
    if referral.candidate.erased_at is not None:
        if not delivery.is_edit:
            return Dropped("candidate_erased")
        return ErasedPage(build_viewer(context, delivery.recipient), (referral,), referral.reason)
    return ReplyOfferPage(delivery.intent_id, payload.use, payload.reader, payload.passed_on)


def pass_on(context: Context, intent_id: int, text: str) -> None:
    """Stores the reply, and queues it for its reader. A second tap does nothing.

    `intent_id` is the row of the offer's message in the outbox, and `text` the reply. Raises
    `NotFoundError("reply_offer")` if the actor has no such offer, and the errors of
    `answer_question`, `reply_to_advocate`, `ask_advocate` and `_send_note`.
    """
    workspace_id = context.workspace.id
    intent = replies.lock_intent(context.transaction, workspace_id, intent_id)
    if (
        intent is None
        or intent.recipient != context.actor.user_id
        or intent.kind != ReplyOffered.kind
    ):
        raise NotFoundError("reply_offer")
    offer = ReplyOffered.from_row(intent.subject_id, intent.details)
    if offer.passed_on:
        return
    reader = offer.reader
    match offer.use:
        case ReplyUse.ANSWER:
            advocate_questions.answer_question(context, offer.target_id, text)
        case ReplyUse.MANAGER_REPLY:
            manager_word.reply_to_advocate(context, offer.target_id, text)
        case ReplyUse.QUESTION:
            advocate_questions.ask_advocate(context, offer.target_id, offer.reader, text)
        case ReplyUse.NOTE:  # The owner may have changed since the offer.
            reader = _send_note(context, offer.target_id, text)
    passed_on = replace(offer, reader=reader, passed_on=True)
    replies.save_details(context.transaction, workspace_id, intent_id, passed_on.details())
    outbox.queue_edits(context, (ReplyOffered,), offer.subject_id)


def _send_note(context: Context, referral_id: int, text: str) -> str:
    """Stores an advocate's note as an answer without a question. Returns the owner's user id.

    Raises `NotFoundError` if the actor no longer vouches in this referral or the candidate is
    erased, `StaleError` if the referral has ended, and `FieldError("answer")` for an empty or too
    long text.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    user_id = context.actor.user_id
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
