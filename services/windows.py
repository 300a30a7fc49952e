"""Remembers which windows people have open, and updates windows whose contents have changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from domain.windows import OpenWindow, WindowKind
from services.context import Context
from storage import windows


def record_window(
    context: Context, kind: WindowKind, *, external_id: str = "", state: str = ""
) -> None:
    """Stores the window that the actor has open now."""
    window = OpenWindow(context.actor.user_id, kind, external_id, state)
    windows.save(context.transaction, context.workspace.id, window, context.now)


def refresh_windows(context: Context, user_ids: Collection[str]) -> None:
    """Updates App Home and the desk of these people, if they may be open."""
    windows.queue_refreshes(context.transaction, context.workspace.id, user_ids, context.now)


def refresh_if_shown_since(context: Context, user_id: str, rendered_at: datetime) -> None:
    """Updates the windows of this person that a click has drawn after `rendered_at` (UTC).

    A window that was rendered then and published since may have replaced what the click drew.
    """
    windows.queue_refreshes_of_seen(
        context.transaction, context.workspace.id, user_id, rendered_at, context.now
    )
