"""Somebody thanks a colleague; whoever is thanked may let it be shown in a channel."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
)
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.pages import ThanksPage
from domain.policy import Policy
from domain.referrals import Depth
from domain.thanks import Thanks, arrives
from services.people import reader, zone_of
from storage import history, members
from storage import thanks as stored
from storage.engine import Transaction
from storage.outbox import intents as outbox

DEED_MAX, WORDS_MAX = 150, 1000
FIRST_FEW = 5
RECENT = timedelta(days=365)


def give(
    transaction: Transaction,
    actor: Actor,
    whom: str | None,
    deed: str,
    words: str,
    policy: Policy,
    now: datetime,
) -> tuple[ThanksPage, bool]:
    """Store it and queue it: at once, or for their morning; True where it goes at once.

    Raises `FormError` with all that is wrong, or `FieldError("whom")` on the second of one day.
    """
    ws, giver = actor.workspace_id, actor.user_id
    bad = _whom(transaction, actor, whom)
    for name, text, longest in (("deed", deed, DEED_MAX), ("words", words, WORDS_MAX)):
        if len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    if not deed:
        bad.append(FieldError("deed", "empty"))
    if bad or whom is None:
        raise FormError(tuple(bad))
    day = now.astimezone(zone_of(transaction, ws, giver, policy)).date()
    given = stored.give(
        transaction, ws, giver=giver, receiver=whom, day=day, deed=deed, words=words, now=now
    )
    if given is None:
        raise FieldError("whom", "thanked_today")
    history.note(transaction, ws, giver, "thanks.given", "thanks", given.id, now, to=whom)
    at = arrives(now, zone_of(transaction, ws, whom, policy), policy.hours)
    outbox.queue(
        transaction,
        ws,
        NewIntent(IntentKind.THANKS, whom, given.id, f"thanks:{given.id}", not_before=at),
        now,
    )
    page = ThanksPage(reader(transaction, ws, giver, policy, now), given, policy.thanks_channel)
    return page, at <= now


def _whom(transaction: Transaction, actor: Actor, whom: str | None) -> list[FieldError]:
    if not whom:
        return [FieldError("whom", "empty")]
    if whom == actor.user_id:
        return [FieldError("whom", "yourself")]
    member = members.find(transaction, actor.workspace_id, whom)
    if member is not None and member.is_bot:
        return [FieldError("whom", "is_bot")]
    if member is None or not member.active:
        return [FieldError("whom", "not_here")]
    return [] if member.standing == "member" else [FieldError("whom", "thanks_guest")]


def share(
    transaction: Transaction, actor: Actor, thanks_id: int, policy: Policy, now: datetime
) -> Thanks:
    """The one who was thanked shows it in the channel, once.

    Raises `NotFoundError` (also where the workspace has no such channel now), `NotAllowedError`,
    `AlreadyAnsweredError`.
    """
    ws = actor.workspace_id
    given = stored.find(transaction, ws, thanks_id)
    if given is None or policy.thanks_channel is None:
        raise NotFoundError("thanks")
    if given.receiver != actor.user_id:
        raise NotAllowedError("share_thanks")
    if not stored.share(transaction, ws, thanks_id, now):
        raise AlreadyAnsweredError("thanks")
    line = history.note(transaction, ws, actor.user_id, "thanks.shared", "thanks", thanks_id, now)
    dedupe = f"thanks_shared:{thanks_id}:{line}"
    intent = NewIntent(IntentKind.THANKS_SHARED, policy.thanks_channel, thanks_id, dedupe)
    outbox.queue(transaction, ws, intent, now)
    outbox.refresh(transaction, ws, (IntentKind.THANKS,), thanks_id, now)
    return given


def not_shared(transaction: Transaction, workspace_id: int, thanks_id: int, now: datetime) -> None:
    """The delivery reports: Slack did not take it. The message says so, and has the button."""
    stored.share_failed(transaction, workspace_id, thanks_id)
    outbox.refresh(transaction, workspace_id, (IntentKind.THANKS,), thanks_id, now)


def deepest(
    transaction: Transaction, actor: Actor, policy: Policy, now: datetime
) -> list[tuple[str, Depth]]:
    """Who went deepest in the last year: nobody at all unless an admin turned it on."""
    if not policy.leaderboard:
        return []
    return stored.deepest(transaction, actor.workspace_id, now - RECENT, FIRST_FEW)
