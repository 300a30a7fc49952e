"""Someone thanks a colleague. The colleague may share the thanks in the workspace's channel."""

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
from domain.members import find_choice_problem
from domain.messages import ThanksGiven, ThanksShared
from domain.pages import ThanksPage
from domain.thanks import Thanks
from services import history, outbox
from services.context import Context
from services.people import build_viewer, find_today, next_working_moment
from storage import members
from storage import thanks as stored_thanks

LEADERBOARD_SIZE = 5  # advocates on the leaderboard, who have the deepest endorsements
LEADERBOARD_PERIOD = timedelta(days=365)


def give_thanks(
    context: Context, receiver: str | None, deed: str, words: str
) -> tuple[ThanksPage, datetime]:
    """Stores thanks and queues the message to the receiver.

    Returns the page for the actor, and the time (UTC) in the receiver's working hours at which the
    message is sent. `deed` says what the receiver did, and `words` may add something personal.
    Raises `FormError` if a field is invalid, and `FieldError("whom")` if the actor has thanked this
    person today.
    """
    workspace_id, giver = context.workspace.id, context.actor.user_id
    errors = _find_receiver_errors(context, receiver)
    if len(deed) > DEED_MAX:
        errors.append(FieldError("deed", "too_long", str(DEED_MAX)))
    if len(words) > THANKS_MAX:
        errors.append(FieldError("words", "too_long", str(THANKS_MAX)))
    if not deed:
        errors.append(FieldError("deed", "empty"))
    if errors or receiver is None:  # Without a receiver there is an error. Mypy cannot know that.
        raise FormError(tuple(errors))
    thanks = stored_thanks.add(
        context.transaction,
        workspace_id,
        giver=giver,
        receiver=receiver,
        day=find_today(context),
        deed=deed,
        words=words,
        now=context.now,
    )
    if thanks is None:
        raise FieldError("whom", "thanked_today")
    history.add_line(context, "thanks.given", "thanks", thanks.id, to=receiver)
    outbox.queue(context, ThanksGiven(thanks.id), to=receiver)
    page = ThanksPage(build_viewer(context), thanks, context.policy.thanks_channel)
    receiving_member = members.find(context.transaction, workspace_id, receiver)
    return page, next_working_moment(context, receiving_member)


def _find_receiver_errors(context: Context, receiver: str | None) -> list[FieldError]:
    if not receiver:
        return [FieldError("whom", "empty")]
    if receiver == context.actor.user_id:
        return [FieldError("whom", "yourself")]
    member = members.find(context.transaction, context.workspace.id, receiver)
    problem = find_choice_problem(member)
    if problem == "is_guest":
        return [FieldError("whom", "thanks_guest")]
    return [FieldError("whom", problem, receiver)] if problem else []


def share_thanks(context: Context, thanks_id: int) -> Thanks:
    """Queues a post of the thanks in the workspace's channel. Only their receiver may share them.

    Raises `NotAllowedError`, `AlreadyAnsweredError` if they are shared already, and
    `NotFoundError`, also if the workspace no longer has a channel for thanks.
    """
    workspace_id, channel = context.workspace.id, context.policy.thanks_channel
    thanks = stored_thanks.find(context.transaction, workspace_id, thanks_id)
    if thanks is None or channel is None:
        raise NotFoundError("thanks")
    if thanks.receiver != context.actor.user_id:
        raise NotAllowedError("share_thanks")
    if not stored_thanks.mark_shared(context.transaction, workspace_id, thanks_id, context.now):
        raise AlreadyAnsweredError("thanks")
    history_id = history.add_line(context, "thanks.shared", "thanks", thanks_id)
    outbox.queue(context, ThanksShared(thanks_id), to=channel, occasion=str(history_id))
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)
    return thanks


def record_not_shared(context: Context, thanks_id: int) -> None:
    """Records that Slack refused the post in the channel, and edits the receiver's message.

    The edited message says that sharing failed, and shows the button again.
    """
    stored_thanks.mark_share_failed(context.transaction, context.workspace.id, thanks_id)
    outbox.queue_edits(context, (ThanksGiven,), thanks_id)


def list_deepest_advocates(context: Context) -> list[tuple[str, Depth]]:
    """The advocates (user ids) with the deepest endorsements of the last year, with their depth.

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
