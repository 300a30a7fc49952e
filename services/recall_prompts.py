"""An opening that had no referral for a while shows its next recall prompt.

The posted announcement is edited. No new message is posted, so nobody is notified.
"""

from __future__ import annotations

from datetime import timedelta

from domain.messages import AnnouncementPosted
from domain.openings import Opening
from services import history, outbox
from services.context import Context
from storage import announcements, recall_prompts


def rotate_stale_prompts(context: Context, limit: int) -> bool:
    """Rotates the prompts of up to `limit` stale openings. Returns True if there was any."""
    stale_since = context.now - timedelta(days=context.policy.stale_opening_days)
    workspace_id = context.workspace.id
    stale = recall_prompts.list_stale(context.transaction, workspace_id, stale_since, limit)
    for opening in stale:
        # The result is False if another replica has rotated the prompt.
        if recall_prompts.rotate_prompt(context.transaction, opening, context.now):
            _queue_edits(context, opening)
    return bool(stale)


def _queue_edits(context: Context, opening: Opening) -> None:
    """Queues edits of the announcements that are posted; failed ones are not tried again."""
    workspace_id = opening.workspace_id
    history_id = history.add_line(context, "opening.prompt_rotated", "opening", opening.id)
    for each in announcements.list_by_opening(context.transaction, workspace_id, opening.id):
        if each.ts is not None:
            payload = AnnouncementPosted(each.id, posted_by=opening.posted_by)
            outbox.queue(context, payload, to=each.channel, occasion=str(history_id))
