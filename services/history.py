"""Adds lines to the history, which records who did what. Lines are never changed."""

from __future__ import annotations

from services.context import Context
from storage import history


def add_line(
    context: Context, verb: str, subject: str, subject_id: int, *, by: str = "", **details: object
) -> int:
    """Adds a line about a row and returns the id of the line.

    `by` is the user id of the person who did it, if that is not the actor. For example, an advocate
    has posted what the delivery sends for them.
    """
    return history.add_line(
        context.transaction,
        context.workspace.id,
        by or context.actor.user_id,
        verb,
        subject,
        subject_id,
        context.now,
        **details,
    )
