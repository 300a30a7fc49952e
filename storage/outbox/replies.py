"""Messages that a person replied to, and offers to pass a reply on."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from domain.outbox import Intent
from storage.engine import Transaction
from storage.outbox.find import to_intent
from storage.tables.messages import OUTBOX


def find_posted(
    transaction: Transaction, workspace_id: int, recipient: str, kinds: Collection[str], ts: str
) -> Intent | None:
    """Find the message of one of these kinds to the recipient that Slack has under this ts."""
    row = transaction.execute(
        select(OUTBOX).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.recipient == recipient,
            OUTBOX.c.kind.in_(list(kinds)),
            OUTBOX.c.ts == ts,
        )
    ).first()
    return to_intent(row) if row else None


def lock_intent(transaction: Transaction, workspace_id: int, intent_id: int) -> Intent | None:
    """Find an intent that this transaction will change."""
    row = transaction.execute(
        select(OUTBOX)
        .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == intent_id)
        .with_for_update()
    ).first()
    return to_intent(row) if row else None


def save_details(
    transaction: Transaction, workspace_id: int, intent_id: int, details: dict[str, object]
) -> None:
    transaction.execute(
        update(OUTBOX)
        .where(OUTBOX.c.workspace_id == workspace_id, OUTBOX.c.id == intent_id)
        .values(about=details)
    )
