"""Those who answer a referral: take it, move it, hand it over, ask. Each step is told on."""

from __future__ import annotations

from datetime import datetime

from domain.consent import TAKES_PART, WHILE_HIDDEN, as_answered, is_hidden
from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
    StaleError,
)
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.permissions import check_may_answer
from domain.policy import Policy
from domain.referrals import (
    ENDED,
    REASONS_FOR,
    Question,
    Reason,
    Referral,
    Stage,
    next_stages,
)
from services import consent, follow_ups, interview
from services.asks import closing as ask_ends
from services.follow_ups import CARDS, thank_again
from services.referrals import opening_of
from storage import endorsements, history, members, questions, referrals
from storage import follow_ups as planned
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged

QUESTION_MAX = 1000
ANSWER_MAX = 3000
NOTE_MAX = 500


def answerable(transaction: Transaction, actor: Actor, referral_id: int) -> Referral:
    """The referral, if the actor may answer it: else `NotFoundError` or `NotAllowedError`."""
    referral = referrals.find(transaction, actor.workspace_id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    check_may_answer(actor, opening_of(transaction, referral), referral.owner)
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return referral


def seen(transaction: Transaction, actor: Actor, referral_id: int, policy: Policy) -> Referral:
    """As `answerable`, for the eyes of the actor: without who it is, while that is hidden."""
    return as_answered(answerable(transaction, actor, referral_id), policy.hide_until_agreed)


def open_to(transaction: Transaction, actor: Actor, referral_id: int, policy: Policy) -> Referral:
    """As `answerable`, where the actor may know who it is: else `FieldError`."""
    referral = answerable(transaction, actor, referral_id)
    if is_hidden(referral.candidate, policy.hide_until_agreed):
        raise FieldError("question", "not_agreed")
    return referral


def take(
    transaction: Transaction, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> Referral:
    """The actor owns the answer from now on; a new referral comes into review.

    Raises `NotFoundError`, `NotAllowedError`, `AlreadyAnsweredError` where somebody else has
    taken it meanwhile.
    """
    referral = answerable(transaction, actor, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    if referral.stage is not Stage.NEW:
        if referral.owner == actor.user_id:
            return referral
        raise AlreadyAnsweredError("take", referral.owner)
    if referral.owner != actor.user_id:
        _own(transaction, referral, actor.user_id)
        referral = answerable(transaction, actor, referral_id)
    return _move(transaction, actor, referral, Stage.IN_REVIEW, None, "", policy, now)


def move(
    transaction: Transaction,
    actor: Actor,
    referral_id: int,
    stage: Stage,
    reason: Reason | None,
    note: str,
    policy: Policy,
    now: datetime,
) -> Referral:
    """Move the stage, with a reason that may be told where it ends.

    Raises `NotFoundError`, `NotAllowedError`, `FormError`, `StaleError` where it cannot go
    there from where it is.
    """
    referral = answerable(transaction, actor, referral_id)
    if stage not in next_stages(referral.stage):
        raise StaleError("referral", referral.stage.value)
    bad: list[FieldError] = []
    if is_hidden(referral.candidate, policy.hide_until_agreed) and stage not in WHILE_HIDDEN:
        bad.append(FieldError("stage", "not_agreed"))
    allowed = REASONS_FOR.get(stage, ())
    if allowed and reason is None:
        bad.append(FieldError("reason", "empty"))
    elif allowed and reason not in allowed:
        bad.append(FieldError("reason", "not_this_stage"))
    if len(note) > NOTE_MAX:
        bad.append(FieldError("note", "too_long", str(NOTE_MAX)))
    if bad:
        raise FormError(tuple(bad))
    return _move(
        transaction, actor, referral, stage, reason if allowed else None, note, policy, now
    )


def _move(
    transaction: Transaction,
    actor: Actor,
    referral: Referral,
    stage: Stage,
    reason: Reason | None,
    note: str,
    policy: Policy,
    now: datetime,
) -> Referral:
    ws = referral.workspace_id
    if not referrals.move(transaction, referral, stage, reason=reason, note=note, now=now):
        raise StaleError("referral", referral.stage.value)
    line = history.note(
        transaction,
        ws,
        actor.user_id,
        "referral.moved",
        "referral",
        referral.id,
        now,
        before=referral.stage.value,
        after=stage.value,
        reason=reason.value if reason else None,
    )
    if stage in TAKES_PART:
        consent.given(
            transaction, referral.candidate, actor.user_id, policy, now, by_coming=stage.value
        )
    moved = answerable(transaction, actor, referral.id)
    _answered(transaction, moved, now)
    if stage in ENDED:
        ask_ends.overtaken(transaction, moved, actor.user_id, now)
        follow_ups.close(transaction, ws, FollowUpState.CANCELLED, now, referral=referral)
    voices = endorsements.current(transaction, ws, referral.id)
    interview.stage_moved(transaction, moved, [voice.advocate for voice in voices], policy, now)
    for voice in voices:
        if stage not in ENDED:
            follow_ups.keep_posted(transaction, moved, voice.advocate, policy, now)
        if voice.advocate != actor.user_id:
            _tell(
                transaction,
                moved,
                IntentKind.STAGE_CHANGED,
                voice.advocate,
                line,
                now,
                {"stage": stage.value, "by": actor.user_id},
            )
    outbox.refresh(transaction, ws, CARDS, referral.id, now)
    return moved


def _answered(transaction: Transaction, referral: Referral, now: datetime) -> None:
    follow_ups.close(
        transaction,
        referral.workspace_id,
        FollowUpState.DONE,
        now,
        referral=referral,
        kinds=(FollowUpKind.RECRUITER_ANSWER,),
    )


def hand_over(
    transaction: Transaction, actor: Actor, referral_id: int, to: str, policy: Policy, now: datetime
) -> Referral:
    """Somebody else owns the answer from now on, and is told so; the advocates too.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError("to", ...)` where that person cannot
    answer it.
    """
    referral = answerable(transaction, actor, referral_id)
    if referral.ended:
        raise StaleError("referral", referral.stage.value)
    check_may_own(transaction, referral, to)
    if referral.owner == to:
        return referral
    return give_to(transaction, referral, to, actor.user_id, policy, now)


def check_may_own(transaction: Transaction, referral: Referral, to: str) -> None:
    member = members.find(transaction, referral.workspace_id, to)
    if member is None or not member.active:
        raise FieldError("to", "not_here")
    if member.is_bot:
        raise FieldError("to", "is_bot")
    if member.standing != "member":
        raise FieldError("to", "is_guest")


def give_to(
    transaction: Transaction, referral: Referral, to: str, by: str, policy: Policy, now: datetime
) -> Referral:
    """Make `to` the owner: by a person's hand, or because the owner has left."""
    ws = referral.workspace_id
    waiting = planned.about(transaction, ws, FollowUpKind.RECRUITER_ANSWER, referral.id)
    _own(transaction, referral, to)
    line = history.note(
        transaction,
        ws,
        by,
        "referral.handed_over",
        "referral",
        referral.id,
        now,
        before=referral.owner,
        after=to,
    )
    given = referrals.find(transaction, ws, referral.id)
    assert given is not None  # noqa: S101 - changed in this transaction
    if given.answered_at is None:
        follow_ups.expect_answer(transaction, given, policy, now)
    if to != by:
        _tell(transaction, given, IntentKind.RECEIVED, to, line, now, {"handed_by": by})
    for voice in endorsements.current(transaction, ws, referral.id):
        if voice.advocate not in (to, by):
            _tell(transaction, given, IntentKind.OWNER_CHANGED, voice.advocate, line, now, {})
    outbox.refresh(transaction, ws, CARDS, referral.id, now)
    thank_again(transaction, given, now)
    asked = {referral.owner, *(step.member for step in waiting)}
    nudged.refresh(transaction, ws, asked, [step.id for step in waiting], now)
    return given


def _own(transaction: Transaction, referral: Referral, owner: str) -> None:
    if not referrals.set_owner(transaction, referral, owner):
        raise StaleError("referral", referral.stage.value)


def ask(
    transaction: Transaction,
    actor: Actor,
    referral_id: int,
    advocate: str,
    text: str,
    policy: Policy,
    now: datetime,
) -> Question:
    """Ask one of the referral's advocates; asking is an answer to the referral, too.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError`.
    """
    referral = open_to(transaction, actor, referral_id, policy)
    if not text:
        raise FieldError("question", "empty")
    if len(text) > QUESTION_MAX:
        raise FieldError("question", "too_long", str(QUESTION_MAX))
    ws = actor.workspace_id
    if endorsements.by(transaction, ws, referral_id, advocate) is None:
        raise NotFoundError("advocate")
    question = questions.ask(
        transaction, ws, referral_id, asked_by=actor.user_id, asked_of=advocate, text=text, now=now
    )
    if not referrals.set_answered(transaction, referral, now):
        raise StaleError("referral", referral.stage.value)
    _answered(transaction, referral, now)
    follow_ups.expect_reply(transaction, referral, question, policy, now)
    follow_ups.keep_posted(transaction, referral, advocate, policy, now)
    line = history.note(
        transaction,
        ws,
        actor.user_id,
        "referral.asked",
        "referral",
        referral_id,
        now,
        question=question.id,
    )
    outbox.queue(
        transaction,
        ws,
        NewIntent(IntentKind.QUESTION, advocate, question.id, f"question:{question.id}:{line}"),
        now,
    )
    outbox.refresh(transaction, ws, CARDS, referral_id, now)
    return question


def asked(transaction: Transaction, actor: Actor, question_id: int) -> tuple[Question, Referral]:
    """A question that was put to the actor: `NotFoundError`, or `NotAllowedError` for somebody
    else's.
    """
    question = questions.find(transaction, actor.workspace_id, question_id)
    if question is None:
        raise NotFoundError("question")
    referral = referrals.find(transaction, actor.workspace_id, question.referral_id)
    if referral is None:
        raise NotFoundError("referral")
    if question.asked_of != actor.user_id:
        raise NotAllowedError("answer_question", question.asked_of)
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return question, referral


def answer(
    transaction: Transaction, actor: Actor, question_id: int, text: str, now: datetime
) -> Question:
    """The advocate's answer comes back to the referral and to whoever asked.

    Raises `NotFoundError`, `NotAllowedError`, `FieldError`, `AlreadyAnsweredError`.
    """
    question, referral = asked(transaction, actor, question_id)
    if not text:
        raise FieldError("answer", "empty")
    if len(text) > ANSWER_MAX:
        raise FieldError("answer", "too_long", str(ANSWER_MAX))
    ws = actor.workspace_id
    if not questions.answer(transaction, ws, question_id, text, now):
        raise AlreadyAnsweredError("question", actor.user_id)
    follow_ups.close(
        transaction,
        ws,
        FollowUpState.DONE,
        now,
        kinds=(FollowUpKind.QUESTION,),
        subject_id=question_id,
    )
    history.note(
        transaction,
        ws,
        actor.user_id,
        "referral.replied",
        "referral",
        referral.id,
        now,
        question=question_id,
    )
    outbox.queue(
        transaction,
        ws,
        NewIntent(IntentKind.ANSWER, question.asked_by, question_id, f"answer:{question_id}"),
        now,
    )
    outbox.refresh(transaction, ws, (IntentKind.QUESTION,), question_id, now)
    outbox.refresh(transaction, ws, CARDS, referral.id, now)
    return question


def _tell(
    transaction: Transaction,
    referral: Referral,
    kind: IntentKind,
    to: str,
    line: int,
    now: datetime,
    about: dict[str, object],
) -> None:
    outbox.queue(
        transaction,
        referral.workspace_id,
        NewIntent(kind, to, referral.id, f"{kind.value}:{referral.id}:{to}:{line}", about),
        now,
    )
