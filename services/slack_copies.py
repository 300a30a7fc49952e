"""Erases texts about a candidate in Slack: in messages, files, and App Homes as last published.

Starts in the transaction that erases the rows, and ends with a queued intent for each copy. If
Slack refuses to erase a copy, the admins see that, and the bot tries again when the recipient of
the copy is back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from domain.asks import Ask
from domain.copy_erasures import HomeErasure, UnreachedCopies
from domain.errors import NotFoundError
from domain.members import Profile
from domain.permissions import Access, check_access
from domain.referrals import Candidate, Referral
from services import attachments, history, outbox, sent_files, windows
from services.context import Context
from storage import candidate_messages
from storage.outbox import erasures

MAX_UNREACHED_SHOWN = 5  # people in an admin's App Home
DROPPED_BY_ADMIN = "dropped_by_hand"


def erase_copies(
    context: Context, candidate: Candidate, found: Sequence[Referral], asks: Sequence[Ask]
) -> None:
    """Erases everything about an erased candidate in Slack, and drops messages not sent yet.

    `found` are the candidate's referrals, and `asks` the questions to colleagues about them.
    """
    transaction, workspace_id = context.transaction, candidate.workspace_id
    referral_ids, ask_ids = [each.id for each in found], [each.id for each in asks]
    stored_at = [*(each.created_at for each in found), *(each.created_at for each in asks)]
    since = min(stored_at, default=context.now)
    messages = candidate_messages.find_message_ids(
        transaction,
        workspace_id,
        since=since,
        candidate_id=candidate.id,
        referral_ids=referral_ids,
        ask_ids=ask_ids,
    )
    candidate_messages.drop_messages(transaction, workspace_id, messages.to_drop, context.now)
    viewers = candidate_messages.find_viewers(
        transaction, workspace_id, candidate.id, referral_ids, messages.in_slack, ask_ids
    )
    occasion = f"candidate:{candidate.id}"
    erasures.queue_copy_erasures(
        transaction, workspace_id, messages.in_slack, occasion, context.now
    )
    _queue_home_erasures(context, viewers, candidate.id, occasion)
    attachments.erase(context, referral_ids)
    sent_files.delete_exports_with(context, since)


def erase_copies_of_words(
    context: Context, candidate: Candidate, endorsed: Sequence[Referral], occasion: str
) -> None:
    """Erases the actor's own words in messages, files and App Homes. The words of others stay.

    `endorsed` are the candidate's referrals with these words. `occasion` makes the erasures unique.
    """
    transaction, workspace_id = context.transaction, candidate.workspace_id
    ids = [each.id for each in endorsed]
    since = min((each.created_at for each in endorsed), default=context.now)
    posted = candidate_messages.find_message_ids(
        transaction, workspace_id, since=since, candidate_id=candidate.id, referral_ids=ids
    ).in_slack
    viewers = candidate_messages.find_viewers(
        transaction, workspace_id, candidate.id, ids, posted, ()
    )
    erasures.queue_copy_erasures(transaction, workspace_id, posted, occasion, context.now)
    _queue_home_erasures(context, viewers, candidate.id, occasion)
    attachments.erase(context, ids, context.actor.user_id)


def erase_copies_of_asks(context: Context, asks: Sequence[Ask]) -> None:
    """Erases the messages about asks whose texts are erased, and the App Homes that show them."""
    transaction, workspace_id = context.transaction, context.workspace.id
    for ask in asks:
        posted = candidate_messages.find_message_ids(
            transaction, workspace_id, since=ask.created_at, ask_ids=[ask.id]
        ).in_slack
        occasion = f"ask:{ask.id}"
        erasures.queue_copy_erasures(transaction, workspace_id, posted, occasion, context.now)
        _queue_home_erasures(context, (ask.asker, ask.asked), ask.id, occasion)


def _queue_home_erasures(
    context: Context, viewers: Collection[str], subject_id: int, occasion: str
) -> None:
    """Queues the viewers' App Homes to be published again, and their open windows to be updated."""
    windows.refresh_windows(context, viewers)
    outbox.queue_many(
        context,
        [
            HomeErasure(subject_id).to_intent(viewer, f"{occasion}:{viewer}")
            for viewer in sorted(viewers)
        ],
    )


def retry_for_active(context: Context, profiles: Sequence[Profile]) -> None:
    """Tries again to erase the copies of those who are active, as they may have just come back."""
    active = [each.user_id for each in profiles if each.active]
    if active:
        erasures.retry_unreached(context.transaction, context.workspace.id, active, context.now)


# What an admin sees and does -------------------------------------------------------------------


def list_unreached(context: Context) -> tuple[UnreachedCopies, ...]:
    """At most `MAX_UNREACHED_SHOWN` people with copies that could not be erased.

    Raises `NotAllowedError` unless the actor is an admin.
    """
    check_access(context.actor, Access.ADMIN, outbox.OPERATE_ACTION)
    return tuple(
        erasures.list_unreached(context.transaction, context.workspace.id, MAX_UNREACHED_SHOWN)
    )


def retry_by_admin(context: Context, user_id: str) -> None:
    """Tries again to erase this person's copies. Raises `NotFoundError` if there are none."""
    workspace_id = context.workspace.id
    if not erasures.retry_unreached(context.transaction, workspace_id, [user_id], context.now):
        raise NotFoundError("outbox")
    history.add_line(context, "outbox.retried", "member", 0, user=user_id)


def drop_by_admin(context: Context, user_id: str) -> None:
    """Gives up erasing this person's copies. Raises `NotFoundError` if there are none."""
    workspace_id = context.workspace.id
    if not erasures.drop_unreached(
        context.transaction, workspace_id, user_id, context.now, DROPPED_BY_ADMIN
    ):
        raise NotFoundError("outbox")
    history.add_line(context, "outbox.dropped", "member", 0, user=user_id)
