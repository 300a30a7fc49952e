"""The windows that people may have open: App Home, and the desk (the modal to work in).

There is one row for each person and kind. When data changes, the windows that show it are queued
for an update.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import CompoundSelect, bindparam, select, union

from domain.outbox import IntentState
from domain.windows import OPEN_FOR, REFRESHES, OpenWindow, WindowKind
from storage.engine import Transaction
from storage.outbox.queue import queue_intents
from storage.tables.core import ENDORSEMENT, OPENING, REFERRAL
from storage.tables.desk import OPEN_WINDOW
from storage.tables.messages import OUTBOX
from storage.upsert import upsert_many

_KEY = ("workspace_id", "user_id", "kind")
_LIST_OPEN = select(OPEN_WINDOW).where(
    OPEN_WINDOW.c.workspace_id == bindparam("workspace_id"),
    OPEN_WINDOW.c.user_id.in_(bindparam("user_ids", expanding=True)),
    OPEN_WINDOW.c.seen_at > bindparam("since"),
)

_LIST_SEEN_BETWEEN = _LIST_OPEN.where(OPEN_WINDOW.c.seen_at <= bindparam("now"))


def _select_people_of_referral() -> CompoundSelect[Any]:
    """Select the user ids of a referral's owner, hiring team and advocates."""
    of_referral = (
        REFERRAL.c.workspace_id == bindparam("workspace_id"),
        REFERRAL.c.id == bindparam("referral_id"),
    )
    team = select(OPENING).join(REFERRAL, REFERRAL.c.opening_id == OPENING.c.id).where(*of_referral)
    return union(
        select(REFERRAL.c.owner).where(*of_referral),
        team.with_only_columns(OPENING.c.hiring_manager),
        team.with_only_columns(OPENING.c.recruiter),
        select(ENDORSEMENT.c.advocate).where(
            ENDORSEMENT.c.workspace_id == bindparam("workspace_id"),
            ENDORSEMENT.c.referral_id == bindparam("referral_id"),
            ENDORSEMENT.c.current.is_(True),
        ),
    )


_LIST_OPEN_OF_REFERRAL = select(OPEN_WINDOW).where(
    OPEN_WINDOW.c.workspace_id == bindparam("workspace_id"),
    OPEN_WINDOW.c.user_id.in_(_select_people_of_referral()),
    OPEN_WINDOW.c.seen_at > bindparam("since"),
)


def save(transaction: Transaction, workspace_id: int, window: OpenWindow, now: datetime) -> None:
    """Store what the person sees in the window, and that they see it `now` (UTC)."""
    row = {
        "user_id": window.user_id,
        "kind": window.kind.value,
        "external_id": window.external_id,
        "state": window.state,
        "seen_at": now,
    }
    overwritten = ("external_id", "state", "seen_at")
    common = {"workspace_id": workspace_id}
    upsert_many(transaction, OPEN_WINDOW, [row], common, _KEY, overwritten)


def find(
    transaction: Transaction, workspace_id: int, user_id: str, kind: WindowKind
) -> OpenWindow | None:
    """Return the window as the person last saw it, or None if they never opened it."""
    row = transaction.execute(
        select(OPEN_WINDOW).where(
            OPEN_WINDOW.c.workspace_id == workspace_id,
            OPEN_WINDOW.c.user_id == user_id,
            OPEN_WINDOW.c.kind == kind.value,
        )
    ).first()
    return (
        OpenWindow(row.user_id, WindowKind(row.kind), row.external_id, row.state) if row else None
    )


def queue_refreshes(
    transaction: Transaction, workspace_id: int, user_ids: Collection[str], now: datetime
) -> None:
    """Queue an update of each window that these people saw within `OPEN_FOR`."""
    if not user_ids:
        return
    values = {
        "workspace_id": workspace_id,
        "user_ids": sorted(set(user_ids)),
        "since": now - OPEN_FOR,
    }
    rows = transaction.execute(_LIST_OPEN, values).all()
    _queue_updates(transaction, workspace_id, rows, now)


def queue_refreshes_of_seen(
    transaction: Transaction, workspace_id: int, user_id: str, since: datetime, now: datetime
) -> None:
    """Queue an update of the windows that this person saw after `since` (UTC), up to `now`.

    If the clock was set back, a window may seem to have been seen later than `now`. It needs no
    update.
    """
    values = {"workspace_id": workspace_id, "user_ids": [user_id], "since": since, "now": now}
    rows = transaction.execute(_LIST_SEEN_BETWEEN, values).all()
    _queue_updates(transaction, workspace_id, rows, now)


def queue_refreshes_of_referral(
    transaction: Transaction, workspace_id: int, referral_id: int, now: datetime
) -> None:
    """Queue an update of each window that the referral's people saw within `OPEN_FOR`.

    These are its owner, hiring team and advocates.
    """
    values = {"workspace_id": workspace_id, "referral_id": referral_id, "since": now - OPEN_FOR}
    rows = transaction.execute(_LIST_OPEN_OF_REFERRAL, values).all()
    _queue_updates(transaction, workspace_id, rows, now)


def _queue_updates(
    transaction: Transaction, workspace_id: int, rows: Sequence[Any], now: datetime
) -> None:
    """Queue an update of each window in `rows` for which none is queued yet.

    One update is enough, because a window is rendered when its update is sent.
    """
    if not rows:
        return
    already_queued = {
        (row.recipient, row.kind)
        for row in transaction.execute(
            select(OUTBOX.c.recipient, OUTBOX.c.kind).where(
                OUTBOX.c.workspace_id == workspace_id,
                OUTBOX.c.recipient.in_({row.user_id for row in rows}),
                OUTBOX.c.kind.in_([payload.kind for payload in REFRESHES.values()]),
                OUTBOX.c.state == IntentState.QUEUED.value,
            )
        )
    }
    intents = []
    for row in rows:
        refresh = REFRESHES[WindowKind(row.kind)]
        if (row.user_id, refresh.kind) not in already_queued:
            unique_key = f"{row.user_id}:{uuid4()}"
            intents.append(refresh(subject_id=0).to_intent(row.user_id, unique_key))
    queue_intents(transaction, workspace_id, intents, now)
