"""An ask comes to its end: whatever ends it, what stands in Slack says so and the asker is told.

Nothing is noted in the history while an ask is between two people alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERS, KEPT_FOR, Ask, AskKind, AskState
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.referrals import Referral
from services import follow_ups
from services.follow_ups import CARDS
from storage import follow_ups as planned
from storage import history
from storage.asks import asks
from storage.asks import closing as asks_over
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages as nudged

# The asker did it themselves, or is not here.
_NOT_TOLD = frozenset({AskState.WITHDRAWN, AskState.ASKER_LEFT})


def settled(
    transaction: Transaction, ask: Ask, by: str, now: datetime, *, tell: bool = True
) -> None:
    """The ask (as it is now) has ended: its step is settled, and everybody's messages follow."""
    ws = ask.workspace_id
    if ask.state not in _NOT_TOLD and tell:
        told = NewIntent(IntentKind.ASK_ANSWER, ask.asker, ask.id, f"ask_answer:{ask.id}")
        outbox.queue(transaction, ws, told, now)
    done = FollowUpState.DONE if ask.state in ANSWERS else FollowUpState.CANCELLED
    follow_ups.close(transaction, ws, done, now, kinds=(FollowUpKind.ASK,), subject_id=ask.id)
    refresh(transaction, ask, now)
    note(transaction, ask, by, ask.state.value, now)


def refresh(transaction: Transaction, ask: Ask, now: datetime) -> None:
    """Every message about the ask says what is true now."""
    ws = ask.workspace_id
    steps = [step.id for step in planned.about(transaction, ws, FollowUpKind.ASK, ask.id)]
    nudged.refresh(transaction, ws, {ask.asked}, steps, now)
    outbox.refresh(transaction, ws, (IntentKind.ASKED, IntentKind.ASK_ANSWER), ask.id, now)
    if ask.referral_id is not None and not ask.own:
        outbox.refresh(transaction, ws, CARDS, ask.referral_id, now)


def note(transaction: Transaction, ask: Ask, by: str, what: str, now: datetime) -> None:
    """Under the referral where there is one; nothing at all of what is between two."""
    if ask.between_two:
        return
    bound = ask.referral_id is not None
    history.note(
        transaction,
        ask.workspace_id,
        by,
        f"ask.{what}",
        "referral" if bound else "ask",
        ask.referral_id if ask.referral_id is not None else ask.id,
        now,
        ask=ask.id,
    )


def any_due(transaction: Transaction, now: datetime) -> bool:
    """Whether there is anything to close or to forget; only looks."""
    return asks_over.any_due(transaction, now, now - KEPT_FOR)


def close_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Two weeks without an answer: closed, kindly. How many there were."""
    closed = asks_over.close_due(transaction, now, limit)
    for ask in closed:
        settled(transaction, ask, "clock", now)
    return len(closed)


def forget_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """What was written in asks that are long over is erased, in Slack as well. How many."""
    forgotten = asks_over.forget_due(transaction, now - KEPT_FOR, limit)
    for ask in forgotten:
        refresh(transaction, ask, now)
    return len(forgotten)


def erase(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    email: str | None,
    profile_url: str | None,
    by: str,
    now: datetime,
) -> None:
    """The candidate is erased: what is asked about them ends, and what was written of them goes."""
    found = asks_over.about(transaction, workspace_id, referral_ids, email, profile_url)
    for ask in found:
        if ask.open and asks.settle(transaction, workspace_id, ask.id, AskState.OVERTAKEN, now):
            settled(transaction, replace(ask, state=AskState.OVERTAKEN), by, now)
    for ask in asks_over.forget(transaction, workspace_id, [each.id for each in found]):
        refresh(transaction, ask, now)


def overtaken(transaction: Transaction, referral: Referral, by: str, now: datetime) -> None:
    """The referral has its answer: what was asked about it is not needed any more.

    Those who ask from the desk see that there; a colleague who asked is told.
    """
    for ask in asks_over.overtake(transaction, referral.workspace_id, referral.id, now):
        settled(transaction, ask, by, now, tell=ask.kind is not AskKind.DESK)


def opening_over(transaction: Transaction, opening: Opening, by: str, now: datetime) -> None:
    """Filled or closed: nobody is asked for it any more, and whoever asked is told."""
    for ask in asks_over.overtake_for(transaction, opening.workspace_id, opening.id, now):
        settled(transaction, ask, by, now)


def person_left(transaction: Transaction, workspace_id: int, user_id: str, now: datetime) -> None:
    """Asks that they made or were asked end; the other one is told, where they knew of it."""
    for ask in asks.alive_with(transaction, workspace_id, user_id):
        state = AskState.ASKER_LEFT if ask.asker == user_id else AskState.ASKED_LEFT
        if asks.settle(transaction, workspace_id, ask.id, state, now, was=ask.state):
            told_before = ask.state is not AskState.OPEN
            ended = replace(ask, state=state, words=None)
            settled(transaction, ended, "slack", now, tell=not told_before)
