"""Notes pushed to the open pages, and the toasts that each person was shown."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterable

from sandbox.state.world import Channel, Json


class Live:
    """Small JSON notes for each person; a page that falls behind only misses a refetch."""

    def __init__(self) -> None:
        self._queues: dict[str, set[asyncio.Queue[Json]]] = defaultdict(set)
        self.toasts: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=50))

    def listen(self, user_id: str) -> asyncio.Queue[Json]:
        queue: asyncio.Queue[Json] = asyncio.Queue(maxsize=500)
        self._queues[user_id].add(queue)
        return queue

    def forget(self, user_id: str, queue: asyncio.Queue[Json]) -> None:
        self._queues[user_id].discard(queue)

    def tell(self, users: Iterable[str], note: Json) -> None:
        for user_id in users:
            for queue in self._queues.get(user_id, ()):
                if not queue.full():
                    queue.put_nowait(note)

    def tell_all(self, note: Json) -> None:
        self.tell(list(self._queues), note)

    def tell_channel(self, channel: Channel, note: Json) -> None:
        self.tell(channel.members, {"channel": channel.id, **note})

    def toast(self, user_id: str, text: str) -> None:
        """One of Slack's own warnings, e.g. that the app did not answer."""
        self.toasts[user_id].append(text)
        self.tell([user_id], {"type": "toast", "text": text})
