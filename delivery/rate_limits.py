"""How fast Slack may be called: Slack's published rates, counted by our own clock.

Delivery reserves its calls here before it makes them and releases those it did not make. Rates are
one message a second to a recipient, 300 posts a minute in the workspace ("several hundred" in
https://docs.slack.dev/apis/web-api/rate-limits; 300 is our reading of it), 50 calls a minute of
tier 3 methods and 20 of tier 2 methods.
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
# A second more than Slack counts: a call may take longer on its way than the one a minute later.
MINUTE = timedelta(seconds=61)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Calls that count as made at `at`. `recipient` is empty where nobody is written to."""

    limits: RateLimits
    methods: tuple[str, ...]
    recipient: str
    at: datetime

    def release(self, made: Collection[str] = ()) -> None:
        """Gives back the calls that were not made after all."""
        for method in self.methods:
            if method not in made:
                self.limits.give_back(method, self.recipient, self.at)


class RateLimits:
    """For one thread. Lost with the process: Slack then answers 429, and the call waits."""

    def __init__(self) -> None:
        self._last: dict[str, datetime] = {}  # by recipient
        self._recent: dict[str, deque[tuple[datetime, str]]] = {
            method: deque() for method in CALLS_PER_MINUTE
        }
        self._held_until: dict[str, datetime] = {}
        self._halted_until: datetime | None = None

    def reserve(
        self, methods: Collection[str], recipient: str, now: datetime
    ) -> Reservation | float:
        """Counts these calls as made now, or returns the seconds until they may be made."""
        wait = max(self.seconds_until_allowed(method, now) for method in methods)
        wait = max(wait, self.seconds_until_rested(recipient, now))
        if wait > 0:
            return wait
        for method in methods:
            self._recent[method].append((now, recipient))
        if recipient:
            self._last[recipient] = now
        return Reservation(self, tuple(methods), recipient, now)

    def give_back(self, method: str, recipient: str, at: datetime) -> None:
        """Called by `Reservation.release`. The recipient rests all the same."""
        if (at, recipient) in self._recent[method]:
            self._recent[method].remove((at, recipient))

    def halt(self, until: datetime) -> None:
        """Nothing may be posted until then: Slack refuses everything."""
        self._halted_until = until

    def is_halted(self, now: datetime) -> bool:
        return self._halted_until is not None and now < self._halted_until

    def hold(self, method: str, until: datetime) -> None:
        """Slack answered 429: this method waits until then, the others go on."""
        self._held_until[method] = until

    def seconds_until_allowed(self, method: str, now: datetime) -> float:
        """0 when the method may be called now."""
        recent = self._recent[method]
        while recent and now - recent[0][0] >= MINUTE:
            recent.popleft()
        waits = [timedelta(0), self._held_until.get(method, now) - now]
        if len(recent) >= CALLS_PER_MINUTE[method]:
            waits.append(recent[0][0] + MINUTE - now)
        return max(waits).total_seconds()

    def seconds_until_rested(self, recipient: str, now: datetime) -> float:
        """0 when this recipient may be written to now, as far as they alone are concerned."""
        last = self._last.get(recipient)
        return max((last + PER_RECIPIENT - now).total_seconds(), 0.0) if last else 0.0

    def remaining(self, method: str, now: datetime) -> int:
        """How many calls of the method may be made at this moment."""
        if self.seconds_until_allowed(method, now):
            return 0
        return CALLS_PER_MINUTE[method] - len(self._recent[method])

    def resting_recipients(self, now: datetime) -> Set[str]:
        """Recipients who were written to less than `PER_RECIPIENT` ago."""
        self._last = {to: at for to, at in self._last.items() if now - at < PER_RECIPIENT}
        return self._last.keys()

    def posts_set_aside(self, waiting: Mapping[str, int], total: int, now: datetime) -> int:
        """How many of the minute's posts are set aside for resting recipients.

        `waiting` is the number of queued messages for each of them, `total` that for everybody.
        Each gets the share of the minute that it has of the whole. Otherwise recipients with one
        message would use up the minute in its first second, and a channel with many messages, at
        one a second, would still be waiting when everybody else is done.
        """
        if total <= self.remaining(POST, now):
            return 0
        posted = Counter(to for _, to in self._recent[POST] if to in waiting)
        shares = {to: ceil(count * CALLS_PER_MINUTE[POST] / total) for to, count in waiting.items()}
        return sum(max(share - posted[to], 0) for to, share in shares.items())
