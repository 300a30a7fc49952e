"""A word with the hiring manager: the endorsement goes to them, their answer to the advocate."""

from __future__ import annotations

from datetime import datetime

from domain.commitment_pages import WordPage
from domain.consent import is_hidden
from domain.errors import (
    AlreadyAnsweredError,
    ConsentRequiredError,
    FieldError,
    NoHiringManagerError,
    NotAllowedError,
    NotFoundError,
    StaleError,
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
from storage.engine import Transaction
from storage.outbox import intents as outbox

LONGEST = 3000  # characters
KIND = CommitmentKind.WORD_WITH_MANAGER


def send(
    transaction: Transaction, actor: Actor, referral_id: int, policy: Policy, now: datetime
) -> None:
    """The advocate's words go to the hiring manager, once.

    Raises `NotFoundError`, `NotAllowedError`, `StaleError`, `NoHiringManagerError`,
    `ConsentRequiredError`; sent before, nothing
    changes.
    """
    deed = deeds.find(transaction, actor, referral_id, KIND)
    if deed.done:
        return
    if is_hidden(deed.referral.candidate, policy.hide_until_agreed):
        raise ConsentRequiredError()
    manager = _manager(transaction, deed.referral, deed.opening, actor.user_id)
    ws = actor.workspace_id
    commitment = deeds.taken_up(transaction, actor, deed, KIND, policy, now)
    if not commitments.tell(transaction, ws, commitment.id, manager):
        return
    outbox.queue(
        transaction,
        ws,
        NewIntent(IntentKind.MANAGER_WORD, manager, commitment.id, f"manager_word:{commitment.id}"),
        now,
    )
    deeds.do(transaction, actor, commitment, now)


def _manager(
    transaction: Transaction, referral: Referral, opening: Opening | None, advocate: str
) -> str:
    manager = opening.hiring_manager if opening else None
    if manager == advocate:
        raise NoHiringManagerError(referral.owner, self_=True)
    known = members.find(transaction, referral.workspace_id, manager) if manager else None
    if manager is None or known is None or not known.active:
        raise NoHiringManagerError(referral.owner)
    return manager


def page(
    transaction: Transaction,
    workspace_id: int,
    commitment_id: int,
    reader: str,
    policy: Policy,
    now: datetime,
) -> WordPage | None:
    """The advocate's words as the hiring manager and the advocate may see them; None if gone."""
    commitment = commitments.some(transaction, workspace_id, [commitment_id]).get(commitment_id)
    referral = (
        referrals.find(transaction, workspace_id, commitment.referral_id) if commitment else None
    )
    if commitment is None or referral is None or reader not in (commitment.told, commitment.member):
        return None
    mine = endorsements.by(transaction, workspace_id, referral.id, commitment.member)
    if mine is None:
        return None
    who = reader_of(transaction, workspace_id, reader, policy, now)
    return WordPage(who, referral, mine, commitment)


def to_answer(
    transaction: Transaction, actor: Actor, commitment_id: int, policy: Policy, now: datetime
) -> WordPage:
    """What the actor was told: `NotFoundError`, `NotAllowedError` for others, `StaleError`,
    `AlreadyAnsweredError`.
    """
    told = _told(transaction, actor, commitment_id)
    shown = page(transaction, actor.workspace_id, told.id, actor.user_id, policy, now)
    if shown is None:
        raise NotFoundError("referral")
    if told.replied_at is not None:
        raise AlreadyAnsweredError("word", actor.user_id)
    if shown.referral.ended:
        raise StaleError("referral", shown.referral.stage.value)
    return shown


def _told(transaction: Transaction, actor: Actor, commitment_id: int) -> Commitment:
    found = commitments.some(transaction, actor.workspace_id, [commitment_id]).get(commitment_id)
    if found is None:
        raise NotFoundError("referral")
    if found.kind is not KIND or found.told != actor.user_id:
        raise NotAllowedError("answer_word", None)
    return found


def reply(
    transaction: Transaction,
    actor: Actor,
    commitment_id: int,
    text: str,
    policy: Policy,
    now: datetime,
) -> None:
    """The hiring manager's answer reaches the advocate, and stands on the owner's card.

    Raises as `to_answer`, and `FieldError("reply", ...)`.
    """
    shown = to_answer(transaction, actor, commitment_id, policy, now)
    if not text:
        raise FieldError("reply", "empty")
    if len(text) > LONGEST:
        raise FieldError("reply", "too_long", str(LONGEST))
    ws = actor.workspace_id
    if not commitments.reply(transaction, ws, commitment_id, text, now):
        raise AlreadyAnsweredError("word", actor.user_id)
    advocate = shown.commitment.member
    history.note(
        transaction,
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
        transaction, ws, NewIntent(IntentKind.MANAGER_REPLY, advocate, commitment_id, dedupe), now
    )
    outbox.refresh(transaction, ws, (IntentKind.MANAGER_WORD,), commitment_id, now)
    outbox.refresh(transaction, ws, CARDS, shown.referral.id, now)
