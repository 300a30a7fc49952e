"""A word with the hiring manager: the endorsement goes to them, their answer to the advocate."""

from __future__ import annotations

from datetime import datetime

from domain.commitment_pages import WordPage
from domain.consent import is_hidden
from domain.errors import (
    AlreadyAnswered,
    BadField,
    Gone,
    MovedOn,
    NobodyToTell,
    NotAgreedYet,
    NotAllowed,
)
from domain.members import Actor
from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import Commitment, CommitmentKind, Referral
from services import commitments as deeds
from services.follow_ups import CARDS
from services.people import reader as reader_of
from storage import commitments, endorsements, history, members, referrals
from storage.engine import Session
from storage.outbox import intents as outbox

LONGEST = 3000  # characters
KIND = CommitmentKind.WORD_WITH_MANAGER


def send(session: Session, actor: Actor, referral_id: int, policy: Policy, now: datetime) -> None:
    """The advocate's words go to the hiring manager, once.

    Raises `Gone`, `NotAllowed`, `MovedOn`, `NobodyToTell`, `NotAgreedYet`; sent before, nothing
    changes.
    """
    deed = deeds.find(session, actor, referral_id, KIND)
    if deed.done:
        return
    if is_hidden(deed.referral.candidate, policy.hide_until_agreed):
        raise NotAgreedYet()
    manager = _manager(session, deed.referral, deed.opening, actor.user_id)
    ws = actor.workspace_id
    commitment = deeds.taken_up(session, actor, deed, KIND, policy, now)
    if not commitments.tell(session, ws, commitment.id, manager):
        return
    outbox.queue(
        session,
        ws,
        NewIntent(IntentKind.MANAGER_WORD, manager, commitment.id, f"manager_word:{commitment.id}"),
        now,
    )
    deeds.do(session, actor, commitment, now)


def _manager(session: Session, referral: Referral, opening: Opening | None, advocate: str) -> str:
    manager = opening.hiring_manager if opening else None
    if manager == advocate:
        raise NobodyToTell(referral.owner, self_=True)
    known = members.find(session, referral.workspace_id, manager) if manager else None
    if manager is None or known is None or not known.active:
        raise NobodyToTell(referral.owner)
    return manager


def page(
    session: Session,
    workspace_id: int,
    commitment_id: int,
    reader: str,
    policy: Policy,
    now: datetime,
) -> WordPage | None:
    """The advocate's words as the hiring manager and the advocate may see them; None if gone."""
    commitment = commitments.some(session, workspace_id, [commitment_id]).get(commitment_id)
    referral = referrals.find(session, workspace_id, commitment.referral_id) if commitment else None
    if commitment is None or referral is None or reader not in (commitment.told, commitment.member):
        return None
    mine = endorsements.by(session, workspace_id, referral.id, commitment.member)
    if mine is None:
        return None
    who = reader_of(session, workspace_id, reader, policy, now)
    return WordPage(who, referral, mine, commitment)


def to_answer(
    session: Session, actor: Actor, commitment_id: int, policy: Policy, now: datetime
) -> WordPage:
    """What the actor was told: `Gone`, `NotAllowed` for others, `MovedOn`, `AlreadyAnswered`."""
    told = _told(session, actor, commitment_id)
    shown = page(session, actor.workspace_id, told.id, actor.user_id, policy, now)
    if shown is None:
        raise Gone("referral")
    if told.replied_at is not None:
        raise AlreadyAnswered("word", actor.user_id)
    if shown.referral.ended:
        raise MovedOn("referral", shown.referral.stage.value)
    return shown


def _told(session: Session, actor: Actor, commitment_id: int) -> Commitment:
    found = commitments.some(session, actor.workspace_id, [commitment_id]).get(commitment_id)
    if found is None:
        raise Gone("referral")
    if found.kind is not KIND or found.told != actor.user_id:
        raise NotAllowed("answer_word", None)
    return found


def reply(
    session: Session, actor: Actor, commitment_id: int, text: str, policy: Policy, now: datetime
) -> None:
    """The hiring manager's answer reaches the advocate, and stands on the owner's card.

    Raises as `to_answer`, and `BadField("reply", ...)`.
    """
    shown = to_answer(session, actor, commitment_id, policy, now)
    if not text:
        raise BadField("reply", "empty")
    if len(text) > LONGEST:
        raise BadField("reply", "too_long", str(LONGEST))
    ws = actor.workspace_id
    if not commitments.reply(session, ws, commitment_id, text, now):
        raise AlreadyAnswered("word", actor.user_id)
    advocate = shown.commitment.member
    history.note(
        session,
        ws,
        actor.user_id,
        "referral.word_answered",
        "referral",
        shown.referral.id,
        now,
        commitment=commitment_id,
    )
    dedupe = f"manager_reply:{commitment_id}"
    outbox.queue(
        session, ws, NewIntent(IntentKind.MANAGER_REPLY, advocate, commitment_id, dedupe), now
    )
    outbox.refresh(session, ws, (IntentKind.MANAGER_WORD,), commitment_id, now)
    outbox.refresh(session, ws, CARDS, shown.referral.id, now)
