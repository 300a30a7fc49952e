"""The owner of a referral asks one of its advocates a question, and the advocate answers.

It begins with the owner's form. It ends with the answer on the card, the message that shows the
referral to the owner.
"""

from __future__ import annotations

from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.limits import QUESTION_MAX, TEXT_MAX
from domain.messages import QuestionAnswered, QuestionAsked
from domain.referrals import Question, Referral
from services import follow_ups, history, outbox
from services.context import Context
from services.desk import close_answer_reminders, find_revealed_referral
from services.first_answers import count_answer_days
from services.follow_ups import DESK_CARDS
from services.people import find_answerable
from storage import endorsements, questions, referrals


def find_referral_to_ask_about(context: Context, referral_id: int) -> Referral:
    """Finds a referral whose advocates the actor may ask.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError` if the candidate is still hidden, and
    `StaleError` if the referral has ended.
    """
    referral = find_revealed_referral(context, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    return referral


def ask_advocate(context: Context, referral_id: int, advocate: str, text: str) -> Question:
    """Asks one of the referral's advocates a question, which counts as an answer to the referral.

    Raises the errors of `find_referral_to_ask_about`, `NotFoundError` if `advocate` does not
    endorse the referral, `FieldError` for an empty or too long text, and `StaleError` if the
    referral has just changed.
    """
    referral = find_referral_to_ask_about(context, referral_id)
    if not text:
        raise FieldError("question", "empty")
    if len(text) > QUESTION_MAX:
        raise FieldError("question", "too_long", str(QUESTION_MAX))
    workspace_id = context.workspace.id
    endorsement = endorsements.find_by_advocate(
        context.transaction, workspace_id, referral_id, advocate
    )
    if endorsement is None:
        raise NotFoundError("advocate")
    question = questions.add(
        context.transaction,
        workspace_id,
        referral_id,
        asked_by=context.actor.user_id,
        asked_of=advocate,
        text=text,
        now=context.now,
    )
    answer_days = count_answer_days(context, referral)
    if not referrals.set_answered(
        context.transaction, referral, context.now, answer_days=answer_days
    ):
        raise StaleError("referral", referral.stage.value)
    close_answer_reminders(context, referral)
    # The owner is still reminded: the advocate may not answer, or the owner may forget the answer.
    follow_ups.plan_stage_reminder(context, referral)
    follow_ups.plan_question_reminder(context, referral, question)
    follow_ups.plan_heartbeat(context, referral, advocate)
    history_id = history.add_line(
        context, "referral.asked", "referral", referral_id, question=question.id
    )
    outbox.queue(context, QuestionAsked(question.id), to=advocate, occasion=str(history_id))
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    return question


def find_question_to_answer(context: Context, question_id: int) -> tuple[Question, Referral]:
    """Finds a question that the actor was asked, and its referral.

    Raises `NotAllowedError` if someone else was asked, and `NotFoundError` also if the candidate is
    erased or the actor no longer endorses the referral.
    """
    question = questions.find(context.transaction, context.workspace.id, question_id)
    if question is None:
        raise NotFoundError("question")
    referral = referrals.find(context.transaction, context.workspace.id, question.referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if question.asked_of != context.actor.user_id:
        raise NotAllowedError("answer_question", question.asked_of)
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    endorsement = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    if endorsement is None:
        raise NotFoundError("follow_up")
    return question, referral


def answer_question(context: Context, question_id: int, text: str) -> Question:
    """Stores the advocate's answer, and queues a message to the person who asked.

    If the person who asked may no longer answer the referral, the owner gets the message instead.
    Raises the errors of `find_question_to_answer`, `FieldError` for an empty or too long text, and
    `AlreadyAnsweredError`.
    """
    question, referral = find_question_to_answer(context, question_id)
    if not text:
        raise FieldError("answer", "empty")
    if len(text) > TEXT_MAX:
        raise FieldError("answer", "too_long", str(TEXT_MAX))
    workspace_id = context.workspace.id
    if not questions.save_answer(context.transaction, workspace_id, question_id, text, context.now):
        raise AlreadyAnsweredError("question", context.actor.user_id)
    follow_ups.close_matching(
        context, FollowUpState.DONE, kinds=(FollowUpKind.QUESTION,), subject_id=question_id
    )
    # The owner has news, so the days until their next reminder are counted from now.
    follow_ups.plan_stage_reminder(context, referral)
    history.add_line(context, "referral.replied", "referral", referral.id, question=question_id)
    asker_may_see = referral.id in find_answerable(context, question.asked_by, [referral])
    reader = question.asked_by if asker_may_see else referral.owner
    outbox.queue(context, QuestionAnswered(question_id), to=reader)
    outbox.queue_edits(context, (QuestionAsked,), question_id)
    outbox.queue_edits(context, DESK_CARDS, referral.id)
    return question
