"""Somebody thanks a colleague; whoever is thanked may let it be shown in a channel."""

from __future__ import annotations

from datetime import timedelta

from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
)
from domain.limits import DEED_MAX, THANKS_MAX
from domain.outbox import IntentKind, NewIntent
from domain.pages import ThanksPage
from domain.referrals import Depth
from domain.thanks import Thanks, arrival_time
from services.context import Context
from services.people import reader, zone_of
from storage import history, members
from storage import thanks as stored
from storage.outbox import intents as outbox

FIRST_FEW = 5
RECENT = timedelta(days=365)


def give(context: Context, whom: str | None, deed: str, words: str) -> tuple[ThanksPage, bool]:
    """Store it and queue it: at once, or for their morning; True where it goes at once.

    Raises `FormError` with all that is wrong, or `FieldError("whom")` on the second of one day.
    """
    ws, giver = context.workspace.id, context.actor.user_id
    bad = _whom(context, whom)
    for name, text, longest in (("deed", deed, DEED_MAX), ("words", words, THANKS_MAX)):
        if len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    if not deed:
        bad.append(FieldError("deed", "empty"))
    if bad or whom is None:
        raise FormError(tuple(bad))
    day = context.now.astimezone(zone_of(context, giver)).date()
    given = stored.add(
        context.transaction,
        ws,
        giver=giver,
        receiver=whom,
        day=day,
        deed=deed,
        words=words,
        now=context.now,
    )
    if given is None:
        raise FieldError("whom", "thanked_today")
    history.add_line(
        context.transaction, ws, giver, "thanks.given", "thanks", given.id, context.now, to=whom
    )
    at = arrival_time(context.now, zone_of(context, whom), context.policy.hours)
    outbox.queue(
        context.transaction,
        ws,
        NewIntent(IntentKind.THANKS, whom, given.id, f"thanks:{given.id}", not_before=at),
        context.now,
    )
    page = ThanksPage(reader(context, giver), given, context.policy.thanks_channel)
    return page, at <= context.now


def _whom(context: Context, whom: str | None) -> list[FieldError]:
    if not whom:
        return [FieldError("whom", "empty")]
    if whom == context.actor.user_id:
        return [FieldError("whom", "yourself")]
    member = members.find(context.transaction, context.workspace.id, whom)
    if member is not None and member.is_bot:
        return [FieldError("whom", "is_bot")]
    if member is None or not member.active:
        return [FieldError("whom", "not_here")]
    return [] if member.membership == "member" else [FieldError("whom", "thanks_guest")]


def share(context: Context, thanks_id: int) -> Thanks:
    """The one who was thanked shows it in the channel, once.

    Raises `NotFoundError` (also where the workspace has no such channel now), `NotAllowedError`,
    `AlreadyAnsweredError`.
    """
    ws = context.workspace.id
    given = stored.find(context.transaction, ws, thanks_id)
    if given is None or context.policy.thanks_channel is None:
        raise NotFoundError("thanks")
    if given.receiver != context.actor.user_id:
        raise NotAllowedError("share_thanks")
    if not stored.mark_shared(context.transaction, ws, thanks_id, context.now):
        raise AlreadyAnsweredError("thanks")
    line = history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "thanks.shared",
        "thanks",
        thanks_id,
        context.now,
    )
    dedupe = f"thanks_shared:{thanks_id}:{line}"
    intent = NewIntent(IntentKind.THANKS_SHARED, context.policy.thanks_channel, thanks_id, dedupe)
    outbox.queue(context.transaction, ws, intent, context.now)
    outbox.queue_edits(context.transaction, ws, (IntentKind.THANKS,), thanks_id, context.now)
    return given


def not_shared(context: Context, thanks_id: int) -> None:
    """The delivery reports: Slack did not take it. The message says so, and has the button."""
    stored.mark_share_failed(context.transaction, context.workspace.id, thanks_id)
    outbox.queue_edits(
        context.transaction, context.workspace.id, (IntentKind.THANKS,), thanks_id, context.now
    )


def deepest(context: Context) -> list[tuple[str, Depth]]:
    """Who went deepest in the last year: nobody at all unless an admin turned it on."""
    if not context.policy.leaderboard:
        return []
    return stored.list_deepest_advocates(
        context.transaction, context.workspace.id, context.now - RECENT, FIRST_FEW
    )
