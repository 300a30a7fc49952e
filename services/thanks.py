"""Somebody thanks a colleague; whoever is thanked may let it be shown in a channel."""

from __future__ import annotations

from datetime import timedelta

from domain.endorsements import Depth
from domain.errors import (
    AlreadyAnsweredError,
    FieldError,
    FormError,
    NotAllowedError,
    NotFoundError,
)
from domain.limits import DEED_MAX, THANKS_MAX
from domain.members import choice_problem
from domain.messages import ThanksGiven, ThanksShared
from domain.pages import ThanksPage
from domain.thanks import Thanks, arrival_time
from services import outbox
from services.context import Context
from services.people import build_reader, find_time_zone
from storage import history, members
from storage import thanks as stored

FIRST_FEW = 5
RECENT = timedelta(days=365)


def give_thanks(
    context: Context, whom: str | None, deed: str, words: str
) -> tuple[ThanksPage, bool]:
    """Store it and queue it: at once, or for their morning; True where it goes at once.

    Raises `FormError` with all that is wrong, or `FieldError("whom")` on the second of one day.
    """
    ws, giver = context.workspace.id, context.actor.user_id
    bad = _find_receiver_errors(context, whom)
    for name, text, longest in (("deed", deed, DEED_MAX), ("words", words, THANKS_MAX)):
        if len(text) > longest:
            bad.append(FieldError(name, "too_long", str(longest)))
    if not deed:
        bad.append(FieldError("deed", "empty"))
    if bad or whom is None:
        raise FormError(tuple(bad))
    day = context.now.astimezone(find_time_zone(context, giver)).date()
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
    at = arrival_time(context.now, find_time_zone(context, whom), context.policy.hours)
    outbox.queue(context, ThanksGiven(given.id), to=whom, not_before=at)
    page = ThanksPage(build_reader(context, giver), given, context.policy.thanks_channel)
    return page, at <= context.now


def _find_receiver_errors(context: Context, whom: str | None) -> list[FieldError]:
    if not whom:
        return [FieldError("whom", "empty")]
    if whom == context.actor.user_id:
        return [FieldError("whom", "yourself")]
    member = members.find(context.transaction, context.workspace.id, whom)
    problem = choice_problem(member)
    if problem == "is_guest":
        return [FieldError("whom", "thanks_guest")]
    return [FieldError("whom", problem)] if problem else []


def share_thanks(context: Context, thanks_id: int) -> Thanks:
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
    channel = context.policy.thanks_channel
    outbox.queue(context, ThanksShared(thanks_id), to=channel, occasion=str(line))
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)
    return given


def record_not_shared(context: Context, thanks_id: int) -> None:
    """The delivery reports: Slack did not take it. The message says so, and has the button."""
    stored.mark_share_failed(context.transaction, context.workspace.id, thanks_id)
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)


def list_deepest_advocates(context: Context) -> list[tuple[str, Depth]]:
    """Who went deepest in the last year: nobody at all unless an admin turned it on."""
    if not context.policy.leaderboard:
        return []
    return stored.list_deepest_advocates(
        context.transaction, context.workspace.id, context.now - RECENT, FIRST_FEW
    )
