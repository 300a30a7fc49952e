"""Slack's rate limits: a tier for each method, and the two special limits of chat.postMessage.

`RateLimiter.count_call` counts a call, or returns how many seconds to wait.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping

from sandbox.clock import monotonic

WINDOW_SECONDS = 60.0
"""Tiers are limits per minute (docs.slack.dev, "Rate limits")."""
TIERS: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls per minute by tier. Slack says "1+", "20+", "50+" and "100+", and may allow short bursts
above; here the number itself is the limit, so that no app relies on undocumented bursts."""

_TIER_1 = ("apps.connections.open",)  # tier 3 in the docs, tier 1 in the Java SDK
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
"""From each method's page, "Rate limits". A method that is not listed counts as tier 4."""
SPECIAL_LIMITS: Mapping[str, int] = {"auth.test": 600, "chat.getPermalink": 600}
"""Slack: "Special tier", "hundreds of requests per minute". The number is inferred."""

POSTS_PER_MINUTE = 300
"""chat.postMessage per workspace. Slack: "several hundred messages per minute"; 300 is inferred."""
CHANNEL_SECONDS = 1.0
"""chat.postMessage: "no more than one message per second per channel"."""
CHANNEL_BURST = 4
"""Slack allows "short bursts" without a number; here 4 at once, refilled by one per second."""
_POST_MESSAGE = "chat.postMessage"


class RateLimiter:
    """Counts calls per method and workspace in real time; the sandbox's clock has no effect.

    `seconds` replaces the real monotonic clock in tests.
    """

    def __init__(self, *, seconds: Callable[[], float] = monotonic) -> None:
        self.enabled = True
        self._seconds = seconds
        self._lock = threading.Lock()
        self._bursts: dict[str, int] = {}
        self._calls: dict[tuple[str, str], deque[float]] = {}
        # For each workspace and channel: the tokens left, and when they were counted.
        self._channel_tokens: dict[tuple[str, str], tuple[float, float]] = {}

    def count_call(self, method: str, workspace: str, channel: str | None = None) -> int | None:
        """Count a call. Returns None, or the whole seconds for Retry-After if it is refused.

        A refused call is not counted.
        """
        if not self.enabled:
            return None
        with self._lock:
            now = self._seconds()
            calls = self._calls.setdefault((method, workspace), deque())
            while calls and now - calls[0] >= WINDOW_SECONDS:
                calls.popleft()
            waits = []
            limit = calls_per_minute(method) + self._bursts.get(method, 0)
            if len(calls) >= limit:
                # The call is allowed once the oldest of the last `limit` calls leaves the window.
                waits.append(calls[-limit] + WINDOW_SECONDS - now)
            posted_to = channel if method == _POST_MESSAGE else None
            if posted_to:
                missing_tokens = 1.0 - self._tokens_left(workspace, posted_to, now)
                if missing_tokens > 0:
                    waits.append(missing_tokens * CHANNEL_SECONDS)
            if waits:
                return max(1, math.ceil(max(waits)))
            calls.append(now)
            if posted_to:
                tokens = self._tokens_left(workspace, posted_to, now)
                self._channel_tokens[workspace, posted_to] = (tokens - 1.0, now)
            return None

    def allow_burst(self, method: str, calls: int) -> None:
        """Allow `calls` calls above the tier in each window, as Slack sometimes does."""
        with self._lock:
            self._bursts[method] = calls

    def reset(self) -> None:
        """Forget every call."""
        with self._lock:
            self._calls.clear()
            self._channel_tokens.clear()

    def _tokens_left(self, workspace: str, channel: str, now: float) -> float:
        """How many messages the channel may take at once now (a token bucket)."""
        tokens, counted_at = self._channel_tokens.get(
            (workspace, channel), (float(CHANNEL_BURST), now)
        )
        return min(float(CHANNEL_BURST), tokens + (now - counted_at) / CHANNEL_SECONDS)


def calls_per_minute(method: str) -> int:
    """How many calls of a method are allowed per minute in one workspace."""
    if method == _POST_MESSAGE:
        return POSTS_PER_MINUTE
    return SPECIAL_LIMITS.get(method) or TIERS[TIER_OF.get(method, 4)]
