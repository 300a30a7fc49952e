"""Slack's rate limits: tiers by method, and the two special rules of chat.postMessage.

`RateLimiter.hit` counts one call and answers with the seconds to wait when it is one too many.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.clock import monotonic

WINDOW = 60.0
"""Seconds: tiers are given per minute (docs.slack.dev, rate limits)."""
TIERS: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute by tier. Slack says "1+", "20+", "50+", "100+" and may allow a burst above; here
the number itself is the limit, so that nothing comes to rely on the unnamed rest."""

_TIER_1 = ("apps.connections.open",)  # the docs say tier 3, Slack's Java SDK tier 1: the stricter
_TIER_2 = (
    "bookmarks.list",
    "chat.scheduledMessages.list",
    "conversations.archive",
    "conversations.create",
    "conversations.leave",
    "conversations.list",
    "conversations.rename",
    "conversations.setTopic",
    "dnd.teamInfo",
    "reactions.list",
    "reactions.remove",
    "usergroups.list",
    "usergroups.users.list",
    "users.conversations",
    "users.list",
)
_TIER_3 = (
    "bots.info",
    "chat.delete",
    "chat.deleteScheduledMessage",
    "chat.meMessage",
    "chat.scheduleMessage",
    "chat.update",
    "conversations.history",
    "conversations.info",
    "conversations.invite",
    "conversations.join",
    "conversations.kick",
    "conversations.mark",
    "conversations.open",
    "conversations.replies",
    "dnd.info",
    "files.delete",
    "files.list",
    "reactions.add",
    "reactions.get",
    "team.info",
    "users.getPresence",
    "users.lookupByEmail",
)
_TIER_4 = (
    "api.test",
    "chat.postEphemeral",
    "conversations.members",
    "files.completeUploadExternal",
    "files.getUploadURLExternal",
    "files.info",
    "users.info",
    "users.profile.get",
    "views.open",
    "views.publish",
    "views.push",
    "views.update",
)
TIER_OF: Mapping[str, int] = {
    method: tier
    for tier, methods in ((1, _TIER_1), (2, _TIER_2), (3, _TIER_3), (4, _TIER_4))
    for method in methods
}
"""By method's page, "Rate limits". Methods without a tier of their own (auth.test,
chat.getPermalink: "Special") count as tier 4."""
SPECIAL: Mapping[str, int] = {"auth.test": 600, "chat.getPermalink": 600}
"""Slack: "Special tier", "hundreds of requests per minute"."""

POSTS_PER_MINUTE = 300
"""chat.postMessage, whole workspace. Slack: "several hundred messages per minute"; 300 is ours."""
CHANNEL_SECONDS = 1.0
"""chat.postMessage: "no more than one message per second per channel"."""
CHANNEL_BURST = 4
"""Slack allows "short bursts" without a number; here 4 at once, refilled one a second."""
_POSTING = frozenset({"chat.postMessage"})


class RateLimiter:
    """Counts per (method, workspace). Real time: moving the sandbox's clock refills nothing.

    `clock` is accepted so that every part is built alike; `seconds` replaces the real monotonic
    seconds in tests.
    """

    def __init__(self, clock: Any = None, *, seconds: Callable[[], float] = monotonic) -> None:
        self.clock = clock
        self.enabled = True
        self._seconds = seconds
        self._lock = threading.Lock()
        self._calls: dict[tuple[str, str], deque[float]] = {}
        self._channels: dict[tuple[str, str], tuple[float, float]] = {}

    def hit(self, method: str, workspace: str, channel: str | None = None) -> int | None:
        """Count a call. None: allowed; else whole seconds (1 or more) for Retry-After.

        A refused call is not counted. A method without a name in the tables is held to tier 4.
        """
        if not self.enabled:
            return None
        with self._lock:
            now = self._seconds()
            calls = self._calls.setdefault((method, workspace), deque())
            while calls and now - calls[0] >= WINDOW:
                calls.popleft()
            waits = []
            if len(calls) >= limit_of(method):
                waits.append(calls[-limit_of(method)] + WINDOW - now)
            posting = method in _POSTING and channel
            tokens = self._tokens(workspace, channel, now) if posting and channel else 1.0
            if tokens < 1.0:
                waits.append((1.0 - tokens) * CHANNEL_SECONDS)
            if waits:
                return max(1, math.ceil(max(waits)))
            calls.append(now)
            if posting and channel:
                self._channels[workspace, channel] = (tokens - 1.0, now)
            return None

    def reset(self) -> None:
        """Forget every call."""
        with self._lock:
            self._calls.clear()
            self._channels.clear()

    def _tokens(self, workspace: str, channel: str, now: float) -> float:
        tokens, since = self._channels.get((workspace, channel), (float(CHANNEL_BURST), now))
        return min(float(CHANNEL_BURST), tokens + (now - since) / CHANNEL_SECONDS)


def limit_of(method: str) -> int:
    """Calls a minute for one method in one workspace."""
    if method in _POSTING:
        return POSTS_PER_MINUTE
    return SPECIAL.get(method) or TIERS[TIER_OF.get(method, 4)]
