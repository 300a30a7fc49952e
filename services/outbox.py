"""An operator deals with what could not be said: retry it, or let it go. Written into the history.

Used alike by the admin's App Home and by `vouch outbox`.
"""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.operators import DROPPABLE_STATES, RETRYABLE_STATES, OutboxRow, StuckRows
from domain.permissions import Access, check_access
from services.context import Context
from storage import history
from storage.outbox import operators as rows

ACT = "operate_outbox"
SHOWN = 5
BY_HAND = "dropped_by_hand"


def troubles(context: Context) -> StuckRows:
    """What an admin of this workspace should look at."""
    check_access(context.actor, Access.ADMIN, ACT)
    return rows.find_troubles(context.transaction, context.workspace.id, SHOWN)


def retry(context: Context, line: OutboxRow) -> None:
    """Queue a dead or unknown message again. `by` is a user id, or "cli".

    Raises `NotFoundError` when the row is in no such state (any more); nothing is changed then.
    """
    if line.state not in RETRYABLE_STATES or not rows.retry(
        context.transaction, line.workspace_id, line.id, context.now
    ):
        raise NotFoundError("outbox")
    _note(context, line, "outbox.retried")


def drop(context: Context, line: OutboxRow) -> None:
    """Let it go unsaid; the row stays, with this as its reason. Raises `NotFoundError` as
    `retry` does.
    """
    may = line.state in DROPPABLE_STATES
    if not may or not rows.drop(
        context.transaction, line.workspace_id, line.id, context.now, BY_HAND
    ):
        raise NotFoundError("outbox")
    _note(context, line, "outbox.dropped")


def _note(context: Context, line: OutboxRow, verb: str) -> None:
    was = line.state.value
    history.add_line(
        context.transaction,
        line.workspace_id,
        context.actor.user_id,
        verb,
        "outbox",
        line.id,
        context.now,
        was=was,
    )


def of_workspace(context: Context, intent_id: int) -> OutboxRow:
    """The row, for an admin of its workspace. Raises `NotAllowedError`, or `NotFoundError`."""
    check_access(context.actor, Access.ADMIN, ACT)
    line = rows.find_line(context.transaction, intent_id)
    if line is None or line.workspace_id != context.workspace.id:
        raise NotFoundError("outbox")
    return line
