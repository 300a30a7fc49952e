"""Remembers which windows people have open, and updates them when what they show has changed."""

from __future__ import annotations

from collections.abc import Collection

from domain.windows import OpenWindow, WindowKind
from services.context import Context
from storage import windows


def record_window(
    context: Context, kind: WindowKind, *, external_id: str = "", state: str = ""
) -> None:
    """Stores what the actor has open now."""
    window = OpenWindow(context.actor.user_id, kind, external_id, state)
    windows.save(context.transaction, context.workspace.id, window, context.now)


def refresh_windows(context: Context, user_ids: Collection[str]) -> None:
    """Updates App Home and the desk of these people where they may be open."""
    windows.queue_refreshes(context.transaction, context.workspace.id, user_ids, context.now)
