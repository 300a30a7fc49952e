"""Defers nudges for people who are in do-not-disturb.

One call to Slack returns the windows of fifty people. They are cached for a minute and may be lost
at any time. Where Slack refuses the call (no `dnd:read`, a server without the method), only working
hours defer a nudge.
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
    """The end (UTC) of the person's do-not-disturb window, as Slack answered at `fetched_at`.

    `until` is None where the person may be disturbed.
    """

    fetched_at: datetime
    until: datetime | None


class DoNotDisturb:
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
        self._windows = {
            user: window
            for user, window in self._windows.items()
            # A negative age means that the clock was set back, and says nothing about the real one.
            if timedelta(0) <= now - window.fetched_at < CACHE_DURATION
        }
        retry_at = self._fetch_windows(recipients, now)
        return [self._defer(each, now, retry_at) if _is_nudge(each) else each for each in batch]

    def _is_paused(self, now: datetime) -> bool:
        """False as well for a pause longer than any is: the clock was set back since it began."""
        return self._paused_until is not None and (
            now < self._paused_until <= now + PAUSE_AFTER_REFUSAL
        )

    def _defer(
        self, nudge: Prepared | Skipped, now: datetime, retry_at: datetime | None
    ) -> Prepared | Skipped:
        window = self._windows.get(nudge.intent.recipient)
        until = window.until if window else retry_at
        if until is None or until <= now:
            return nudge
        return Skipped(nudge.intent, Deferred(until, "dnd" if window else "dnd_not_told"))

    def _fetch_windows(self, recipients: Sequence[str], now: datetime) -> datetime | None:
        """Fetches the windows that are not cached, and those of the next nudges' recipients.

        Returns when to try again where Slack's rate limit does not allow the call now. Returns None
        where the windows are cached, and where Slack does not return them.
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
