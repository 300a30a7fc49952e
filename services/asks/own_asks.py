"""Finds, shows and withdraws the asks that the actor has made.

`new_asks` makes an ask, and `answers` has the answers of the asked person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from domain import nudging
from domain.asks import Ask, AskKind, AskState
from domain.budget import WEEK
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUpKind
from domain.members import Member
from domain.own_settings import find_personal_rules
from domain.pages import AskPage, Viewer
from services.asks import closing
from services.context import Context
from services.people import build_viewer, find_answerable
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
    """Withdraws an ask of the actor: no further nudge is sent, and posted messages are edited.

    Raises `NotAllowedError`, and `NotFoundError`, also if the ask was answered in the meantime.
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
        expected=ask.state,
    ):
        raise NotFoundError("ask")
    withdrawn = replace(ask, state=AskState.WITHDRAWN, vouch_text=None)
    closing.finish_ask(context, withdrawn)
    return withdrawn


def load_unfinished_asks(context: Context) -> tuple[AskPage, ...]:
    """Pages of the actor's unfinished asks, the oldest first.

    Asks about a referral that the actor may no longer answer are left out.
    """
    found = asks.list_unfinished_by_asker(
        context.transaction, context.workspace.id, context.actor.user_id
    )
    about = referrals.find_many(
        context.transaction,
        context.workspace.id,
        [ask.referral_id for ask in found if ask.referral_id is not None],
    )
    answerable = find_answerable(context, context.actor.user_id, list(about.values()))
    shown = [ask for ask in found if ask.kind is not AskKind.DESK or ask.referral_id in answerable]
    return tuple(load_ask_pages(context, build_viewer(context), shown))


def load_ask_page(context: Context, viewer: Viewer, ask: Ask) -> AskPage:
    (page,) = load_ask_pages(context, viewer, [ask])
    return page


def load_ask_pages(context: Context, viewer: Viewer, found: Sequence[Ask]) -> list[AskPage]:
    """Loads the pages of any number of asks in a constant number of queries."""
    transaction, workspace_id = context.transaction, context.workspace.id
    open_asks = [ask for ask in found if ask.is_open]
    asked = {ask.asked for ask in open_asks}
    asked_members = members.find_many(transaction, workspace_id, asked)
    nudges = stored_messages.list_nudges_by_recipient(
        transaction, workspace_id, asked, context.now - WEEK
    )
    follow_ups_by_ask = follow_ups.list_by_subjects(
        transaction, workspace_id, FollowUpKind.ASK, [ask.id for ask in open_asks]
    )
    referral_ids = {ask.referral_id for ask in found if ask.referral_id is not None}
    known_referrals = referrals.find_many(transaction, workspace_id, referral_ids)
    pages = []
    for ask in found:
        first_message_at = None
        member = asked_members.get(ask.asked)
        unsent = [each for each in follow_ups_by_ask.get(ask.id, ()) if each.nudges_sent == 0]
        if member is not None and unsent:
            sent_at = tuple(each.at for each in nudges.get(ask.asked, ()) if each.is_unsolicited)
            first_message_at = first_message_time(context, member, unsent[-1].due_at, sent_at)
        referral = known_referrals.get(ask.referral_id or 0)
        owner = referral.owner if referral else None
        is_referral_ended = bool(referral and referral.ended)
        pages.append(AskPage(viewer, ask, first_message_at, owner, is_referral_ended))
    return pages


@dataclass(frozen=True, slots=True)
class _DueItem:
    """An item for `decide_nudge`, which looks at the due time only."""

    due_at: datetime


def first_message_time(
    context: Context, member: Member, due_at: datetime, sent_at: Sequence[datetime]
) -> datetime | None:
    """The time (UTC) at which a nudge that is due at `due_at` reaches the member.

    `sent_at` are the times of the nudges to the member in the last week. None if the member is not
    nudged at all. The time is an estimate, because nudges before it may use up the budget of the
    week.
    """
    rules = find_personal_rules(member, context.policy)
    recipient = nudging.Recipient(
        tz=rules.zone.key,
        active=member.is_colleague,
        paused_until=member.paused_until,
        sent_at=tuple(sent_at),
    )
    nudge_rules = nudging.NudgeRules(rules.hours, rules.messages_per_week)
    decision = nudging.decide_nudge([_DueItem(due_at)], recipient, nudge_rules, context.now)
    if isinstance(decision, nudging.Wait):
        return decision.until
    return context.now if isinstance(decision, nudging.Send) else None
