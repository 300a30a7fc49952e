"""Finds out whether Slack has a message although the call that sent it got no clear answer.

The worker searches the conversation for the message's key or file. A message that is found is
recorded as sent. Only one that is certainly missing is queued again
(docs/decisions/014-outbox-and-true-messages.md). An intent is a message in the outbox.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from math import ceil

from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, RateLimits, Reservation
from delivery.record import SEARCH_AFTER, Recorder, record_consequences, requeue
from delivery.send import open_conversation
from domain.clock import Clock
from domain.outbox import Intent
from domain.outcomes import CallOutcome
from services import departures
from services.context import SLACK, system_context
from slack_io.client import SlackClient
from slack_io.message_search import KEYS_MISSING
from slack_io.results import CallResult
from storage import members, outbox, workspaces
from storage.engine import Database

LEASE = timedelta(minutes=1)  # After this, another replica may search for the claimed intents.
LATER_SEARCH_AFTER = timedelta(minutes=10)
BATCH_SIZE = 10
# Slack's clock may be behind ours, so the search starts this long before the intent was queued.
CLOCK_DIFFERENCE = timedelta(minutes=5)


class Reconciler:
    """Settles the intents with an unknown outcome."""

    def __init__(
        self,
        database: Database,
        slack: SlackClient,
        clock: Clock,
        limits: RateLimits,
        recorder: Recorder,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._limits = limits
        self._recorder = recorder

    def run_once(self) -> bool:
        """Searches for the messages of one batch of intents. Returns whether there were any."""
        now = self._clock.now()
        with self._database.write() as transaction:
            intents = outbox.claim_unknown(transaction, now, lease=LEASE, limit=BATCH_SIZE)
        for intent in intents:
            self._reconcile(intent, now)
        return bool(intents)

    def _reconcile(self, intent: Intent, now: datetime) -> None:
        if self._may_repeat(intent, now):
            return self._queue_again(intent, now, reason="edit_again")
        channel = self._find_channel(intent, now)
        if isinstance(channel, CallResult):
            if channel.outcome is CallOutcome.MEMBER_GONE:
                return self._give_up_if_recipient_left(intent, channel, now)
            return self._keep_unknown(intent, channel, now)
        found = self._search(intent, channel)
        if isinstance(found, str):
            return self._record_sent(intent, channel, found, now)
        if found is None:
            return self._queue_again(intent, now, reason="not_found", block_later_messages=True)
        if found.outcome is CallOutcome.ARCHIVED:  # The bot cannot join or search the channel.
            return self._give_up(intent, found, now)
        return self._keep_unknown(intent, found, now)

    def _may_repeat(self, intent: Intent, now: datetime) -> bool:
        """Whether sending twice is harmless, because the intent posts no new message."""
        kind = find_kind(intent)
        if kind is None or kind.posts_nothing:
            return True
        with self._database.read() as transaction:
            context = system_context(transaction, intent.workspace_id, now)
            return kind.find_posted_ts(context, intent) is not None

    def _find_channel(self, intent: Intent, now: datetime) -> str | CallResult:
        """Returns the id of the channel to search, or the call that failed to find it."""
        if intent.channel:
            return intent.channel
        kind = find_kind(intent)
        if kind is not None and kind.to_channel:
            return intent.recipient
        with self._database.read() as transaction:
            member = members.find(transaction, intent.workspace_id, intent.recipient)
        if member is not None and member.dm_channel:
            return member.dm_channel
        reservation = self._limits.reserve((OPEN,), recipient="", now=now)
        if not isinstance(reservation, Reservation):
            wait_seconds = ceil(reservation)
            return CallResult(CallOutcome.RATE_LIMITED, error="pace", retry_after=wait_seconds)
        channel = open_conversation(self._slack, intent.recipient)
        if isinstance(channel, str):
            with self._database.write() as transaction:
                members.set_dm_channel(transaction, intent.workspace_id, intent.recipient, channel)
        return channel

    def _search(self, intent: Intent, channel: str) -> str | CallResult | None:
        """Returns the message's ts, None if it is certainly missing, or the call that failed."""
        with self._database.read() as transaction:
            bot_user_id = workspaces.get(transaction, intent.workspace_id).bot_user_id
        since = (intent.created_at - CLOCK_DIFFERENCE).timestamp()
        kind = find_kind(intent)
        search = partial(
            self._slack.find_message,
            channel,
            kind.find_key(intent) if kind else intent.message_key,
            since,
            bot_user_id,
            kind.find_thread(intent) if kind else None,
        )
        found = search()
        if not isinstance(found, CallResult) or found.outcome is not CallOutcome.NOT_IN_CHANNEL:
            return found
        # In a public channel, the bot may post without being a member, but not read the history.
        join = self._slack.join_channel(channel)
        return search() if join.ok else join

    def _record_sent(self, intent: Intent, channel: str, ts: str, now: datetime) -> None:
        with self._database.write() as transaction:
            outbox.settle_sent(transaction, [(intent, channel, ts)], now)
            record_consequences(
                system_context(transaction, intent.workspace_id, now, SLACK), intent, ts
            )

    def _give_up_if_recipient_left(self, intent: Intent, call: CallResult, now: datetime) -> None:
        """Gives the message up if it is certain that its recipient has left, or else waits."""
        with self._database.write() as transaction:
            context = system_context(transaction, intent.workspace_id, now, SLACK)
            second_look_at = departures.await_second_look(context, intent.recipient)
            if second_look_at is None:
                self._recorder.give_up(context, intent, call.outcome, call.error)
            else:
                outbox.postpone_reconciling(transaction, intent, second_look_at, call.error)

    def _give_up(self, intent: Intent, call: CallResult, now: datetime) -> None:
        with self._database.write() as transaction:
            context = system_context(transaction, intent.workspace_id, now, SLACK)
            self._recorder.give_up(context, intent, call.outcome, call.error)

    def _queue_again(
        self, intent: Intent, now: datetime, *, reason: str, block_later_messages: bool = False
    ) -> None:
        with self._database.write() as transaction:
            context = system_context(transaction, intent.workspace_id, now, SLACK)
            requeue(context, intent, now, reason, block_later_messages=block_later_messages)

    def _keep_unknown(self, intent: Intent, call: CallResult, now: datetime) -> None:
        """Schedules the next search: soon, unless the reason for the failure is likely to last.

        Until the outcome is known, later messages to the same recipient wait.
        """
        will_last = call.outcome.permanent or call.outcome.halts or call is KEYS_MISSING
        search_at = now + (LATER_SEARCH_AFTER if will_last else SEARCH_AFTER)
        with self._database.write() as transaction:
            outbox.postpone_reconciling(transaction, intent, search_at, call.error)
