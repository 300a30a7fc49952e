"""An operator deals with what could not be said: retry it, or let it go. Written into the history.

Used alike by the admin's App Home and by `vouch outbox`.
"""

from __future__ import annotations

from datetime import datetime

from domain.errors import NotFoundError
from domain.members import Actor
from domain.operators import DROPPABLE, RETRIED, QueueLine, Troubles
from domain.permissions import Who, admit
from storage import history
from storage.engine import Transaction
from storage.outbox import operators as rows

ACT = "operate_outbox"
SHOWN = 5
BY_HAND = "dropped_by_hand"


def troubles(transaction: Transaction, actor: Actor) -> Troubles:
    """What an admin of this workspace should look at."""
    admit(actor, Who.ADMIN, ACT)
    return rows.troubles(transaction, actor.workspace_id, SHOWN)


def retry(transaction: Transaction, line: QueueLine, by: str, now: datetime) -> None:
    """Queue a dead or unknown message again. `by` is a user id, or "cli".

    Raises `NotFoundError` when the row is in no such state (any more); nothing is changed then.
    """
    if line.state not in RETRIED or not rows.retry(transaction, line.workspace_id, line.id, now):
        raise NotFoundError("outbox")
    _note(transaction, line, by, "outbox.retried", now)


def drop(transaction: Transaction, line: QueueLine, by: str, now: datetime) -> None:
    """Let it go unsaid; the row stays, with this as its reason. Raises `NotFoundError` as
    `retry` does.
    """
    may = line.state in DROPPABLE
    if not may or not rows.drop(transaction, line.workspace_id, line.id, now, BY_HAND):
        raise NotFoundError("outbox")
    _note(transaction, line, by, "outbox.dropped", now)


def _note(transaction: Transaction, line: QueueLine, by: str, verb: str, now: datetime) -> None:
    was = line.state.value
    history.note(transaction, line.workspace_id, by, verb, "outbox", line.id, now, was=was)


def of_workspace(transaction: Transaction, actor: Actor, intent_id: int) -> QueueLine:
    """The row, for an admin of its workspace. Raises `NotAllowedError`, or `NotFoundError`."""
    admit(actor, Who.ADMIN, ACT)
    line = rows.line(transaction, intent_id)
    if line is None or line.workspace_id != actor.workspace_id:
        raise NotFoundError("outbox")
    return line
