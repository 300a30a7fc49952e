"""The messages that brought follow-ups to people: brought up to date when a step is answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import or_, select

from domain.outbox import IntentKind, IntentState, NewIntent
from storage.engine import Transaction
from storage.outbox.intents import VISIBLE_STATES, queue_many
from storage.tables.messages import OUTBOX

# An older message has long scrolled away; its buttons are answered in words.
RECENT = timedelta(days=60)


def queue_nudge_edits(
    transaction: Transaction,
    workspace_id: int,
    members: Collection[str],
    follow_ups: Collection[int],
    now: datetime,
) -> None:
    """Queue an edit of the nudges in which one of the steps stands.

    Nudges that combine several are looked for among these people's; one that stands alone, or
    first, is found whoever got it. An edit that waits already is enough: it says what is true when
    it is made.
    """
    steps = set(follow_ups)
    if not steps:
        return
    waiting = select(OUTBOX.c.subject_id).where(
        OUTBOX.c.workspace_id == workspace_id,
        OUTBOX.c.kind == IntentKind.REFRESH.value,
        OUTBOX.c.state == IntentState.QUEUED.value,
    )
    rows = transaction.execute(
        select(OUTBOX.c.id, OUTBOX.c.recipient, OUTBOX.c.about).where(
            OUTBOX.c.workspace_id == workspace_id,
            OUTBOX.c.kind == IntentKind.NUDGE.value,
            or_(OUTBOX.c.subject_id.in_(steps), OUTBOX.c.recipient.in_(set(members))),
            OUTBOX.c.created_at > now - RECENT,
            OUTBOX.c.state.in_(VISIBLE_STATES),
            OUTBOX.c.id.not_in(waiting),
        )
    )
    edits = [
        NewIntent(IntentKind.REFRESH, row.recipient, row.id, f"refresh:{row.id}:{uuid4()}")
        for row in rows
        if steps.intersection(row.about["follow_ups"])
    ]
    queue_many(transaction, workspace_id, edits, now)
