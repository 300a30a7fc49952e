"""Defers nudges for people who are in do-not-disturb.

Slack answers for fifty people in one call. Answers are cached for a minute and may be lost at any
time. Where Slack does not answer (no `dnd:read`, a server without the method), working hours hold.
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
from storage.outbox.lanes import list_next_nudge_recipients

log = structlog.get_logger(__name__)

MOST_PEOPLE = 50  # https://docs.slack.dev/reference/methods/dnd.teamInfo
CACHED_FOR = timedelta(minutes=1)
PAUSE_AFTER_REFUSAL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Window:
    """What Slack answered at `fetched_at`: until when (UTC) the person is not to be disturbed."""

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
        """The batch, with nudges deferred whose recipients are not to be disturbed."""
        people = [each.intent.recipient for each in batch if _is_nudge(each)]
        if not people:
            return list(batch)
        now = self._clock.now()
        self._windows = {
            user: window
            for user, window in self._windows.items()
            if now - window.fetched_at < CACHED_FOR
        }
        retry_at = self._fetch_windows(people, now)
        return [self._defer(each, now, retry_at) if _is_nudge(each) else each for each in batch]

    def _defer(
        self, nudge: Prepared | Skipped, now: datetime, retry_at: datetime | None
    ) -> Prepared | Skipped:
        window = self._windows.get(nudge.intent.recipient)
        until = window.until if window else retry_at
        if until is None or until <= now:
            return nudge
        return Skipped(nudge.intent, Deferred(until, "dnd" if window else "dnd_not_told"))

    def _fetch_windows(self, people: Sequence[str], now: datetime) -> datetime | None:
        """Asks about people without a cached answer, and about those whose nudges come next.

        Returns when to ask again where Slack's rate makes us wait; None where the answers are
        cached, or cannot be had.
        """
        unknown = [user for user in dict.fromkeys(people) if user not in self._windows]
        if not unknown or (self._paused_until and now < self._paused_until):
            return None
        reservation = self._limits.reserve((DND,), "", now)
        if not isinstance(reservation, Reservation):
            return now + timedelta(seconds=reservation)
        with self._database.read() as transaction:
            coming = list_next_nudge_recipients(transaction, now, MOST_PEOPLE)
        others = [user for user in coming if user not in self._windows]
        asked = list(dict.fromkeys([*unknown, *others]))[:MOST_PEOPLE]
        call = self._slack.fetch_dnd_windows(asked)
        if call.ok:
            for user in asked:
                end = find_dnd_end(call.data, user, now.timestamp())
                until = datetime.fromtimestamp(end, UTC) if end else None
                self._windows[user] = _Window(now, until)
            return None
        if call.outcome is CallOutcome.RATE_LIMITED:
            retry_at = now + timedelta(seconds=call.retry_after or 1)
            self._limits.hold(DND, retry_at)
            return retry_at
        if call.outcome.permanent or call.outcome.halts:
            log.warning("dnd_not_readable", why=call.error)
            self._paused_until = now + PAUSE_AFTER_REFUSAL
        return None


def _is_nudge(each: Prepared | Skipped) -> bool:
    return isinstance(each, Prepared) and each.intent.kind == Nudge.kind
