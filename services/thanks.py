"""Someone thanks a colleague, who may share it in a channel."""

from __future__ import annotations

from datetime import datetime, timedelta

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
from domain.thanks import Thanks
from services import history, outbox
from services.context import Context
from services.people import build_viewer, find_today, next_working_moment
from storage import members
from storage import thanks as stored_thanks

LEADERBOARD_SIZE = 5
LEADERBOARD_PERIOD = timedelta(days=365)


def give_thanks(
    context: Context, receiver: str | None, deed: str, words: str
) -> tuple[ThanksPage, datetime]:
    """Stores thanks and queues the message. Returns the page, and when (UTC) it is sent.

    `deed` says what the receiver did, and `words` may add something personal. Outside the
    receiver's working hours the message waits for the next ones. Raises `FormError`, and
    `FieldError("whom")` if the actor has thanked this person today.
    """
    workspace_id, giver = context.workspace.id, context.actor.user_id
    errors = _find_receiver_errors(context, receiver)
    for name, text, longest in (("deed", deed, DEED_MAX), ("words", words, THANKS_MAX)):
        if len(text) > longest:
            errors.append(FieldError(name, "too_long", str(longest)))
    if not deed:
        errors.append(FieldError("deed", "empty"))
    if errors or receiver is None:
        raise FormError(tuple(errors))
    given = stored_thanks.add(
        context.transaction,
        workspace_id,
        giver=giver,
        receiver=receiver,
        day=find_today(context),
        deed=deed,
        words=words,
        now=context.now,
    )
    if given is None:
        raise FieldError("whom", "thanked_today")
    history.add_line(context, "thanks.given", "thanks", given.id, to=receiver)
    outbox.queue(context, ThanksGiven(given.id), to=receiver)
    page = ThanksPage(build_viewer(context), given, context.policy.thanks_channel)
    member = members.find(context.transaction, workspace_id, receiver)
    return page, next_working_moment(context, member)


def _find_receiver_errors(context: Context, receiver: str | None) -> list[FieldError]:
    if not receiver:
        return [FieldError("whom", "empty")]
    if receiver == context.actor.user_id:
        return [FieldError("whom", "yourself")]
    member = members.find(context.transaction, context.workspace.id, receiver)
    problem = choice_problem(member)
    if problem == "is_guest":
        return [FieldError("whom", "thanks_guest")]
    return [FieldError("whom", problem, receiver)] if problem else []


def share_thanks(context: Context, thanks_id: int) -> Thanks:
    """The receiver shares the thanks in the workspace's channel, once.

    Raises `NotAllowedError`, `AlreadyAnsweredError`, and `NotFoundError`, also if the workspace no
    longer has a channel for thanks.
    """
    workspace_id = context.workspace.id
    given = stored_thanks.find(context.transaction, workspace_id, thanks_id)
    if given is None or context.policy.thanks_channel is None:
        raise NotFoundError("thanks")
    if given.receiver != context.actor.user_id:
        raise NotAllowedError("share_thanks")
    if not stored_thanks.mark_shared(context.transaction, workspace_id, thanks_id, context.now):
        raise AlreadyAnsweredError("thanks")
    history_id = history.add_line(context, "thanks.shared", "thanks", thanks_id)
    channel = context.policy.thanks_channel
    outbox.queue(context, ThanksShared(thanks_id), to=channel, occasion=str(history_id))
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)
    return given


def record_not_shared(context: Context, thanks_id: int) -> None:
    """Records that Slack refused to share thanks, and edits the receiver's message.

    The edited message tells of the failure, and shows the button again.
    """
    stored_thanks.mark_share_failed(context.transaction, context.workspace.id, thanks_id)
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)


def list_deepest_advocates(context: Context) -> list[tuple[str, Depth]]:
    """The advocates with the deepest endorsements of the last year.

    Empty if the policy has no leaderboard.
    """
    if not context.policy.leaderboard:
        return []
    return stored_thanks.list_deepest_advocates(
        context.transaction,
        context.workspace.id,
        context.now - LEADERBOARD_PERIOD,
        LEADERBOARD_SIZE,
    )
