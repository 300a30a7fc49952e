"""Those who answer a referral: take it, move it, hand it over, ask. Each step is told on."""

from __future__ import annotations

from datetime import datetime

from domain.consent import TAKES_PART, WHILE_HIDDEN, as_answered, is_hidden
from domain.errors import AlreadyAnswered, BadField, BadFields, Gone, MovedOn, NotAllowed
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
from storage.engine import Session
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged

QUESTION_MAX = 1000
ANSWER_MAX = 3000
NOTE_MAX = 500


def answerable(session: Session, actor: Actor, referral_id: int) -> Referral:
    """The referral, if the actor may answer it: else `Gone` or `NotAllowed`."""
    referral = referrals.find(session, actor.workspace_id, referral_id)
    if referral is None:
        raise Gone("referral")
    check_may_answer(actor, opening_of(session, referral), referral.owner)
    if referral.candidate.erased_at is not None:
        raise Gone("candidate")
    return referral


def seen(session: Session, actor: Actor, referral_id: int, policy: Policy) -> Referral:
    """As `answerable`, for the eyes of the actor: without who it is, while that is hidden."""
    return as_answered(answerable(session, actor, referral_id), policy.hide_until_agreed)


def open_to(session: Session, actor: Actor, referral_id: int, policy: Policy) -> Referral:
    """As `answerable`, where the actor may know who it is: else `BadField`."""
    referral = answerable(session, actor, referral_id)
    if is_hidden(referral.candidate, policy.hide_until_agreed):
        raise BadField("question", "not_agreed")
    return referral


def take(
    session: Session, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> Referral:
    """The actor owns the answer from now on; a new referral comes into review.

    Raises `Gone`, `NotAllowed`, `AlreadyAnswered` where somebody else has taken it meanwhile.
    """
    referral = answerable(session, actor, referral_id)
    if referral.ended:
        raise MovedOn("referral", referral.stage.value)
    if referral.stage is not Stage.NEW:
        if referral.owner == actor.user_id:
            return referral
        raise AlreadyAnswered("take", referral.owner)
    if referral.owner != actor.user_id:
        _own(session, referral, actor.user_id)
        referral = answerable(session, actor, referral_id)
    return _move(session, actor, referral, Stage.IN_REVIEW, None, "", policy, now)


def move(
    session: Session,
    actor: Actor,
    referral_id: int,
    stage: Stage,
    reason: Reason | None,
    note: str,
    policy: Policy,
    now: datetime,
) -> Referral:
    """Move the stage, with a reason that may be told where it ends.

    Raises `Gone`, `NotAllowed`, `BadFields`, `MovedOn` where it cannot go there from where it is.
    """
    referral = answerable(session, actor, referral_id)
    if stage not in next_stages(referral.stage):
        raise MovedOn("referral", referral.stage.value)
    bad: list[BadField] = []
    if is_hidden(referral.candidate, policy.hide_until_agreed) and stage not in WHILE_HIDDEN:
        bad.append(BadField("stage", "not_agreed"))
    allowed = REASONS_FOR.get(stage, ())
    if allowed and reason is None:
        bad.append(BadField("reason", "empty"))
    elif allowed and reason not in allowed:
        bad.append(BadField("reason", "not_this_stage"))
    if len(note) > NOTE_MAX:
        bad.append(BadField("note", "too_long", str(NOTE_MAX)))
    if bad:
        raise BadFields(tuple(bad))
    return _move(session, actor, referral, stage, reason if allowed else None, note, policy, now)


def _move(
    session: Session,
    actor: Actor,
    referral: Referral,
    stage: Stage,
    reason: Reason | None,
    note: str,
    policy: Policy,
    now: datetime,
) -> Referral:
    ws = referral.workspace_id
    if not referrals.move(session, referral, stage, reason=reason, note=note, now=now):
        raise MovedOn("referral", referral.stage.value)
    line = history.note(
        session,
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
            session, referral.candidate, actor.user_id, policy, now, by_coming=stage.value
        )
    moved = answerable(session, actor, referral.id)
    _answered(session, moved, now)
    if stage in ENDED:
        ask_ends.overtaken(session, moved, actor.user_id, now)
        follow_ups.close(session, ws, FollowUpState.CANCELLED, now, referral=referral)
    voices = endorsements.current(session, ws, referral.id)
    interview.stage_moved(session, moved, [voice.advocate for voice in voices], policy, now)
    for voice in voices:
        if stage not in ENDED:
            follow_ups.keep_posted(session, moved, voice.advocate, policy, now)
        if voice.advocate != actor.user_id:
            _tell(
                session,
                moved,
                IntentKind.STAGE_CHANGED,
                voice.advocate,
                line,
                now,
                {"stage": stage.value, "by": actor.user_id},
            )
    outbox.refresh(session, ws, CARDS, referral.id, now)
    return moved


def _answered(session: Session, referral: Referral, now: datetime) -> None:
    follow_ups.close(
        session,
        referral.workspace_id,
        FollowUpState.DONE,
        now,
        referral=referral,
        kinds=(FollowUpKind.RECRUITER_ANSWER,),
    )


def hand_over(
    session: Session, actor: Actor, referral_id: int, to: str, policy: Policy, now: datetime
) -> Referral:
    """Somebody else owns the answer from now on, and is told so; the advocates too.

    Raises `Gone`, `NotAllowed`, `BadField("to", ...)` where that person cannot answer it.
    """
    referral = answerable(session, actor, referral_id)
    if referral.ended:
        raise MovedOn("referral", referral.stage.value)
    check_may_own(session, referral, to)
    if referral.owner == to:
        return referral
    return give_to(session, referral, to, actor.user_id, policy, now)


def check_may_own(session: Session, referral: Referral, to: str) -> None:
    member = members.find(session, referral.workspace_id, to)
    if member is None or not member.active:
        raise BadField("to", "not_here")
    if member.is_bot:
        raise BadField("to", "is_bot")
    if member.standing != "member":
        raise BadField("to", "is_guest")


def give_to(
    session: Session, referral: Referral, to: str, by: str, policy: Policy, now: datetime
) -> Referral:
    """Make `to` the owner: by a person's hand, or because the owner has left."""
    ws = referral.workspace_id
    waiting = planned.about(session, ws, FollowUpKind.RECRUITER_ANSWER, referral.id)
    _own(session, referral, to)
    line = history.note(
        session,
        ws,
        by,
        "referral.handed_over",
        "referral",
        referral.id,
        now,
        before=referral.owner,
        after=to,
    )
    given = referrals.find(session, ws, referral.id)
    assert given is not None  # noqa: S101 - changed in this transaction
    if given.answered_at is None:
        follow_ups.expect_answer(session, given, policy, now)
    if to != by:
        _tell(session, given, IntentKind.RECEIVED, to, line, now, {"handed_by": by})
    for voice in endorsements.current(session, ws, referral.id):
        if voice.advocate not in (to, by):
            _tell(session, given, IntentKind.OWNER_CHANGED, voice.advocate, line, now, {})
    outbox.refresh(session, ws, CARDS, referral.id, now)
    thank_again(session, given, now)
    asked = {referral.owner, *(step.member for step in waiting)}
    nudged.refresh(session, ws, asked, [step.id for step in waiting], now)
    return given


def _own(session: Session, referral: Referral, owner: str) -> None:
    if not referrals.set_owner(session, referral, owner):
        raise MovedOn("referral", referral.stage.value)


def ask(
    session: Session,
    actor: Actor,
    referral_id: int,
    advocate: str,
    text: str,
    policy: Policy,
    now: datetime,
) -> Question:
    """Ask one of the referral's advocates; asking is an answer to the referral, too.

    Raises `Gone`, `NotAllowed`, `BadField`.
    """
    referral = open_to(session, actor, referral_id, policy)
    if not text:
        raise BadField("question", "empty")
    if len(text) > QUESTION_MAX:
        raise BadField("question", "too_long", str(QUESTION_MAX))
    ws = actor.workspace_id
    if endorsements.by(session, ws, referral_id, advocate) is None:
        raise Gone("advocate")
    question = questions.ask(
        session, ws, referral_id, asked_by=actor.user_id, asked_of=advocate, text=text, now=now
    )
    if not referrals.set_answered(session, referral, now):
        raise MovedOn("referral", referral.stage.value)
    _answered(session, referral, now)
    follow_ups.expect_reply(session, referral, question, policy, now)
    follow_ups.keep_posted(session, referral, advocate, policy, now)
    line = history.note(
        session,
        ws,
        actor.user_id,
        "referral.asked",
        "referral",
        referral_id,
        now,
        question=question.id,
    )
    outbox.queue(
        session,
        ws,
        NewIntent(IntentKind.QUESTION, advocate, question.id, f"question:{question.id}:{line}"),
        now,
    )
    outbox.refresh(session, ws, CARDS, referral_id, now)
    return question


def asked(session: Session, actor: Actor, question_id: int) -> tuple[Question, Referral]:
    """A question that was put to the actor: `Gone`, or `NotAllowed` for somebody else's."""
    question = questions.find(session, actor.workspace_id, question_id)
    if question is None:
        raise Gone("question")
    referral = referrals.find(session, actor.workspace_id, question.referral_id)
    if referral is None:
        raise Gone("referral")
    if question.asked_of != actor.user_id:
        raise NotAllowed("answer_question", question.asked_of)
    if referral.candidate.erased_at is not None:
        raise Gone("candidate")
    return question, referral


def answer(session: Session, actor: Actor, question_id: int, text: str, now: datetime) -> Question:
    """The advocate's answer comes back to the referral and to whoever asked.

    Raises `Gone`, `NotAllowed`, `BadField`, `AlreadyAnswered`.
    """
    question, referral = asked(session, actor, question_id)
    if not text:
        raise BadField("answer", "empty")
    if len(text) > ANSWER_MAX:
        raise BadField("answer", "too_long", str(ANSWER_MAX))
    ws = actor.workspace_id
    if not questions.answer(session, ws, question_id, text, now):
        raise AlreadyAnswered("question", actor.user_id)
    follow_ups.close(
        session,
        ws,
        FollowUpState.DONE,
        now,
        kinds=(FollowUpKind.QUESTION,),
        subject_id=question_id,
    )
    history.note(
        session,
        ws,
        actor.user_id,
        "referral.replied",
        "referral",
        referral.id,
        now,
        question=question_id,
    )
    outbox.queue(
        session,
        ws,
        NewIntent(IntentKind.ANSWER, question.asked_by, question_id, f"answer:{question_id}"),
        now,
    )
    outbox.refresh(session, ws, (IntentKind.QUESTION,), question_id, now)
    outbox.refresh(session, ws, CARDS, referral.id, now)
    return question


def _tell(
    session: Session,
    referral: Referral,
    kind: IntentKind,
    to: str,
    line: int,
    now: datetime,
    about: dict[str, object],
) -> None:
    outbox.queue(
        session,
        referral.workspace_id,
        NewIntent(kind, to, referral.id, f"{kind.value}:{referral.id}:{to}:{line}", about),
        now,
    )
