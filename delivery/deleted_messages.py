"""Posts a message again that somebody deleted in Slack, where its reader still has to act on it.

The deletion is noticed at the next edit. The message comes back once: a second deletion is meant.
"""

from __future__ import annotations

from delivery.message_kinds import find_kind
from domain.outbox import Intent, IntentState
from domain.outcomes import MESSAGE_NOT_FOUND
from services.context import Context
from storage import outbox


def post_again(context: Context, edit: Intent) -> None:
    """Queues the message of this edit anew, and marks the deleted one as not posted any more."""
    original = outbox.find_intent(context.transaction, edit.workspace_id, edit.subject_id)
    kind = find_kind(original) if original is not None else None
    if original is None or kind is None or not kind.is_still_needed(context, original):
        return
    outbox.settle_intent(
        context.transaction,
        original,
        IntentState.DROPPED,
        context.now,
        reason=MESSAGE_NOT_FOUND,
    )
    outbox.queue_again(context.transaction, original, context.now)
