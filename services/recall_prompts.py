"""An open role for which nobody was put forward in a while asks its next recall question.

The announcement that stands is edited; nothing is posted anew, and nobody is notified.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from storage import history, openings
from storage.engine import Transaction
from storage.outbox import intents as outbox


def rotate_stale(transaction: Transaction, policy: Policy, now: datetime, limit: int) -> bool:
    """Rotate the next few; True when any was stale."""
    quiet_since = now - timedelta(days=policy.stale_opening_days)
    stale = openings.stale(transaction, quiet_since, limit)
    for opening in stale:
        if openings.rotate_prompt(transaction, opening, now):  # else another replica did
            _edit(transaction, opening, now)
    return bool(stale)


def _edit(transaction: Transaction, opening: Opening, now: datetime) -> None:
    """Where the announcement stands it is edited; where it could not be posted, nothing happens."""
    ws = opening.workspace_id
    note = history.note(
        transaction, ws, "clock", "opening.prompt_rotated", "opening", opening.id, now
    )
    for each in openings.announcements(transaction, ws, opening.id):
        if each.ts is not None:
            intent = NewIntent(
                IntentKind.ANNOUNCEMENT,
                each.channel,
                each.id,
                f"announcement:{each.id}:{note}",
                {"by": opening.posted_by},
            )
            outbox.queue(transaction, ws, intent, now)
