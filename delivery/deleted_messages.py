"""Posts a message again after someone deleted it in Slack, if its reader still has to act on it.

A deletion is noticed at the next edit. After a second deletion the message is not posted again:
the reader evidently does not want it.
"""

from __future__ import annotations

from delivery.message_kinds import find_kind
from domain.outbox import Intent, IntentState
from domain.outcomes import MESSAGE_NOT_FOUND
from services.context import Context
from storage import outbox


def post_again(context: Context, edit: Intent) -> None:
    """Queues the edited message once more, and marks the deleted one as dropped."""
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
