"""Finds, shows and withdraws the asks that the actor has made.

An ask is a request to a colleague to vouch for a candidate, who may be the asker. The module
`new_asks` makes asks, and `answers` stores what the colleague answers.
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

    For an ask that somebody else made on their own behalf (`is_own`), it is `NotFoundError`: nobody
    else may learn that such an ask exists.
    """
    ask = asks.find(context.transaction, context.workspace.id, ask_id)
    if ask is None or (ask.is_own and ask.asker != context.actor.user_id):
        raise NotFoundError("ask")
    if ask.asker != context.actor.user_id:
        raise NotAllowedError("others_ask", ask.asker)
    return ask


def withdraw_ask(context: Context, ask_id: int) -> Ask:
    """Withdraws an ask of the actor. No further nudge is sent, and posted messages are edited.

    A second call changes nothing. Raises `NotAllowedError`, and `NotFoundError`
    if there is no such ask or if it was answered in the meantime.
    """
    ask = find_own_ask(context, ask_id)
    if ask.state is AskState.WITHDRAWN:
        return ask
    is_finished = not ask.is_open and not ask.awaits_asker
    if is_finished or not asks.settle(
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

    Asks from the card of a referral (`AskKind.DESK`) are left out if the actor may no longer answer
    the referral.
    """
    found = asks.list_unfinished_by_asker(
        context.transaction, context.workspace.id, context.actor.user_id
    )
    known_referrals = referrals.find_many(
        context.transaction,
        context.workspace.id,
        [ask.referral_id for ask in found if ask.referral_id is not None],
    )
    answerable_ids = find_answerable(context, context.actor.user_id, list(known_referrals.values()))
    shown = [
        ask for ask in found if ask.kind is not AskKind.DESK or ask.referral_id in answerable_ids
    ]
    return tuple(load_ask_pages(context, build_viewer(context), shown))


def load_ask_page(context: Context, viewer: Viewer, ask: Ask) -> AskPage:
    (page,) = load_ask_pages(context, viewer, [ask])
    return page


def load_ask_pages(context: Context, viewer: Viewer, found: Sequence[Ask]) -> list[AskPage]:
    """Loads the pages of any number of asks in a constant number of queries."""
    transaction, workspace_id = context.transaction, context.workspace.id
    open_asks = [ask for ask in found if ask.is_open]
    asked_ids = {ask.asked for ask in open_asks}
    asked_members = members.find_many(transaction, workspace_id, asked_ids)
    nudges_by_member = stored_messages.list_nudges_by_recipient(
        transaction, workspace_id, asked_ids, context.now - WEEK
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
        follow_ups_without_nudge = [
            each for each in follow_ups_by_ask.get(ask.id, ()) if each.nudges_sent == 0
        ]
        if member is not None and follow_ups_without_nudge:
            nudges = nudges_by_member.get(ask.asked, ())
            sent_at = [nudge.at for nudge in nudges if nudge.is_unsolicited]
            due_at = follow_ups_without_nudge[-1].due_at
            first_message_at = first_message_time(context, member, due_at, sent_at)
        referral = known_referrals.get(ask.referral_id or 0)
        owner = referral.owner if referral else None
        is_referral_ended = bool(referral and referral.ended)
        pages.append(
            AskPage(viewer, ask, first_message_at, owner=owner, is_referral_ended=is_referral_ended)
        )
    return pages


@dataclass(frozen=True, slots=True)
class _DueItem:
    """The part of a follow-up that `decide_nudge` reads."""

    due_at: datetime


def first_message_time(
    context: Context, member: Member, due_at: datetime, sent_at: Sequence[datetime]
) -> datetime | None:
    """Estimates when (UTC) the first message about an ask, due at `due_at`, reaches the member.

    `sent_at` are the times of the nudges in the last week that the member did not ask for. Returns
    None if the member gets no nudges at all. Other nudges may use up the member's weekly budget
    first, so the message may come later.
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
