"""From claimed intents to calls: today's truth is loaded and rendered, or it is found that nothing
is said, now or ever. Reads the database, a whole lot at once; talks to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from delivery.message_kinds import render
from delivery.rate_limits import OPEN, POST, UPDATE, Pace
from delivery.send import Ready
from domain.outbox import TO_CHANNEL, Intent, IntentKind, IntentState
from domain.pages import AnnouncementPage
from domain.policy import Policy
from services import outgoing
from services.outgoing import NotNow, NotSaid
from services.outgoing_ahead import read_ahead
from storage import members
from storage.engine import Database, Transaction
from storage.outbox import intents as outbox

log = structlog.get_logger(__name__)

# A lot is begun within this, or goes back: its lease is for all that is done after that.
BEGUN_WITHIN = timedelta(seconds=20)
SOON = timedelta(seconds=5)
UNSETTLED = timedelta(minutes=1)

_MAY_STAND = frozenset({IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Later:
    """Not its fault: it waits until this moment. `holds`: so does what was queued after it."""

    intent: Intent
    until: datetime
    reason: str
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """It is not said any more; the row keeps the reason."""

    intent: Intent
    reason: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A fault of ours before the call; `fault` is its name. It holds up this intent only."""

    intent: Intent
    fault: str


Prepared = Ready | Later | Never | Broken


class Preparing:
    def __init__(self, database: Database, policy: Policy, pace: Pace) -> None:
        self._database = database
        self._policy = policy
        self._pace = pace

    def all(self, lot: Sequence[Intent], now: datetime) -> list[Prepared]:
        """Each as it may be said at `now`; those that are ready are counted as gone."""
        if not lot:
            return []
        with self._database.read() as transaction:
            originals = self._originals(transaction, lot)
            prepared = [
                self._one(transaction, intent, original, now) for intent, original in originals
            ]
        return [
            self._alone(each.intent, now) if isinstance(each, Broken) else each for each in prepared
        ]

    def _originals(
        self, transaction: Transaction, lot: Sequence[Intent]
    ) -> list[tuple[Intent, Intent | None]]:
        """Each with the message that it edits, or with itself, and what they are about is read."""
        found = [(intent, _original(transaction, intent)) for intent in lot]
        try:
            read_ahead(transaction, [original for _, original in found if original])
        except Exception:
            log.exception("not_read_ahead")
        return found

    def _alone(self, intent: Intent, now: datetime) -> Prepared:
        """What breaks in a lot may have broken because of another one in it."""
        with self._database.read() as transaction:
            return self._one(transaction, intent, _original(transaction, intent), now)

    def _one(
        self, transaction: Transaction, intent: Intent, original: Intent | None, now: datetime
    ) -> Prepared:
        try:
            return self._ready(transaction, intent, original, now)
        except Exception as fault:
            log.exception("not_rendered", kind=intent.kind.value, intent=intent.id)
            return Broken(intent, type(fault).__name__)

    def _ready(
        self, transaction: Transaction, intent: Intent, original: Intent | None, now: datetime
    ) -> Prepared:
        if original is None or (original is not intent and original.state not in _MAY_STAND):
            return Never(intent, "never_sent")
        standing = original is not intent
        if standing and original.ts is None:  # nobody knows yet where it stands
            pause = SOON if original.state is IntentState.SENDING else UNSETTLED
            return Later(intent, now + pause, "not_settled")
        page = outgoing.load(transaction, original, self._policy, now, standing=standing)
        if outbox.is_unsettled(transaction, intent):  # an edit, once it is known of what
            return Later(intent, now + UNSETTLED, "not_settled")
        if isinstance(page, NotSaid):
            return Never(intent, page.reason)
        if isinstance(page, NotNow):
            return Later(intent, page.until, page.reason)
        channel, ts = _where(transaction, intent, original, page)
        method = POST if ts is None else UPDATE
        wait = self._pace.wait_for(intent.to, now, method)
        if channel is None:
            wait = max(wait, self._pace.spent(OPEN, now))
        if wait > 0:
            return Later(intent, now + timedelta(seconds=wait), "pace", holds=True)
        message = render(page, original)
        self._pace.went(intent.to, now, method)
        if channel is None:
            self._pace.went("", now, OPEN)
        return Ready(intent, message, channel, ts, now, now + BEGUN_WITHIN)


def _original(transaction: Transaction, intent: Intent) -> Intent | None:
    if intent.kind is not IntentKind.REFRESH:
        return intent
    return outbox.find(transaction, intent.workspace_id, intent.subject_id)


def _where(
    transaction: Transaction, intent: Intent, original: Intent, page: object
) -> tuple[str | None, str | None]:
    """(channel, ts); no channel where the conversation is to be opened, no ts for a new message."""
    if intent.kind is IntentKind.REFRESH:
        return original.channel or "", original.ts
    if isinstance(page, AnnouncementPage) and intent.kind is IntentKind.ANNOUNCEMENT:
        return intent.to, page.announcement.ts
    if intent.kind in TO_CHANNEL:
        return intent.to, None
    member = members.find(transaction, intent.workspace_id, intent.to)
    return member.dm_channel if member and member.dm_channel else None, None
