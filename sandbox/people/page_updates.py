"""Update notes that are pushed to the open pages, and the toasts that each person was shown."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable

from sandbox.state.world import Channel, Json

MAX_QUEUED_NOTES = 500


class PageUpdates:
    """Sends small JSON notes to each person's open pages.

    A note says what has changed, and the page then fetches it. A page that reads too slowly loses
    notes, not data.
    """

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Json]]] = defaultdict(set)
        self.toasts: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=50))

    def subscribe(self, user_id: str) -> asyncio.Queue[Json]:
        queue: asyncio.Queue[Json] = asyncio.Queue(maxsize=MAX_QUEUED_NOTES)
        self._queues[user_id].add(queue)
        return queue

    def unsubscribe(self, user_id: str, queue: asyncio.Queue[Json]) -> None:
        self._queues[user_id].discard(queue)

    def notify(self, users: Iterable[str], note: Json) -> None:
        for user_id in users:
            for queue in self._queues.get(user_id, ()):
                if not queue.full():
                    queue.put_nowait(note)

    def notify_all(self, note: Json) -> None:
        self.notify(list(self._queues), note)

    def notify_channel(self, channel: Channel, note: Json) -> None:
        self.notify(channel.members, {"channel": channel.id, **note})

    def show_toast(self, user_id: str, text: str) -> None:
        """Show one of Slack's own warnings, for example that the app did not answer."""
        self.toasts[user_id].append(text)
        self.notify([user_id], {"type": "toast", "text": text})
