"""Defers nudges for people who are in do-not-disturb, just before the delivery worker sends them.

One call to Slack tells for fifty people until when they are in do-not-disturb. The answers are
cached in memory for a minute. If Slack refuses the call, because the scope `dnd:read` or the method
is missing, nudges are sent without regard to do-not-disturb.
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
class _CachedEnd:
    """When a person's do-not-disturb ends (UTC), according to Slack at `fetched_at`.

    `ends_at` is None for a person who may be disturbed.
    """

    fetched_at: datetime
    ends_at: datetime | None


class DoNotDisturb:
    """Only one thread may use an instance, because its cache has no lock."""

    def __init__(
        self, database: Database, slack: SlackClient, clock: Clock, limits: RateLimits
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._limits = limits
        self._cached_ends: dict[str, _CachedEnd] = {}  # by user id
        self._calls_paused_until: datetime | None = None  # set when Slack has refused a call

    def defer_nudges(self, batch: Sequence[Prepared | Skipped]) -> list[Prepared | Skipped]:
        """Returns the batch with `Skipped` in place of each nudge that would disturb its recipient.

        May call Slack once.
        """
        recipients = [each.intent.recipient for each in batch if _would_send_nudge(each)]
        if not recipients:
            return list(batch)
        now = self._clock.now()
        self._forget_old_ends(now)
        retry_at = self._fetch_ends(recipients, now)
        return [
            self._defer_if_disturbing(each, now, retry_at) if _would_send_nudge(each) else each
            for each in batch
        ]

    def _forget_old_ends(self, now: datetime) -> None:
        """Empties the cache of old answers, and of those later than `now`.

        The clock was set back since the later ones were fetched.
        """
        self._cached_ends = {
            user_id: cached
            for user_id, cached in self._cached_ends.items()
            if timedelta(0) <= now - cached.fetched_at < CACHE_DURATION
        }

    def _is_paused(self, now: datetime) -> bool:
        """Whether Slack is not asked now, because it refused a call a short time ago.

        If the pause is longer than `PAUSE_AFTER_REFUSAL`, the clock was set back: it is ignored.
        """
        return self._calls_paused_until is not None and (
            now < self._calls_paused_until <= now + PAUSE_AFTER_REFUSAL
        )

    def _defer_if_disturbing(
        self, nudge: Prepared | Skipped, now: datetime, retry_at: datetime | None
    ) -> Prepared | Skipped:
        """Defers the nudge until its recipient may be disturbed.

        If nothing is known about the recipient, the nudge is deferred to `retry_at`. If that is
        None, it is sent.
        """
        cached = self._cached_ends.get(nudge.intent.recipient)
        until = cached.ends_at if cached else retry_at
        if until is None or until <= now:
            return nudge
        return Skipped(nudge.intent, Deferred(until, "dnd" if cached else "dnd_not_told"))

    def _fetch_ends(self, recipients: Sequence[str], now: datetime) -> datetime | None:
        """Fetches what is not in the cache. The same call also asks about the next nudges' people.

        Returns when to try again (UTC) if a rate limit forbids the call now. Returns None in every
        other case, also if Slack refuses the call.
        """
        uncached = [user for user in dict.fromkeys(recipients) if user not in self._cached_ends]
        if not uncached or self._is_paused(now):
            return None
        reservation = self._limits.reserve((DND,), recipient="", now=now)
        if not isinstance(reservation, Reservation):
            seconds_to_wait = reservation
            return now + timedelta(seconds=seconds_to_wait)
        with self._database.read() as transaction:
            next_recipients = list_next_nudge_recipients(transaction, now, MAX_PEOPLE)
        others = [user for user in next_recipients if user not in self._cached_ends]
        user_ids = list(dict.fromkeys([*uncached, *others]))[:MAX_PEOPLE]
        call = self._slack.fetch_dnd_windows(user_ids)
        if call.ok:
            for user in user_ids:
                end = find_dnd_end(call.data, user, now.timestamp())
                ends_at = datetime.fromtimestamp(end, UTC) if end else None
                self._cached_ends[user] = _CachedEnd(now, ends_at)
            return None
        if call.outcome is CallOutcome.RATE_LIMITED:
            retry_at = now + timedelta(seconds=call.retry_after or 1)
            self._limits.pause_method(DND, retry_at)
            return retry_at
        if call.outcome.permanent or call.outcome.halts:
            log.warning("dnd_not_readable", why=call.error)
            self._calls_paused_until = now + PAUSE_AFTER_REFUSAL
        return None


def _would_send_nudge(each: Prepared | Skipped) -> bool:
    return isinstance(each, Prepared) and each.intent.kind == Nudge.kind
