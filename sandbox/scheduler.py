"""The background loop: scheduled messages, expired statuses, scripted events, saving the world."""

from __future__ import annotations

import asyncio
import contextlib

from sandbox.clock import monotonic
from sandbox.engine import Engine
from sandbox.errors import SlackError
from sandbox.faults.scripted_events import apply_event

TICK_SECONDS = 0.25
SAVE_PAUSE_FACTOR = 10
"""After a save, the next one waits this many times as long as the save took, so that a large world
doesn't spend its time on saving."""


async def run_background_loop(engine: Engine) -> None:
    """Run until it is cancelled."""
    next_save = monotonic()
    while True:
        post_due_messages(engine)
        if engine.membership.clear_expired_statuses():
            engine.mark_changed()
        engine.fault_injector.run_due_events(lambda event: apply_event(event, engine))
        started = monotonic()
        if engine.is_unsaved and started >= next_save:
            engine.is_unsaved = False
            engine.store.save(engine.world)
            next_save = monotonic() + SAVE_PAUSE_FACTOR * (monotonic() - started)
        engine.clock_moved.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(engine.clock_moved.wait(), TICK_SECONDS)


def post_due_messages(engine: Engine) -> None:
    """Post the scheduled messages that are due.

    Like Slack, this never posts a scheduled message that has metadata (see the page of
    chat.scheduleMessage).
    """
    world = engine.world
    due = [s for s in world.scheduled if s["post_at"] <= world.unix_now()]
    for entry in due:
        world.scheduled.remove(entry)
        channel = world.channels.get(entry["channel_id"])
        if channel is None or channel.is_archived or "metadata" in entry["content"]:
            continue
        author = engine.messaging.bot_author()
        with contextlib.suppress(SlackError):
            engine.messaging.post(channel, author, entry["content"], entry.get("thread_ts"))
        engine.mark_changed()
