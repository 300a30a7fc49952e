"""Finds out what became of messages with an unknown outcome, by the key in their metadata.

Such a message is never posted again blindly (docs/decisions/014-outbox-and-true-messages.md). It
ends as sent where Slack's history has it, and is queued again where the history does not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from delivery.message_kinds import find_kind
from delivery.rate_limits import OPEN, RateLimits, Reservation
from delivery.record import FIRST_LOOK_AFTER, Recorder, handle_posted, put_back
from delivery.send import open_conversation
from domain.clock import Clock
from domain.outbox import Intent
from domain.outcomes import CallOutcome
from services.context import SLACK, system_context
from slack_io.client import NO_METADATA, SlackClient
from slack_io.results import CallResult
from storage import members, outbox, workspaces
from storage.engine import Database

LEASE = timedelta(minutes=1)
NEXT_LOOK_AFTER = timedelta(minutes=10)
BATCH_SIZE = 10
# Slack's clock is not ours, so the search starts this long before the intent was queued.
CLOCK_DIFFERENCE = timedelta(minutes=5)


class Reconciler:
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
        """Looks for a few of them; whether there were any."""
        now = self._clock.now()
        with self._database.write() as transaction:
            intents = outbox.claim_unknown(transaction, now, lease=LEASE, limit=BATCH_SIZE)
        for intent in intents:
            self._reconcile(intent, now)
        return bool(intents)

    def _reconcile(self, intent: Intent, now: datetime) -> None:
        if self._is_edit(intent, now):
            return self._queue_again(intent, now, "edit_again")
        channel = self._find_channel(intent, now)
        if isinstance(channel, CallResult):
            if channel.outcome is CallOutcome.MEMBER_GONE:  # nobody would read it any more
                return self._give_up(intent, channel, now)
            return self._keep_unknown(intent, channel, now)
        found = self._search(intent, channel)
        if isinstance(found, str):
            return self._record_sent(intent, channel, found, now)
        if found is None:
            return self._queue_again(intent, now, "not_found", holds=True)
        return self._keep_unknown(intent, found, now)

    def _is_edit(self, intent: Intent, now: datetime) -> bool:
        """Whether it changes a message that was posted before: doing so twice does no harm."""
        kind = find_kind(intent)
        if kind is None:
            return True
        with self._database.read() as transaction:
            context = system_context(transaction, intent.workspace_id, now)
            return kind.find_posted_ts(context, intent) is not None

    def _find_channel(self, intent: Intent, now: datetime) -> str | CallResult:
        """The channel in which to look, or why there is none."""
        if intent.channel:
            return intent.channel
        kind = find_kind(intent)
        if kind is not None and kind.to_channel:
            return intent.recipient
        with self._database.read() as transaction:
            member = members.find(transaction, intent.workspace_id, intent.recipient)
        if member is not None and member.dm_channel:
            return member.dm_channel
        reservation = self._limits.reserve((OPEN,), "", now)
        if not isinstance(reservation, Reservation):
            wait = ceil(reservation)
            return CallResult(CallOutcome.RATE_LIMITED, error="pace", retry_after=wait)
        channel = open_conversation(self._slack, intent.recipient)
        if isinstance(channel, str):
            with self._database.write() as transaction:
                members.set_dm_channel(transaction, intent.workspace_id, intent.recipient, channel)
        return channel

    def _search(self, intent: Intent, channel: str) -> str | CallResult | None:
        """The message's ts, None where it was not posted, or why that is not known."""
        with self._database.read() as transaction:
            bot_user_id = workspaces.get(transaction, intent.workspace_id).bot_user_id
        since = (intent.created_at - CLOCK_DIFFERENCE).timestamp()
        arguments = (channel, intent.message_key, since, bot_user_id)
        found = self._slack.find_message(*arguments)
        outside = isinstance(found, CallResult) and found.outcome is CallOutcome.NOT_IN_CHANNEL
        if outside and self._slack.join_channel(channel).ok:  # posting does not need membership
            return self._slack.find_message(*arguments)
        return found

    def _record_sent(self, intent: Intent, channel: str, ts: str, now: datetime) -> None:
        with self._database.write() as transaction:
            outbox.settle_sent(transaction, [(intent, channel, ts)], now)
            handle_posted(system_context(transaction, intent.workspace_id, now, SLACK), intent, ts)

    def _give_up(self, intent: Intent, call: CallResult, now: datetime) -> None:
        with self._database.write() as transaction:
            context = system_context(transaction, intent.workspace_id, now, SLACK)
            self._recorder.give_up(context, intent, call.outcome, call.error)

    def _queue_again(self, intent: Intent, now: datetime, why: str, *, holds: bool = False) -> None:
        with self._database.write() as transaction:
            context = system_context(transaction, intent.workspace_id, now, SLACK)
            put_back(context, intent, now, why, holds=holds)

    def _keep_unknown(self, intent: Intent, call: CallResult, now: datetime) -> None:
        """Looks again soon where Slack only failed this time: later messages wait until then."""
        lasting = call.outcome.permanent or call.outcome.halts or call.error == NO_METADATA
        look_at = now + (NEXT_LOOK_AFTER if lasting else FIRST_LOOK_AFTER)
        with self._database.write() as transaction:
            outbox.postpone_reconciling(transaction, intent, look_at, call.error)
