"""What became of each intent, as rows: several in one transaction. Calls nobody."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from delivery.channel_posts import not_posted, posted
from delivery.prepare import Broken, Later, Never
from delivery.rate_limits import OPEN, POST, UPDATE, Pace
from delivery.send import Said
from domain.outbox import TO_CHANNEL, Intent, IntentKind, IntentState
from domain.outcomes import CallOutcome
from domain.policy import Policy
from services import members as member_service
from services import openings as opening_service
from services import thanks as thanks_service
from storage import members
from storage.engine import Transaction
from storage.outbox import intents as outbox

log = structlog.get_logger(__name__)

# A call without an answer may still be under way in Slack: we look for its message after this.
LOOK_FIRST = timedelta(seconds=30)
HALT = timedelta(minutes=1)
AWAY = timedelta(seconds=10)
MOST_ATTEMPTS = 6
BACKOFF_SECONDS = 5
OUTAGE = timedelta(days=1)

_STALE_DM = frozenset({CallOutcome.CHANNEL_GONE, CallOutcome.NOT_IN_CHANNEL})

Outcomes = Said | Later | Never | Broken


class Settling:
    """`wake` is set when something was queued; the pace learns what Slack told."""

    def __init__(self, policy: Policy, pace: Pace, wake: threading.Event) -> None:
        self._policy = policy
        self._pace = pace
        self._wake = wake

    def record(self, transaction: Transaction, outcomes: Sequence[Outcomes], now: datetime) -> None:
        """All of them, in this transaction."""
        sent: list[tuple[Intent, str, str]] = []
        for each in outcomes:
            if isinstance(each, Said) and each.called.ok and each.channel is not None:
                sent.append(self._sent(transaction, each, now))
            elif isinstance(each, Said):
                self._not_sent(transaction, each, now)
            elif isinstance(each, Later):
                put_back(transaction, each.intent, each.until, each.reason, holds=each.holds)
            elif isinstance(each, Never):
                outbox.settle(
                    transaction, each.intent, IntentState.DROPPED, now, reason=each.reason
                )
                not_posted(transaction, each.intent, each.reason, now)
            else:
                self._try_again(transaction, each.intent, each.fault, now)
        outbox.settle_sent(transaction, sent, now)

    def _sent(self, transaction: Transaction, said: Said, now: datetime) -> tuple[Intent, str, str]:
        """Where it stands. Slack's word, not ours: some servers post elsewhere than asked to."""
        intent, data = said.ready.intent, said.called.data
        channel = str(data.get("channel") or said.channel)
        ts = str(data.get("ts") or said.ready.ts or "")
        self._keep_conversation(transaction, said)
        announced(transaction, intent, ts, now)
        return intent, channel, ts

    def _keep_conversation(self, transaction: Transaction, said: Said) -> None:
        if said.opened:
            intent = said.ready.intent
            members.set_dm_channel(transaction, intent.workspace_id, intent.to, said.channel)

    def _not_sent(self, transaction: Transaction, said: Said, now: datetime) -> None:
        intent, called, edits = said.ready.intent, said.called, said.ready.ts is not None
        if not said.posts:
            self._pace.did_not_go(intent.to, said.ready.counted_at, UPDATE if edits else POST)
        if not said.begun:
            return put_back(transaction, intent, now, "not_begun")
        self._keep_conversation(transaction, said)
        outcome = called.outcome
        log.info("not_sent", kind=intent.kind.value, outcome=outcome.value, why=called.error)
        if outcome is CallOutcome.RATE_LIMITED:
            until = now + timedelta(seconds=called.retry_after or 1)
            if said.posts and not edits:
                return self._halt(transaction, intent, until, called.error)
            self._pace.hold(UPDATE if edits else OPEN, until)
            return put_back(transaction, intent, until, called.error, holds=True)
        if outcome.halts:
            log.error("sending_stopped", why=called.error, needs=outcome.value)
            return self._halt(transaction, intent, now + HALT, called.error)
        if called.unreachable:
            return self._halt(transaction, intent, now + AWAY, called.error)
        if outcome is CallOutcome.UNKNOWN:
            if edits:  # an edit may be made twice
                return self._try_again(transaction, intent, called.error, now, outage=called.outage)
            outbox.settle(transaction, intent, IntentState.UNKNOWN, now, channel=said.channel)
            return outbox.keep_unknown(transaction, intent, now + LOOK_FIRST, called.error)
        direct = intent.kind is not IntentKind.REFRESH and intent.kind not in TO_CHANNEL
        if outcome in _STALE_DM and direct and intent.attempts == 1:
            # Slack does not know the conversation that we kept: it is opened anew, once.
            members.set_dm_channel(transaction, intent.workspace_id, intent.to, None)
            return self._try_again(transaction, intent, called.error, now)
        if not outcome.permanent:
            return self._try_again(transaction, intent, called.error, now, outage=called.outage)
        if outcome is CallOutcome.MESSAGE_GONE:  # somebody took it away, and will know why
            return outbox.settle(transaction, intent, IntentState.DROPPED, now, reason=called.error)
        return self.refused(transaction, intent, outcome, called.error, now)

    def _halt(self, transaction: Transaction, intent: Intent, until: datetime, why: str) -> None:
        """Nothing goes out until then: the queue is kept, and nothing overtakes."""
        self._pace.halt(until)
        put_back(transaction, intent, until, why, holds=True)

    def refused(
        self,
        transaction: Transaction,
        intent: Intent,
        outcome: CallOutcome,
        why: str,
        now: datetime,
    ) -> None:
        """Slack will never take it: whoever must know is told, the row keeps the reason."""
        state = IntentState.DEAD if outcome is CallOutcome.OUR_BUG else IntentState.DROPPED
        outbox.settle(transaction, intent, state, now, reason=why)
        if intent.kind is IntentKind.ANNOUNCEMENT:
            opening_service.announcement_settled(
                transaction,
                intent.workspace_id,
                intent.subject_id,
                now,
                tell=str(intent.about["by"]),
                failure=why,
            )
        elif intent.kind is IntentKind.THANKS_SHARED:
            thanks_service.not_shared(transaction, intent.workspace_id, intent.subject_id, now)
        elif outcome is CallOutcome.MEMBER_GONE:
            member_service.gone(transaction, intent.workspace_id, intent.to, self._policy, now)
        not_posted(transaction, intent, why, now)
        self._wake.set()

    def _try_again(
        self,
        transaction: Transaction,
        intent: Intent,
        why: str,
        now: datetime,
        *,
        outage: bool = False,
    ) -> None:
        """Later, and at last never. An outage of Slack's is not the message's fault: it is given
        a day, as a handful of attempts is over in five minutes."""
        lasts = outage and now - intent.created_at < OUTAGE
        if intent.attempts >= MOST_ATTEMPTS and not lasts:
            outbox.settle(transaction, intent, IntentState.DEAD, now, reason=why)
            log.error("gave_up", kind=intent.kind.value, why=why, attempts=intent.attempts)
            return
        growing = min(intent.attempts, MOST_ATTEMPTS) - 1
        pause = timedelta(seconds=BACKOFF_SECONDS * 2**growing)
        outbox.put_back(transaction, intent, now + pause, reason=why, holds=True)


def put_back(
    transaction: Transaction, intent: Intent, until: datetime, why: str, *, holds: bool = False
) -> None:
    """Not its fault: the attempt does not count."""
    outbox.put_back(transaction, intent, until, reason=why, counts=False, holds=holds)


def announced(transaction: Transaction, intent: Intent, ts: str, now: datetime) -> None:
    """An announcement knows where it stands; an advocate's post is a deed."""
    posted(transaction, intent, now)
    if intent.kind is IntentKind.ANNOUNCEMENT:
        opening_service.announcement_settled(
            transaction, intent.workspace_id, intent.subject_id, now, tell="", ts=ts
        )
