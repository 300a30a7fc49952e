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
    """When the next post may go. May be lost at any time: Slack then says 429, and we wait.

    One post in `per_channel` to a channel, `per_minute` to the workspace.
    """

    def __init__(self, per_channel: timedelta = PER_CHANNEL, per_minute: int = PER_MINUTE) -> None:
        self._per_channel = per_channel
        self._per_minute = per_minute
        self._last: dict[str, datetime] = {}
        self._recent: deque[datetime] = deque()

    def wait_for(self, channel: str, now: datetime) -> float:
        """Seconds until a post to this channel may go; 0 when it may go now."""
        while self._recent and now - self._recent[0] >= MINUTE:
            self._recent.popleft()
        waits = [timedelta(0)]
        if (last := self._last.get(channel)) is not None:
            waits.append(last + self._per_channel - now)
        if len(self._recent) >= self._per_minute:
            waits.append(self._recent[0] + MINUTE - now)
        return max(waits).total_seconds()

    def went(self, channel: str, now: datetime) -> None:
        self._recent.append(now)
        self._last[channel] = now
        if len(self._last) > 10 * PER_MINUTE:
            self._last = {
                name: at for name, at in self._last.items() if now - at < self._per_channel
            }
