"""Defers nudges for people who are in do-not-disturb.

One call to Slack returns the do-not-disturb windows of fifty people. The windows are cached for a
minute, and the cache may be lost at any time. If Slack refuses the call (the scope `dnd:read` is
missing, or a server lacks the method), only working hours defer a nudge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from delivery.rate_limits import DND, RateLimits, Reservation
from delivery.results import Prepared, Skipped
from domain.clock import Clock
from domain.messages import Nudge
from domain.outcomes import CallOutcome, Deferred
from slack_io.client import SlackClient
from slack_io.profiles import find_dnd_end
from storage.engine import Database
from storage.outbox.choose import list_next_nudge_recipients

log = structlog.get_logger(__name__)

MAX_PEOPLE = 50  # https://docs.slack.dev/reference/methods/dnd.teamInfo
CACHE_DURATION = timedelta(minutes=1)
PAUSE_AFTER_REFUSAL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Window:
    """The end (UTC) of a person's do-not-disturb window, according to Slack at `fetched_at`.

    `until` is None for a person who may be disturbed.
    """

    fetched_at: datetime
    until: datetime | None


class DoNotDisturb:
    """Used by one thread."""

    def __init__(
        self, database: Database, slack: SlackClient, clock: Clock, limits: RateLimits
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._limits = limits
        self._windows: dict[str, _Window] = {}  # by user id
        self._paused_until: datetime | None = None

    def defer_nudges(self, batch: Sequence[Prepared | Skipped]) -> list[Prepared | Skipped]:
        """Returns the batch, with nudges deferred whose recipients are not to be disturbed."""
        recipients = [each.intent.recipient for each in batch if _is_nudge(each)]
        if not recipients:
            return list(batch)
        now = self._clock.now()
        self._forget_old_windows(now)
        retry_at = self._fetch_windows(recipients, now)
        return [
            self._defer_nudge(each, now, retry_at) if _is_nudge(each) else each for each in batch
        ]

    def _forget_old_windows(self, now: datetime) -> None:
        """Forgets old windows, and those that were read before the clock was set back."""
        self._windows = {
            user: window
            for user, window in self._windows.items()
            if timedelta(0) <= now - window.fetched_at < CACHE_DURATION
        }

    def _is_paused(self, now: datetime) -> bool:
        """Whether calls are paused. A longer pause than possible was set before a clock change."""
        return self._paused_until is not None and (
            now < self._paused_until <= now + PAUSE_AFTER_REFUSAL
        )

    def _defer_nudge(
        self, nudge: Prepared | Skipped, now: datetime, retry_at: datetime | None
    ) -> Prepared | Skipped:
        """Defers the nudge to the end of the window, or to `retry_at` if no window is known."""
        window = self._windows.get(nudge.intent.recipient)
        until = window.until if window else retry_at
        if until is None or until <= now:
            return nudge
        return Skipped(nudge.intent, Deferred(until, "dnd" if window else "dnd_not_told"))

    def _fetch_windows(self, recipients: Sequence[str], now: datetime) -> datetime | None:
        """Fetches the windows that are not cached, and also those for the nudges that come next.

        Returns when to try again (UTC) if a rate limit forbids the call now. Returns None in every
        other case, also if Slack refuses the call.
        """
        uncached = [user for user in dict.fromkeys(recipients) if user not in self._windows]
        if not uncached or self._is_paused(now):
            return None
        reservation = self._limits.reserve((DND,), "", now)
        if not isinstance(reservation, Reservation):
            return now + timedelta(seconds=reservation)
        with self._database.read() as transaction:
            next_recipients = list_next_nudge_recipients(transaction, now, MAX_PEOPLE)
        others = [user for user in next_recipients if user not in self._windows]
        user_ids = list(dict.fromkeys([*uncached, *others]))[:MAX_PEOPLE]
        call = self._slack.fetch_dnd_windows(user_ids)
        if call.ok:
            for user in user_ids:
                end = find_dnd_end(call.data, user, now.timestamp())
                until = datetime.fromtimestamp(end, UTC) if end else None
                self._windows[user] = _Window(now, until)
            return None
        if call.outcome is CallOutcome.RATE_LIMITED:
            retry_at = now + timedelta(seconds=call.retry_after or 1)
            self._limits.pause_method(DND, retry_at)
            return retry_at
        if call.outcome.permanent or call.outcome.halts:
            log.warning("dnd_not_readable", why=call.error)
            self._paused_until = now + PAUSE_AFTER_REFUSAL
        return None


def _is_nudge(each: Prepared | Skipped) -> bool:
    return isinstance(each, Prepared) and each.intent.kind == Nudge.kind
