"""An open role for which nobody was put forward in a while asks its next recall question.

The announcement that stands is edited; nothing is posted anew, and nobody is notified.
"""

from __future__ import annotations

from datetime import timedelta

from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from services.context import Context
from storage import history, openings
from storage.outbox import intents as outbox


def rotate_stale(context: Context, limit: int) -> bool:
    """Rotate the next few of the workspace; True when any was stale."""
    quiet_since = context.now - timedelta(days=context.policy.stale_opening_days)
    ws = context.workspace.id
    stale = openings.list_stale(context.transaction, ws, quiet_since, limit)
    for opening in stale:
        # False: another replica did it.
        if openings.rotate_prompt(context.transaction, opening, context.now):
            _edit(context, opening)
    return bool(stale)


def _edit(context: Context, opening: Opening) -> None:
    """Where the announcement stands it is edited; where it could not be posted, nothing happens."""
    ws = opening.workspace_id
    note = history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "opening.prompt_rotated",
        "opening",
        opening.id,
        context.now,
    )
    for each in openings.list_announcements(context.transaction, ws, opening.id):
        if each.ts is not None:
            intent = NewIntent(
                IntentKind.ANNOUNCEMENT,
                each.channel,
                each.id,
                f"announcement:{each.id}:{note}",
                {"by": opening.posted_by},
            )
            outbox.queue(context.transaction, ws, intent, context.now)
