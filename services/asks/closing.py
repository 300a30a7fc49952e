"""Closes asks: after an answer, on the closing date, at an outcome, or when someone leaves.

An ask is a colleague's request to vouch for someone. Its messages are edited, and in most cases the
asker is told. A private ask, which only the two colleagues may know of, leaves no history line.
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
from services import follow_ups, history, outbox, slack_copies
from services.context import Context, group_by_workspace
from services.follow_ups import DESK_CARDS
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox
from storage.asks import ask_closing, asks
from storage.engine import Transaction

# The asker withdrew the ask themselves, or has left.
_STATES_NOT_TOLD_TO_ASKER = frozenset({AskState.WITHDRAWN, AskState.ASKER_LEFT})


def finish_ask(context: Context, ask: Ask, *, notify_asker: bool = True) -> None:
    """Closes the follow-up of an ask that has ended, and tells the asker.

    `ask` has its final state. `notify_asker` is false if the asker learns of it in
    another way.
    """
    if notify_asker and ask.state not in _STATES_NOT_TOLD_TO_ASKER:
        outbox.queue(context, AskAnswered(ask.id), to=ask.asker)
    is_answered = ask.state in ANSWERED_STATES
    final_state = FollowUpState.DONE if is_answered else FollowUpState.CANCELLED
    follow_ups.close_matching(context, final_state, kinds=(FollowUpKind.ASK,), subject_id=ask.id)
    queue_edits_about(context, ask)
    add_history_line(context, ask, ask.state.value)


def queue_edits_about(context: Context, ask: Ask) -> None:
    """Queues edits of every message that shows the ask."""
    workspace_id = ask.workspace_id
    follow_up_ids = [
        each.id
        for each in stored_follow_ups.list_by_subject(
            context.transaction, workspace_id, FollowUpKind.ASK, ask.id
        )
    ]
    stored_outbox.queue_nudge_edits(
        context.transaction, workspace_id, {ask.asked}, follow_up_ids, context.now
    )
    outbox.queue_edits(context, (AskSent, AskAnswered), ask.id)
    if ask.referral_id is not None and not ask.is_own:
        outbox.queue_edits(context, DESK_CARDS, ask.referral_id)


def add_history_line(context: Context, ask: Ask, verb: str) -> None:
    """Adds a line about the referral of the ask, or about the ask itself if it has no referral.

    `verb` says what happened to the ask. A private ask gets no line.
    """
    if ask.is_private:
        return
    if ask.referral_id is not None:
        history.add_line(context, f"ask.{verb}", "referral", ask.referral_id, ask=ask.id)
    else:
        history.add_line(context, f"ask.{verb}", "ask", ask.id, ask=ask.id)


def has_due_asks(transaction: Transaction, now: datetime) -> bool:
    """Whether `close_due_asks` or `erase_old_texts` has work. Needs no write transaction."""
    return ask_closing.has_due(transaction, now, now - RETENTION)


def close_due_asks(transaction: Transaction, now: datetime, limit: int) -> int:
    """Closes at most `limit` asks that nobody answered in time, and returns their number."""
    closed = ask_closing.close_due(transaction, now, limit)
    for context, in_workspace in group_by_workspace(transaction, closed, now):
        for ask in in_workspace:
            finish_ask(context, ask)
    return len(closed)


def erase_old_texts(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erases the texts of asks that ended before `RETENTION`, also in Slack.

    Returns the number of these asks, at most `limit`.
    """
    erased = ask_closing.erase_due(transaction, now - RETENTION, limit)
    for context, in_workspace in group_by_workspace(transaction, erased, now):
        slack_copies.erase_copies_of_asks(context, in_workspace)
    return len(erased)


def erase_asks_about_candidate(
    context: Context, referral_ids: Collection[int], email: str | None, profile_url: str | None
) -> list[Ask]:
    """Ends the asks about a candidate who is erased, and erases their texts in the database.

    An ask is found by the referral or by a contact. Returns the asks, whose messages in Slack the
    caller erases.
    """
    found = ask_closing.list_about_candidate(
        context.transaction, context.workspace.id, referral_ids, email, profile_url
    )
    for ask in found:
        if ask.is_open and asks.settle(
            context.transaction, context.workspace.id, ask.id, AskState.OVERTAKEN, context.now
        ):
            finish_ask(context, replace(ask, state=AskState.OVERTAKEN))
    ask_closing.erase_texts(context.transaction, context.workspace.id, [each.id for each in found])
    return found


def close_asks_about_referral(context: Context, referral: Referral) -> None:
    """Ends the asks about a referral that has an outcome.

    A colleague who asked is told. An asker from the desk sees the outcome there.
    """
    for ask in ask_closing.overtake_by_referral(
        context.transaction, referral.workspace_id, referral.id, context.now
    ):
        finish_ask(context, ask, notify_asker=ask.kind is not AskKind.DESK)


def close_asks_about_opening(context: Context, opening: Opening) -> None:
    """Ends the asks for an opening that is filled or closed. The askers are told."""
    for ask in ask_closing.overtake_by_opening(
        context.transaction, opening.workspace_id, opening.id, context.now
    ):
        finish_ask(context, ask)


def close_asks_of_member(context: Context, user_id: str) -> None:
    """Ends the asks by and to someone who has left, and tells the other person."""
    for ask in asks.list_unfinished_involving(context.transaction, context.workspace.id, user_id):
        state = AskState.ASKER_LEFT if ask.asker == user_id else AskState.ASKED_LEFT
        if asks.settle(
            context.transaction,
            context.workspace.id,
            ask.id,
            state,
            context.now,
            expected=ask.state,
        ):
            # The asker of an own ask may have an answer and not have decided what to do with it.
            # They were told then, and the text is gone now.
            was_open = ask.state is AskState.OPEN
            finish_ask(context, replace(ask, state=state, vouch_text=None), notify_asker=was_open)
