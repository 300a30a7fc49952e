"""How fast we may post: Slack's published pace, kept on our own clock before Slack has to say so.

One message a second in a channel, and a budget of 300 a minute in the workspace ("several hundred"
in Slack's rate limit docs; 300 is our reading of it).
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

PER_CHANNEL = timedelta(seconds=1)
PER_MINUTE = 300
MINUTE = timedelta(minutes=1)


class Pace:
    """When the next post may go. May be lost at any time: Slack then says 429, and we wait."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}
        self._recent: deque[datetime] = deque()

    def wait_for(self, channel: str, now: datetime) -> float:
        """Seconds until a post to this channel may go; 0 when it may go now."""
        while self._recent and now - self._recent[0] >= MINUTE:
            self._recent.popleft()
        waits = [timedelta(0)]
        if (last := self._last.get(channel)) is not None:
            waits.append(last + PER_CHANNEL - now)
        if len(self._recent) >= PER_MINUTE:
            waits.append(self._recent[0] + MINUTE - now)
        return max(waits).total_seconds()

    def went(self, channel: str, now: datetime) -> None:
        self._recent.append(now)
        self._last[channel] = now
        if len(self._last) > 10 * PER_MINUTE:
            self._last = {name: at for name, at in self._last.items() if now - at < PER_CHANNEL}
