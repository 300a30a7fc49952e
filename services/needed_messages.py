"""Finds out whether the reader of a message still has to act on it.

If so, the message is posted again after an admin or a retention policy deleted it in Slack.
"""

from __future__ import annotations

from domain.messages import CandidateAgreed, QuestionAsked, ReferralReceived, WordToManager
from services.context import Context
from storage import commitments, questions, referrals


def is_card_needed(
    context: Context, payload: ReferralReceived | CandidateAgreed, reader: str
) -> bool:
    """Whether the reader owns the referral, and it has not ended."""
    return _is_open(context, payload.subject_id, owner=reader)


def is_question_needed(context: Context, payload: QuestionAsked, reader: str) -> bool:
    """Whether the reader has not answered the question, and the referral has not ended."""
    question = questions.find(context.transaction, context.workspace.id, payload.subject_id)
    if question is None or question.answered_at is not None or question.asked_of != reader:
        return False
    return _is_open(context, question.referral_id)


def is_manager_word_needed(context: Context, payload: WordToManager, reader: str) -> bool:
    """Whether the reader has not replied, and the referral has not ended."""
    commitment = commitments.find(context.transaction, context.workspace.id, payload.subject_id)
    if commitment is None or commitment.replied_at is not None or commitment.sent_to != reader:
        return False
    return _is_open(context, commitment.referral_id)


def _is_open(context: Context, referral_id: int, owner: str | None = None) -> bool:
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None or referral.ended or referral.candidate.erased_at is not None:
        return False
    return owner is None or referral.owner == owner
