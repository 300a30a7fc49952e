"""How fast we may call: Slack's published pace, kept on our own clock before Slack has to say so.

One message a second to a recipient, 300 posts a minute in the workspace ("several hundred" in
Slack's rate limit docs; 300 is our reading of it), 50 a minute of the tier 3 methods, 20 of tier 2.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Set
from datetime import datetime, timedelta
from math import ceil

PER_CHANNEL = timedelta(seconds=1)
PER_MINUTE = 300
TIER_3 = 50
TIER_2 = 20
# A second more than Slack counts: a call may take longer on its way than the one a minute later.
MINUTE = timedelta(seconds=61)

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN = "conversations.open"
QUIET = "dnd.teamInfo"


class Pace:
    """When the next call may go. May be lost at any time: Slack then says 429, and we wait.

    One message in `per_channel` to a recipient, `per_minute` posts to the workspace.
    """

    def __init__(self, per_channel: timedelta = PER_CHANNEL, per_minute: int = PER_MINUTE) -> None:
        self._per_channel = per_channel
        self._most = {POST: per_minute, UPDATE: TIER_3, OPEN: TIER_3, QUIET: TIER_2}
        if per_minute > PER_MINUTE:  # no limit was asked for
            self._most = dict.fromkeys(self._most, per_minute)
        self._last: dict[str, datetime] = {}
        self._recent: dict[str, deque[tuple[datetime, str]]] = {
            method: deque() for method in self._most
        }
        self._until: dict[str, datetime] = {}
        self._halted_until: datetime | None = None

    def halt(self, until: datetime) -> None:
        """Nothing may be called until then."""
        self._halted_until = until

    def halted(self, now: datetime) -> datetime | None:
        """Until when nothing may be called; None when it may."""
        halted = self._halted_until is not None and now < self._halted_until
        return self._halted_until if halted else None

    def wait_for(self, to: str, now: datetime, method: str = POST) -> float:
        """Seconds until this method may be called for this recipient; 0 when it may be now."""
        waits = [timedelta(seconds=self.spent(method, now))]
        if (last := self._last.get(to)) is not None:
            waits.append(last + self._per_channel - now)
        return max(waits).total_seconds()

    def spent(self, method: str, now: datetime) -> float:
        """Seconds until the method may be called at all; 0 when it may be now."""
        recent = self._recent[method]
        while recent and now - recent[0][0] >= MINUTE:
            recent.popleft()
        waits = [timedelta(0), self._until.get(method, now) - now]
        if len(recent) >= self._most[method]:
            waits.append(recent[0][0] + MINUTE - now)
        return max(waits).total_seconds()

    def left(self, method: str, now: datetime) -> int:
        """How many calls of the method may go at this moment."""
        if self.spent(method, now):
            return 0
        return self._most[method] - len(self._recent[method])

    def resting(self, now: datetime) -> Set[str]:
        """Recipients who were written to so lately that the next message has to wait."""
        self._last = {to: at for to, at in self._last.items() if now - at < self._per_channel}
        return self._last.keys()

    def went(self, to: str, now: datetime, method: str = POST) -> None:
        """It was called; `to` is empty where nothing was written to anybody."""
        self._recent[method].append((now, to))
        if to:
            self._last[to] = now

    def did_not_go(self, to: str, at: datetime, method: str = POST) -> None:
        """What was counted at that moment was not called after all."""
        if (at, to) in self._recent[method]:
            self._recent[method].remove((at, to))

    def kept(self, waiting: Mapping[str, int], total: int, now: datetime) -> int:
        """How many of the minute's posts are kept for those who rest and for whom more waits.

        `waiting` is how much, of `total` that wait for everybody. Each gets the share of the
        minute that it is of the whole: else those with little would use it up in its first
        second, and whoever is sent much, one a second, would still be at it when all is said.
        """
        if total <= self.left(POST, now):
            return 0
        had = Counter(to for _, to in self._recent[POST] if to in waiting)
        shares = {to: ceil(many * self._most[POST] / total) for to, many in waiting.items()}
        return sum(max(share - had[to], 0) for to, share in shares.items())

    def hold(self, method: str, until: datetime) -> None:
        """Slack said 429: this method rests until then, the others go on."""
        self._until[method] = until
