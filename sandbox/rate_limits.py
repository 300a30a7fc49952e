"""Slack's rate limits: a tier for each method, and two special limits for chat.postMessage."""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Mapping

from sandbox.clock import monotonic

WINDOW_SECONDS = 60.0
"""Tiers are limits per minute (docs.slack.dev, "Rate limits")."""
_CALLS_BY_TIER: Mapping[int, int] = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls per minute. Slack says "1+", "20+", "50+" and "100+", and may allow more for a short time.
Here the number itself is the limit, so that no app relies on undocumented bursts."""

# For this method Slack's docs say tier 3 and its Java SDK says tier 1. Here the stricter one holds.
_TIER_1 = ("apps.connections.open",)
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
_TIER_BY_METHOD: Mapping[str, int] = {
    method: tier
    for tier, methods in ((1, _TIER_1), (2, _TIER_2), (3, _TIER_3), (4, _TIER_4))
    for method in methods
}
"""The tier that Slack's page about the method names. A method that is not listed has tier 4."""
_SPECIAL_LIMITS: Mapping[str, int] = {"auth.test": 600, "chat.getPermalink": 600}
"""Calls per minute. Slack: "Special tier", "hundreds of requests per minute"; 600 is inferred."""

POSTS_PER_MINUTE = 300
"""chat.postMessage per workspace. Slack: "several hundred messages per minute"; 300 is inferred."""
CHANNEL_SECONDS = 1.0
"""chat.postMessage: "no more than one message per second per channel"."""
CHANNEL_BURST = 4
"""Slack allows "short bursts" without a number. Here 4 at once; then one more each second."""
_POST_MESSAGE = "chat.postMessage"


class RateLimiter:
    """Counts calls per method and workspace in real time; the sandbox's clock has no effect.

    `seconds` returns the current time in seconds; tests pass their own clock.
    """

    def __init__(self, *, seconds: Callable[[], float] = monotonic) -> None:
        self.enabled = True
        self._seconds = seconds
        self._lock = threading.Lock()
        self._extra_calls: dict[str, int] = {}  # calls allowed above the tier, by method
        # The times of the calls of the last minute, by method and workspace.
        self._call_times: dict[tuple[str, str], deque[float]] = {}
        # How many messages might still be posted at once, and when that was counted (seconds).
        self._channel_tokens: dict[tuple[str, str], tuple[float, float]] = {}

    def count_call(self, method: str, workspace: str, channel: str | None = None) -> int | None:
        """Count a call and return None, or refuse it and return the seconds for Retry-After.

        A refused call is not counted. `channel` matters only for chat.postMessage.
        """
        if not self.enabled:
            return None
        with self._lock:
            now = self._seconds()
            call_times = self._call_times.setdefault((method, workspace), deque())
            while call_times and now - call_times[0] >= WINDOW_SECONDS:
                call_times.popleft()
            waits = []  # in seconds
            limit = calls_per_minute(method) + self._extra_calls.get(method, 0)
            if len(call_times) >= limit:
                # The call is allowed once the oldest of the last `limit` calls is a minute old.
                waits.append(call_times[-limit] + WINDOW_SECONDS - now)
            post_channel = channel if method == _POST_MESSAGE else None
            tokens = 0.0
            if post_channel:
                tokens = self._tokens_left(workspace, post_channel, now)
                if tokens < 1.0:
                    waits.append((1.0 - tokens) * CHANNEL_SECONDS)
            if waits:
                return max(1, math.ceil(max(waits)))
            call_times.append(now)
            if post_channel:
                self._channel_tokens[workspace, post_channel] = (tokens - 1.0, now)
            return None

    def allow_burst(self, method: str, calls: int) -> None:
        """Allow `calls` calls above the tier in each minute, as Slack sometimes does."""
        with self._lock:
            self._extra_calls[method] = calls

    def reset(self) -> None:
        """Forget every call. The bursts that `allow_burst` allowed stay allowed."""
        with self._lock:
            self._call_times.clear()
            self._channel_tokens.clear()

    def _tokens_left(self, workspace: str, channel: str, now: float) -> float:
        """How many messages may be posted to the channel at this moment: a token bucket."""
        tokens, counted_at = self._channel_tokens.get(
            (workspace, channel), (float(CHANNEL_BURST), now)
        )
        return min(float(CHANNEL_BURST), tokens + (now - counted_at) / CHANNEL_SECONDS)


def calls_per_minute(method: str) -> int:
    """How many calls of a method are allowed per minute in one workspace."""
    if method == _POST_MESSAGE:
        return POSTS_PER_MINUTE
    return _SPECIAL_LIMITS.get(method) or _CALLS_BY_TIER[_TIER_BY_METHOD.get(method, 4)]
