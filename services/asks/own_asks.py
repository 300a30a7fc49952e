"""What somebody sees of the asks that they made, and how they withdraw one.

Starts from the actor's own asks; new ones are in `new_asks`, answers in `answers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import nudging
from domain.asks import Ask, AskState
from domain.budget import WEEK
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUpKind
from domain.members import Member
from domain.pages import AskPage, Viewer
from services.asks import closing
from services.context import Context
from services.people import build_viewer
from storage import follow_ups, members, referrals
from storage.asks import asks
from storage.outbox import find as stored_messages


def find_own_ask(context: Context, ask_id: int) -> Ask:
    """Finds an ask that the actor made. Raises `NotFoundError` and `NotAllowedError`.

    Another person's ask on their own behalf raises `NotFoundError`: nobody learns that it exists.
    """
    ask = asks.find(context.transaction, context.workspace.id, ask_id)
    if ask is None or (ask.is_own and ask.asker != context.actor.user_id):
        raise NotFoundError("ask")
    if ask.asker != context.actor.user_id:
        raise NotAllowedError("others_ask", ask.asker)
    return ask


def withdraw_ask(context: Context, ask_id: int) -> Ask:
    """Nothing more reaches the asked person, and the messages about the ask say so.

    Raises `NotAllowedError`, and `NotFoundError`, also where it was answered in the meantime.
    """
    ask = find_own_ask(context, ask_id)
    if ask.state is AskState.WITHDRAWN:
        return ask
    unfinished = ask.is_open or ask.awaits_asker
    if not unfinished or not asks.settle(
        context.transaction,
        context.workspace.id,
        ask_id,
        AskState.WITHDRAWN,
        context.now,
        was=ask.state,
    ):
        raise NotFoundError("ask")
    withdrawn = replace(ask, state=AskState.WITHDRAWN, vouch_text=None)
    closing.finish_ask(context, withdrawn)
    return withdrawn


def load_unfinished_asks(context: Context) -> tuple[AskPage, ...]:
    """The actor's asks that are not at an end, the oldest first."""
    found = asks.list_unfinished_by_asker(
        context.transaction, context.workspace.id, context.actor.user_id
    )
    return tuple(load_ask_pages(context, build_viewer(context), found))


def load_ask_page(context: Context, viewer: Viewer, ask: Ask) -> AskPage:
    (page,) = load_ask_pages(context, viewer, [ask])
    return page


def load_ask_pages(context: Context, viewer: Viewer, found: Sequence[Ask]) -> list[AskPage]:
    """Reads what any number of asks show in a constant number of queries."""
    transaction, ws = context.transaction, context.workspace.id
    open_asks = [ask for ask in found if ask.is_open]
    asked = {ask.asked for ask in open_asks}
    people = members.find_many(transaction, ws, asked)
    nudge_times = stored_messages.list_nudge_times_by_recipient(
        transaction, ws, asked, context.now - WEEK
    )
    planned = follow_ups.list_by_subjects(
        transaction, ws, FollowUpKind.ASK, [ask.id for ask in open_asks]
    )
    referral_ids = {ask.referral_id for ask in found if ask.referral_id is not None}
    known = referrals.find_many(transaction, ws, referral_ids)
    pages = []
    for ask in found:
        first_message_at = None
        member = people.get(ask.asked)
        unsent = [each for each in planned.get(ask.id, ()) if each.nudges_sent == 0]
        if member is not None and unsent:
            sent_at = nudge_times.get(ask.asked, ())
            first_message_at = first_message_time(context, member, unsent[-1].due_at, sent_at)
        referral = known.get(ask.referral_id or 0)
        owner = referral.owner if referral else None
        pages.append(AskPage(viewer, ask, first_message_at, owner))
    return pages


@dataclass(frozen=True, slots=True)
class _Due:
    due_at: datetime


def first_message_time(
    context: Context, member: Member, due_at: datetime, sent_at: Sequence[datetime]
) -> datetime | None:
    """When a nudge that is due at that moment reaches this person (UTC), by the rules of today.

    `sent_at` are the nudges that they had in the last week. None where they are not nudged at all.
    Other nudges that become due earlier may take its place in the week's budget.
    """
    recipient = nudging.Recipient(
        tz=member.tz,
        active=member.active,
        paused_until=member.paused_until,
        sent_at=tuple(sent_at),
    )
    policy = context.policy
    rules = nudging.NudgeRules(policy.hours, policy.dms_per_week, policy.default_tz)
    decision = nudging.decide_nudge([_Due(due_at)], recipient, rules, context.now)
    if isinstance(decision, nudging.Wait):
        return decision.until
    return context.now if isinstance(decision, nudging.Send) else None
