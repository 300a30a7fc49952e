"""Everything that ends an ask: an answer, its closing date, an outcome, or somebody who leaves.

Ends with edits of the messages about it and, in most cases, a message to the asker. Private asks
leave no line in the history.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.asks import ANSWERED_STATES, RETENTION, Ask, AskKind, AskState
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.messages import AskAnswered, AskSent
from domain.openings import Opening
from domain.referrals import Referral
from services import follow_ups, history, outbox
from services.context import Context, by_workspace
from services.follow_ups import DESK_CARDS
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox
from storage.asks import ask_closing, asks
from storage.engine import Transaction

# The asker did it themselves, or has left.
_ASKER_NOT_TOLD = frozenset({AskState.WITHDRAWN, AskState.ASKER_LEFT})


def finish_ask(context: Context, ask: Ask, *, tell: bool = True) -> None:
    """`ask`, with its final state, has ended: closes its follow-up and tells the asker.

    `tell` is false where the asker learns of it in another way.
    """
    if ask.state not in _ASKER_NOT_TOLD and tell:
        outbox.queue(context, AskAnswered(ask.id), to=ask.asker)
    done = FollowUpState.DONE if ask.state in ANSWERED_STATES else FollowUpState.CANCELLED
    follow_ups.close_matching(context, done, kinds=(FollowUpKind.ASK,), subject_id=ask.id)
    queue_edits_about(context, ask)
    add_history_line(context, ask, ask.state.value)


def queue_edits_about(context: Context, ask: Ask) -> None:
    """Queues edits of every message that shows the ask."""
    ws = ask.workspace_id
    follow_up_ids = [
        each.id
        for each in stored_follow_ups.list_by_subject(
            context.transaction, ws, FollowUpKind.ASK, ask.id
        )
    ]
    stored_outbox.queue_nudge_edits(
        context.transaction, ws, {ask.asked}, follow_up_ids, context.now
    )
    outbox.queue_edits(context, (AskSent, AskAnswered), ask.id)
    if ask.referral_id is not None and not ask.is_own:
        outbox.queue_edits(context, DESK_CARDS, ask.referral_id)


def add_history_line(context: Context, ask: Ask, verb: str) -> None:
    """The line belongs to the referral where there is one. A private ask has no line."""
    if ask.is_private:
        return
    has_referral = ask.referral_id is not None
    history.add_line(
        context,
        f"ask.{verb}",
        "referral" if has_referral else "ask",
        ask.referral_id if ask.referral_id is not None else ask.id,
        ask=ask.id,
    )


def has_due(transaction: Transaction, now: datetime) -> bool:
    """Whether there is anything for `close_due` or `forget_due`. Needs no write transaction."""
    return ask_closing.has_due(transaction, now, now - RETENTION)


def close_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Closes asks that nobody answered in two weeks, and returns how many there were."""
    closed = ask_closing.close_due(transaction, now, limit)
    for context, in_workspace in by_workspace(transaction, closed, now):
        for ask in in_workspace:
            finish_ask(context, ask)
    return len(closed)


def forget_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erases the texts of asks that ended long ago, also in Slack. Returns how many there were."""
    forgotten = ask_closing.erase_due(transaction, now - RETENTION, limit)
    for context, in_workspace in by_workspace(transaction, forgotten, now):
        for ask in in_workspace:
            queue_edits_about(context, ask)
    return len(forgotten)


def erase_asks_about_candidate(
    context: Context, referral_ids: Collection[int], email: str | None, profile_url: str | None
) -> None:
    """The candidate is erased: asks about them end, and their texts are erased."""
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
    """The referral has an outcome, so that asks about it are not needed any more.

    A colleague who asked is told. Those who asked from the desk see it there.
    """
    for ask in ask_closing.overtake_by_referral(
        context.transaction, referral.workspace_id, referral.id, context.now
    ):
        finish_ask(context, ask, tell=ask.kind is not AskKind.DESK)


def close_asks_about_opening(context: Context, opening: Opening) -> None:
    """The opening is filled or closed, so that asks for it end. The askers are told."""
    for ask in ask_closing.overtake_by_opening(
        context.transaction, opening.workspace_id, opening.id, context.now
    ):
        finish_ask(context, ask)


def close_asks_of_member(context: Context, user_id: str) -> None:
    """Somebody has left: asks by them or to them end, and the other person is told."""
    for ask in asks.list_unfinished_with(context.transaction, context.workspace.id, user_id):
        state = AskState.ASKER_LEFT if ask.asker == user_id else AskState.ASKED_LEFT
        if asks.settle(
            context.transaction, context.workspace.id, ask.id, state, context.now, was=ask.state
        ):
            was_open = ask.state is AskState.OPEN  # Otherwise the asker was told of the answer.
            finish_ask(context, replace(ask, state=state, vouch_text=None), tell=was_open)
