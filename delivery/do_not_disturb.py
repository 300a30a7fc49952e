"""Keeps nudges from people who are not to be disturbed: Slack tells for fifty of them at once.

What was told is kept for a minute, and may be lost at any time. Where Slack does not tell (no
`dnd:read`, a server without the method), working hours still hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import structlog

from delivery.prepare import Later, Prepared
from delivery.rate_limits import POST, QUIET, Pace
from delivery.send import Ready
from domain.clock import Clock
from domain.outbox import IntentKind
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.profiles import find_dnd_end
from storage.engine import Database
from storage.outbox.lanes import next_nudged

log = structlog.get_logger(__name__)

PEOPLE = 50  # Slack: dnd.teamInfo takes "up to 50" users
KEPT = timedelta(minutes=1)
NOT_TOLD = timedelta(minutes=10)


class Quiet:
    def __init__(self, database: Database, slack: SlackClient, clock: Clock, pace: Pace) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._pace = pace
        self._told: dict[str, tuple[datetime, datetime | None]] = {}  # when, and until when
        self._silent_until: datetime | None = None

    def sift(self, lot: Sequence[Prepared]) -> list[Prepared]:
        """The lot, with the nudges that have to wait put off."""
        nudges = [it for it in lot if isinstance(it, Ready) and _is_nudge(it)]
        if not nudges:
            return list(lot)
        now = self._clock.now()
        self._told = {to: it for to, it in self._told.items() if now - it[0] < KEPT}
        again = self._ask([it.intent.to for it in nudges], now)
        return [self._one(it, now, again) for it in lot]

    def _one(self, it: Prepared, now: datetime, again: datetime | None) -> Prepared:
        if not isinstance(it, Ready) or not _is_nudge(it):
            return it
        told = self._told.get(it.intent.to)
        until = told[1] if told else again
        if until is None or until <= now:
            return it
        self._pace.did_not_go(it.intent.to, it.counted_at, POST)
        return Later(it.intent, until, "dnd" if told else "dnd_not_told")

    def _ask(self, people: Sequence[str], now: datetime) -> datetime | None:
        """Ask about those of whom nothing was told, and about those who come next.

        When to ask again, where Slack wants us to wait; None: they are known, or cannot be.
        """
        unknown = [to for to in dict.fromkeys(people) if to not in self._told]
        if not unknown or (self._silent_until and now < self._silent_until):
            return None
        if wait := self._pace.spent(QUIET, now):
            return now + timedelta(seconds=wait)
        with self._database.read() as transaction:
            coming = next_nudged(transaction, now, PEOPLE)
        asked = list(dict.fromkeys([*unknown, *(to for to in coming if to not in self._told)]))
        asked = asked[:PEOPLE]
        told = self._slack.fetch_dnd_windows(asked)
        self._pace.went("", now, QUIET)
        if told.ok:
            for to in asked:
                ends = find_dnd_end(told.data, to, now.timestamp())
                self._told[to] = (now, datetime.fromtimestamp(ends, UTC) if ends else None)
            return None
        if told.outcome is CallOutcome.RATE_LIMITED:
            until = now + timedelta(seconds=told.retry_after or 1)
            self._pace.hold(QUIET, until)
            return until
        if told.outcome.permanent or told.outcome.halts:
            log.warning("dnd_not_told", why=told.error)
            self._silent_until = now + NOT_TOLD
        return None


def _is_nudge(ready: Ready) -> bool:
    return ready.intent.kind is IntentKind.NUDGE
