"""What happens by itself: scheduled messages fall due, changes are written to the folder."""

from __future__ import annotations

import asyncio
import contextlib

from sandbox.clock import monotonic
from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.faults.scripted_events import happen

TICK_SECONDS = 0.25
SAVE_SHARE = 10
"""Writing takes at most one part in this many of the loop's time, however large the world is."""


async def keep_time(engine: Engine) -> None:
    """Runs as long as the server does."""
    next_save = monotonic()
    while True:
        post_due(engine)
        engine.plans.due(lambda happening: happen(happening, engine))
        started = monotonic()
        if engine.dirty and started >= next_save:
            engine.dirty = False
            engine.store.save(engine.world)
            next_save = monotonic() + SAVE_SHARE * (monotonic() - started)
        engine.clock_moved.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(engine.clock_moved.wait(), TICK_SECONDS)


def post_due(engine: Engine) -> None:
    """Post what is due; with metadata it is never posted, which is a known fault of Slack's.

    Source: the page of chat.scheduleMessage.
    """
    world = engine.world
    due = [s for s in world.scheduled if s["post_at"] <= world.now()]
    for entry in due:
        world.scheduled.remove(entry)
        channel = world.channels.get(entry["channel_id"])
        if channel is None or channel.is_archived or "metadata" in entry["content"]:
            continue
        author = engine.messaging.bot_author()
        with contextlib.suppress(SlackError):
            engine.messaging.post(channel, author, entry["content"], entry.get("thread_ts"))
        engine.changed()
