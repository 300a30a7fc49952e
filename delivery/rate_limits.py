"""Counts calls to Slack by our own clock, so that they stay within Slack's published rate limits.

Delivery reserves its calls here before it makes them, and releases those that it did not make after
all. The limits are in https://docs.slack.dev/apis/web-api/rate-limits: one message a second to a
recipient, 50 calls a minute of tier 3 methods and 20 of tier 2 methods. For posts in a workspace
Slack says "several hundred" a minute, and we take that as 300.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN = "conversations.open"
DND = "dnd.teamInfo"

PER_RECIPIENT = timedelta(seconds=1)
CALLS_PER_MINUTE = {POST: 300, UPDATE: 50, OPEN: 50, DND: 20}
# One second longer than Slack's minute, because calls reach Slack a little after we count them.
RATE_WINDOW = timedelta(seconds=61)
# If `now` is earlier than a previous `now` by more than this, somebody set the clock back. Smaller
# differences occur because callers read the clock a moment before they call.
CLOCK_SET_BACK = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Calls that count against the limits from `reserved_at` (UTC) on.

    `recipient` is empty for calls that post nothing.
    """

    limits: RateLimits
    methods: tuple[str, ...]
    recipient: str
    reserved_at: datetime

    def release(self, made_calls: Collection[str] = ()) -> None:
        """Takes the reserved calls out of the count, except the methods in `made_calls`."""
        for method in self.methods:
            if method not in made_calls:
                self.limits.uncount_call(method, self.recipient, self.reserved_at)


class RateLimits:
    """Counts calls in memory. Used by one thread.

    After a restart the counts begin at zero. If we then make too many calls, Slack answers 429 and
    the method is paused. When the clock is set back, the stored times move back with it. Otherwise
    messages would wait until the clock has caught up.
    """

    def __init__(self) -> None:
        self._last_reserved: dict[str, datetime] = {}  # by recipient
        # By method: when each call was reserved, and its recipient.
        self._recent: dict[str, deque[tuple[datetime, str]]] = {
            method: deque() for method in CALLS_PER_MINUTE
        }
        self._paused_until: dict[str, datetime] = {}
        self._halted_until: datetime | None = None
        self._latest: datetime | None = None  # the latest time that was passed in

    def follow_clock(self, now: datetime) -> None:
        """Moves every stored time back by as much as the clock was set back."""
        latest = self._latest or now
        if now >= latest - CLOCK_SET_BACK:
            self._latest = max(now, latest)
            return
        self._latest = now
        set_back = latest - now
        self._last_reserved = {to: at - set_back for to, at in self._last_reserved.items()}
        self._paused_until = {method: at - set_back for method, at in self._paused_until.items()}
        self._recent = {
            method: deque((at - set_back, to) for at, to in calls)
            for method, calls in self._recent.items()
        }
        if self._halted_until:
            self._halted_until -= set_back

    def reserve(
        self, methods: Collection[str], recipient: str, now: datetime
    ) -> Reservation | float:
        """Counts these calls from now on, or returns the seconds to wait until they may be made."""
        wait = max(self.seconds_until_allowed(method, now) for method in methods)
        wait = max(wait, self.seconds_until_recipient_allowed(recipient, now))
        if wait > 0:
            return wait
        for method in methods:
            self._recent[method].append((now, recipient))
        if recipient:
            self._last_reserved[recipient] = now
        return Reservation(self, tuple(methods), recipient, now)

    def uncount_call(self, method: str, recipient: str, reserved_at: datetime) -> None:
        """Takes one reserved call out of the count, unless it is older than `RATE_WINDOW`.

        The recipient still has to wait `PER_RECIPIENT`.
        """
        if (reserved_at, recipient) in self._recent[method]:
            self._recent[method].remove((reserved_at, recipient))

    def halt(self, until: datetime) -> None:
        """Stops all sending until a time (UTC), as Slack refuses every call or is out of reach."""
        self._halted_until = until

    def is_halted(self, now: datetime) -> bool:
        self.follow_clock(now)
        return self._halted_until is not None and now < self._halted_until

    def pause_method(self, method: str, until: datetime) -> None:
        """Stops calls of this method until a time (UTC), after Slack answered 429."""
        self._paused_until[method] = until

    def seconds_until_allowed(self, method: str, now: datetime) -> float:
        """Returns the seconds until the method may be called, or 0 if it may be called now."""
        self.follow_clock(now)
        recent = self._recent[method]
        while recent and now - recent[0][0] >= RATE_WINDOW:
            recent.popleft()
        waits = [timedelta(0), self._paused_until.get(method, now) - now]
        if len(recent) >= CALLS_PER_MINUTE[method]:
            waits.append(recent[0][0] + RATE_WINDOW - now)
        return max(waits).total_seconds()

    def seconds_until_recipient_allowed(self, recipient: str, now: datetime) -> float:
        """Returns the seconds until the recipient may get another message, or 0 if it may now."""
        self.follow_clock(now)
        last = self._last_reserved.get(recipient)
        if last is None:
            return 0.0
        return max((last + PER_RECIPIENT - now).total_seconds(), 0.0)

    def count_remaining(self, method: str, now: datetime) -> int:
        """Returns how many calls of the method may be made at this moment."""
        if self.seconds_until_allowed(method, now):
            return 0
        return CALLS_PER_MINUTE[method] - len(self._recent[method])

    def list_limited_recipients(self, now: datetime) -> Set[str]:
        """Returns the recipients who cannot get a message yet.

        A call for them was reserved less than `PER_RECIPIENT` ago.
        """
        self.follow_clock(now)
        self._last_reserved = {
            to: at for to, at in self._last_reserved.items() if now - at < PER_RECIPIENT
        }
        return self._last_reserved.keys()

    def count_posts_held_back(self, waiting: Mapping[str, int], total: int, now: datetime) -> int:
        """Returns how many of this minute's posts are held back for limited recipients.

        `waiting` has the number of queued messages by limited recipient; `total` is the number for
        all recipients. Each limited recipient gets the same share of the posts as it has of the
        queued messages. For example, a channel for which 50 of 400 messages wait gets an eighth of
        the posts. Without these shares, recipients with one message each would use up all posts in
        the first second of the minute. The channel may get only one message a second, and would get
        nothing for the rest of the minute.
        """
        if total <= self.count_remaining(POST, now):
            return 0
        posted = Counter(to for _, to in self._recent[POST] if to in waiting)
        shares = {to: ceil(count * CALLS_PER_MINUTE[POST] / total) for to, count in waiting.items()}
        return sum(max(share - posted[to], 0) for to, share in shares.items())
