"""Gathers what a page shows: only what its reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from domain.cadence import next_due
from domain.consent import as_answered, is_hidden
from domain.depth import desk_order
from domain.errors import AlreadyAnsweredError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind
from domain.members import Actor, Role
from domain.openings import Opening
from domain.operators import NO_TROUBLES
from domain.pages import (
    AdvocatePage,
    DeskPage,
    HomePage,
    MinePage,
    NotePage,
    NudgeItem,
    QuestionPage,
    Reader,
    VoicesPage,
)
from domain.permissions import may_manage, may_post, may_see_openings
from domain.policy import Policy
from domain.referrals import Commitment, CommitmentKind, Depth, Endorsement, Referral
from domain.voices import side_by_side
from services import consent, outbox
from services.asks import asks as asking
from services.desk import asked, open_to
from services.follow_up_kinds.table import STEPS
from services.people import reader as reader_of
from services.people import zone_of
from services.referrals import opening_of
from storage import commitments, endorsements, follow_ups, members, openings, questions, referrals
from storage import interview_notes as heard
from storage.asks import asks
from storage.engine import Transaction

SHOWN = 10
WAITING = 500  # of which the first are shown: nobody has more at their desk
# A heartbeat asks nothing; whom one keeps in touch with stands on one's bench.
NOT_LISTED = (FollowUpKind.HEARTBEAT, FollowUpKind.CHECK_IN)
ASKED_OF_ME = tuple(kind for kind in FollowUpKind if kind not in NOT_LISTED)


def answer_by(transaction: Transaction, referral: Referral, policy: Policy) -> datetime | None:
    """By when the owner's answer is due (UTC); None once there is one, and while it cannot be."""
    hides = policy.hide_until_agreed
    if referral.answered_at is not None or referral.ended or is_hidden(referral.candidate, hides):
        return None
    began = referral.created_at
    if hides and referral.candidate.agreed_at is not None:
        began = max(began, referral.candidate.agreed_at)
    zone = zone_of(transaction, referral.workspace_id, referral.owner, policy)
    return next_due(policy.recruiter_answer, began, 0, zone, policy.hours)


def advocate_page(
    transaction: Transaction,
    reader: Reader,
    referral: Referral,
    mine: Endorsement,
    policy: Policy,
    *,
    offered: Sequence[Commitment] | None = None,
    alone: bool = False,
) -> AdvocatePage:
    """`offered`: what they said they would do, `alone`: that nobody else stands behind them; where
    that is known already.
    """
    if offered is None:
        offered = commitments.of_member(
            transaction, referral.workspace_id, referral.id, mine.advocate
        )
    return AdvocatePage(
        reader,
        referral,
        mine,
        tuple(offered),
        answer_by(transaction, referral, policy),
        beside=0
        if alone
        else endorsements.count(transaction, referral.workspace_id, referral.id) - 1,
        first_voice_days=policy.first_voice_days,
    )


def desk_page(
    transaction: Transaction, reader: Reader, referral: Referral, policy: Policy
) -> DeskPage:
    """While the candidate is hidden: that there is somebody, and nothing that anybody said."""
    ws = referral.workspace_id
    opening = opening_of(transaction, referral)
    if is_hidden(referral.candidate, policy.hide_until_agreed):
        nobody = as_answered(referral, hides=True)
        return DeskPage(reader, nobody, opening, (), {}, (), (), None)
    voices = endorsements.current(transaction, ws, referral.id)
    known = members.some(transaction, ws, [voice.advocate for voice in voices])
    kept = commitments.kept(transaction, ws, referral.id)
    deeds = Counter(each.member for each in kept)
    return DeskPage(
        reader,
        referral,
        opening,
        side_by_side(voices, deeds),
        {user: member.name for user, member in known.items()},
        tuple(kept),
        tuple(questions.of_referral(transaction, ws, referral.id)),
        answer_by(transaction, referral, policy),
        tuple(heard.of_referral(transaction, ws, referral.id)),
        tuple(asks.of_referral(transaction, ws, referral.id)),
    )


def voices_page(
    transaction: Transaction, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> VoicesPage:
    """All voices side by side, for those who may know who it is: else as `open_to`."""
    referral = open_to(transaction, actor, referral_id, policy)
    ws = actor.workspace_id
    kept: dict[str, tuple[CommitmentKind, ...]] = {}
    for deed in commitments.kept(transaction, ws, referral.id):
        kept[deed.member] = (*kept.get(deed.member, ()), deed.kind)
    voices = endorsements.current(transaction, ws, referral.id)
    deeds = {who: len(done) for who, done in kept.items()}
    reader = reader_of(transaction, ws, actor.user_id, policy, now)
    return VoicesPage(reader, referral, side_by_side(voices, deeds), kept)


def question_page(
    transaction: Transaction, actor: Actor, question_id: int, policy: Policy, now: datetime
) -> QuestionPage:
    """A question that waits for the actor: `NotFoundError`, `NotAllowedError`, or
    `AlreadyAnsweredError`.
    """
    question, referral = asked(transaction, actor, question_id)
    if question.answered_at is not None:
        raise AlreadyAnsweredError("question", actor.user_id)
    said = endorsements.by(transaction, actor.workspace_id, referral.id, actor.user_id)
    reader = reader_of(transaction, actor.workspace_id, actor.user_id, policy, now)
    return QuestionPage(
        reader, referral, question, said.called if said else referral.candidate.name
    )


def note_page(
    transaction: Transaction, reader: Reader, actor: Actor, step: FollowUp, value: str
) -> NotePage:
    """What the note to a candidate is drafted from; `NotFoundError` where they are erased."""
    candidate = consent.of_step(transaction, step)
    theirs = consent.behind(transaction, candidate, actor.user_id)
    mine = next(
        (
            said
            for it in theirs
            if (said := endorsements.by(transaction, it.workspace_id, it.id, actor.user_id))
        ),
        None,
    )
    if mine is None:
        raise NotFoundError("candidate")
    still = [it for it in theirs if not it.ended] or theirs
    return NotePage(
        reader,
        mine.called,
        mine.relationship,
        tuple(it.opening_title for it in still if it.opening_title),
        candidate.email,
        actor.member.name,
        candidate.decide_by,
        value,
    )


def mine(transaction: Transaction, actor: Actor, policy: Policy, now: datetime) -> MinePage:
    reader = reader_of(transaction, actor.workspace_id, actor.user_id, policy, now)
    return MinePage(
        reader,
        _my_referrals(transaction, actor, reader, policy),
        due_items(transaction, reader, _my_steps(transaction, actor)),
    )


def _my_referrals(
    transaction: Transaction, actor: Actor, reader: Reader, policy: Policy
) -> tuple[AdvocatePage, ...]:
    ws = actor.workspace_id
    pages = []
    for referral in referrals.of_advocate(transaction, ws, actor.user_id, SHOWN):
        said = endorsements.by(transaction, ws, referral.id, actor.user_id)
        if said is not None:
            pages.append(advocate_page(transaction, reader, referral, said, policy))
    return tuple(pages)


def _my_steps(transaction: Transaction, actor: Actor) -> list[FollowUp]:
    return follow_ups.open_for(
        transaction, actor.workspace_id, actor.user_id, SHOWN, kinds=ASKED_OF_ME
    )


def due_items(
    transaction: Transaction, reader: Reader, steps: Sequence[FollowUp]
) -> tuple[NudgeItem, ...]:
    """Follow-ups with what they are about; those whose subject is gone are left out."""
    return tuple(
        item for step in steps if (item := nudge_item(transaction, reader, step)) is not None
    )


def nudge_item(transaction: Transaction, reader: Reader, step: FollowUp) -> NudgeItem | None:
    if step.kind in STEPS:
        return STEPS[step.kind].item(transaction, reader, step)
    ws = step.workspace_id
    referral = referrals.find(transaction, ws, step.referral_id or 0)
    if referral is None:
        return None
    voices = endorsements.current(transaction, ws, referral.id)
    own = next((voice for voice in voices if voice.advocate == reader.user_id), None)
    opening = opening_of(transaction, referral)
    called = own.called if own else referral.candidate.name
    if step.kind is FollowUpKind.COMMITMENT:
        commitment = commitments.some(transaction, ws, [step.subject_id]).get(step.subject_id)
        if commitment is None:
            return None
        return NudgeItem(
            step,
            referral,
            called,
            commitment=commitment,
            hiring_manager=opening.hiring_manager if opening else None,
        )
    if step.kind is FollowUpKind.QUESTION:
        question = questions.find(transaction, ws, step.subject_id)
        return NudgeItem(step, referral, called, question=question) if question else None
    if step.kind is FollowUpKind.RECRUITER_ANSWER:
        first = next((voice for voice in voices if voice.first), None)
        seen = as_answered(referral, reader.hides)
        hidden = seen.candidate.hidden
        return NudgeItem(step, seen, seen.candidate.name, voice=None if hidden else first)
    return NudgeItem(step, referral, called)


def in_order(desk: Sequence[Referral], depths: Mapping[int, Depth]) -> list[Referral]:
    """What waits, by age and depth (docs/depth.md)."""

    def key(each: Referral) -> tuple[bool, date, int, datetime]:
        return desk_order(
            answered=each.answered_at is not None,
            came_at=each.created_at,
            depth=depths.get(each.id, Depth.LEAD),
        )

    return sorted(desk, key=key)


def _not_at_the_desk(items: tuple[NudgeItem, ...]) -> tuple[NudgeItem, ...]:
    """What an owner owes an answer stands at their desk already; passed on, it is shown here."""
    return tuple(
        item
        for item in items
        if item.follow_up.kind is not FollowUpKind.RECRUITER_ANSWER
        or item.referral is None
        or item.follow_up.member != item.referral.owner
    )


def home(transaction: Transaction, actor: Actor, policy: Policy, now: datetime) -> HomePage:
    """Everything App Home shows to this person."""
    ws = actor.workspace_id
    reader = reader_of(transaction, ws, actor.user_id, policy, now)
    is_member = actor.has(Role.MEMBER)
    desk = referrals.owned_by(transaction, ws, actor.user_id, WAITING) if is_member else []
    depths = endorsements.depths(transaction, ws, [each.id for each in desk])
    shown: list[Opening] = []
    if may_see_openings(actor, policy):
        shown = openings.search(transaction, ws, "", limit=SHOWN)
    return HomePage(
        reader=reader,
        mine=_my_referrals(transaction, actor, reader, policy) if is_member else (),
        due=_not_at_the_desk(due_items(transaction, reader, _my_steps(transaction, actor)))
        if is_member
        else (),
        desk=tuple(
            as_answered(each, policy.hide_until_agreed) for each in in_order(desk, depths)[:SHOWN]
        ),
        desk_more=max(len(desk) - SHOWN, 0),
        depths=depths,
        openings=tuple(shown),
        open_count=openings.count_open(transaction, ws) if shown else 0,
        manages=frozenset(each.id for each in shown if is_member and may_manage(actor, each)),
        may_see=may_see_openings(actor, policy),
        may_refer=is_member,
        may_post=may_post(actor),
        troubles=outbox.troubles(transaction, actor) if actor.has(Role.ADMIN) else NO_TROUBLES,
        asks=asking.alive(transaction, actor, policy, now) if is_member else (),
    )
