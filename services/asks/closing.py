"""An ask comes to its end: whatever ends it, what stands in Slack says so and the asker is told.

Nothing is noted in the history while an ask is between two people alone.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERS, RETENTION, Ask, AskKind, AskState
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.messages import AskAnswered, AskSent
from domain.openings import Opening
from domain.referrals import Referral
from services import follow_ups, history, outbox
from services.context import Context, by_workspace
from services.follow_ups import DESK_CARDS
from storage import follow_ups as planned
from storage import outbox as stored_outbox
from storage.asks import ask_closing, asks
from storage.engine import Transaction

# The asker did it themselves, or is not here.
_NOT_TOLD = frozenset({AskState.WITHDRAWN, AskState.ASKER_LEFT})


def finish_ask(context: Context, ask: Ask, *, tell: bool = True) -> None:
    """The ask (as it is now) has ended: its step is settled, and everybody's messages follow."""
    if ask.state not in _NOT_TOLD and tell:
        outbox.queue(context, AskAnswered(ask.id), to=ask.asker)
    done = FollowUpState.DONE if ask.state in ANSWERS else FollowUpState.CANCELLED
    follow_ups.close_matching(context, done, kinds=(FollowUpKind.ASK,), subject_id=ask.id)
    queue_edits_about(context, ask)
    add_history_line(context, ask, ask.state.value)


def queue_edits_about(context: Context, ask: Ask) -> None:
    """Every message about the ask says what is true now."""
    ws = ask.workspace_id
    steps = [
        step.id
        for step in planned.list_by_subject(context.transaction, ws, FollowUpKind.ASK, ask.id)
    ]
    stored_outbox.queue_nudge_edits(context.transaction, ws, {ask.asked}, steps, context.now)
    outbox.queue_edits(context, (AskSent, AskAnswered), ask.id)
    if ask.referral_id is not None and not ask.is_own:
        outbox.queue_edits(context, DESK_CARDS, ask.referral_id)


def add_history_line(context: Context, ask: Ask, what: str) -> None:
    """Under the referral where there is one; nothing at all of what is between two."""
    if ask.is_private:
        return
    bound = ask.referral_id is not None
    history.add_line(
        context,
        f"ask.{what}",
        "referral" if bound else "ask",
        ask.referral_id if ask.referral_id is not None else ask.id,
        ask=ask.id,
    )


def has_due(transaction: Transaction, now: datetime) -> bool:
    """Whether there is anything to close or to forget; only looks."""
    return ask_closing.has_due(transaction, now, now - RETENTION)


def close_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Two weeks without an answer: closed, kindly. How many there were."""
    closed = ask_closing.close_due(transaction, now, limit)
    for context, theirs in by_workspace(transaction, closed, now):
        for ask in theirs:
            finish_ask(context, ask)
    return len(closed)


def forget_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """What was written in asks that are long over is erased, in Slack as well. How many."""
    forgotten = ask_closing.erase_due(transaction, now - RETENTION, limit)
    for context, theirs in by_workspace(transaction, forgotten, now):
        for ask in theirs:
            queue_edits_about(context, ask)
    return len(forgotten)


def erase_asks_about_candidate(
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
            finish_ask(context, replace(ask, state=AskState.OVERTAKEN))
    for ask in ask_closing.erase_texts(
        context.transaction, context.workspace.id, [each.id for each in found]
    ):
        queue_edits_about(context, ask)


def close_asks_about_referral(context: Context, referral: Referral) -> None:
    """The referral has its answer: what was asked about it is not needed any more.

    Those who ask from the desk see that there; a colleague who asked is told.
    """
    for ask in ask_closing.overtake_by_referral(
        context.transaction, referral.workspace_id, referral.id, context.now
    ):
        finish_ask(context, ask, tell=ask.kind is not AskKind.DESK)


def close_asks_about_opening(context: Context, opening: Opening) -> None:
    """Filled or closed: nobody is asked for it any more, and whoever asked is told."""
    for ask in ask_closing.overtake_by_opening(
        context.transaction, opening.workspace_id, opening.id, context.now
    ):
        finish_ask(context, ask)


def close_asks_of_member(context: Context, user_id: str) -> None:
    """Asks that they made or were asked end; the other one is told, where they knew of it."""
    for ask in asks.list_unfinished_with(context.transaction, context.workspace.id, user_id):
        state = AskState.ASKER_LEFT if ask.asker == user_id else AskState.ASKED_LEFT
        if asks.settle(
            context.transaction, context.workspace.id, ask.id, state, context.now, was=ask.state
        ):
            told_before = ask.state is not AskState.OPEN
            ended = replace(ask, state=state, vouch_text=None)
            finish_ask(context, ended, tell=not told_before)
