"""An ask comes to its end: whatever ends it, what stands in Slack says so and the asker is told.

Nothing is noted in the history while an ask is between two people alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERS, RETENTION, Ask, AskKind, AskState
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.referrals import Referral
from services import follow_ups
from services.context import Context, by_workspace
from services.follow_ups import CARDS
from storage import follow_ups as planned
from storage import history
from storage.asks import ask_closing, asks
from storage.engine import Transaction
from storage.outbox import intents as outbox
from storage.outbox import nudge_messages

# The asker did it themselves, or is not here.
_NOT_TOLD = frozenset({AskState.WITHDRAWN, AskState.ASKER_LEFT})


def settled(context: Context, ask: Ask, *, tell: bool = True) -> None:
    """The ask (as it is now) has ended: its step is settled, and everybody's messages follow."""
    ws = ask.workspace_id
    if ask.state not in _NOT_TOLD and tell:
        told = NewIntent(IntentKind.ASK_ANSWER, ask.asker, ask.id, f"ask_answer:{ask.id}")
        outbox.queue(context.transaction, ws, told, context.now)
    done = FollowUpState.DONE if ask.state in ANSWERS else FollowUpState.CANCELLED
    follow_ups.close(context, done, kinds=(FollowUpKind.ASK,), subject_id=ask.id)
    refresh(context, ask)
    note(context, ask, ask.state.value)


def refresh(context: Context, ask: Ask) -> None:
    """Every message about the ask says what is true now."""
    ws = ask.workspace_id
    steps = [step.id for step in planned.list_by_subject(context.transaction, ws, FollowUpKind.ASK, ask.id)]
    nudge_messages.queue_nudge_edits(context.transaction, ws, {ask.asked}, steps, context.now)
    outbox.queue_edits(
        context.transaction, ws, (IntentKind.ASKED, IntentKind.ASK_ANSWER), ask.id, context.now
    )
    if ask.referral_id is not None and not ask.is_own:
        outbox.queue_edits(context.transaction, ws, CARDS, ask.referral_id, context.now)


def note(context: Context, ask: Ask, what: str) -> None:
    """Under the referral where there is one; nothing at all of what is between two."""
    if ask.is_private:
        return
    bound = ask.referral_id is not None
    history.add_line(
        context.transaction,
        ask.workspace_id,
        context.actor.user_id,
        f"ask.{what}",
        "referral" if bound else "ask",
        ask.referral_id if ask.referral_id is not None else ask.id,
        context.now,
        ask=ask.id,
    )


def any_due(transaction: Transaction, now: datetime) -> bool:
    """Whether there is anything to close or to forget; only looks."""
    return ask_closing.has_due(transaction, now, now - RETENTION)


def close_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Two weeks without an answer: closed, kindly. How many there were."""
    closed = ask_closing.close_due(transaction, now, limit)
    for context, theirs in by_workspace(transaction, closed, now):
        for ask in theirs:
            settled(context, ask)
    return len(closed)


def forget_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """What was written in asks that are long over is erased, in Slack as well. How many."""
    forgotten = ask_closing.erase_due(transaction, now - RETENTION, limit)
    for context, theirs in by_workspace(transaction, forgotten, now):
        for ask in theirs:
            refresh(context, ask)
    return len(forgotten)


def erase(
    context: Context, referral_ids: Collection[int], email: str | None, profile_url: str | None
) -> None:
    """The candidate is erased: what is asked about them ends, and what was written of them goes."""
    found = ask_closing.list_about_candidate(
        context.transaction, context.workspace.id, referral_ids, email, profile_url
    )
    for ask in found:
        if ask.is_open and asks.settle(
            context.transaction, context.workspace.id, ask.id, AskState.OVERTAKEN, context.now
        ):
            settled(context, replace(ask, state=AskState.OVERTAKEN))
    for ask in ask_closing.erase_texts(
        context.transaction, context.workspace.id, [each.id for each in found]
    ):
        refresh(context, ask)


def overtaken(context: Context, referral: Referral) -> None:
    """The referral has its answer: what was asked about it is not needed any more.

    Those who ask from the desk see that there; a colleague who asked is told.
    """
    for ask in ask_closing.overtake_by_referral(
        context.transaction, referral.workspace_id, referral.id, context.now
    ):
        settled(context, ask, tell=ask.kind is not AskKind.DESK)


def opening_over(context: Context, opening: Opening) -> None:
    """Filled or closed: nobody is asked for it any more, and whoever asked is told."""
    for ask in ask_closing.overtake_by_opening(
        context.transaction, opening.workspace_id, opening.id, context.now
    ):
        settled(context, ask)


def person_left(context: Context, user_id: str) -> None:
    """Asks that they made or were asked end; the other one is told, where they knew of it."""
    for ask in asks.list_unfinished_with(context.transaction, context.workspace.id, user_id):
        state = AskState.ASKER_LEFT if ask.asker == user_id else AskState.ASKED_LEFT
        if asks.settle(
            context.transaction, context.workspace.id, ask.id, state, context.now, was=ask.state
        ):
            told_before = ask.state is not AskState.OPEN
            ended = replace(ask, state=state, vouch_text=None)
            settled(context, ended, tell=not told_before)
