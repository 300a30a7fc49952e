"""Looks for messages of which nobody knows whether they stand in Slack, by the key in their
metadata; they are never posted again blindly (docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from delivery.rate_limits import OPEN, Pace
from delivery.record import LOOK_FIRST, Settling, announced, put_back
from delivery.send import open_dm
from domain.clock import Clock
from domain.members import Workspace
from domain.outbox import TO_CHANNEL, Intent, IntentKind
from domain.outcomes import CallOutcome
from slack_io.client import NO_METADATA, SlackClient
from slack_io.results import CallResult
from storage import members, openings
from storage.engine import Database
from storage.outbox import intents as outbox

LOOKING = timedelta(minutes=1)  # who looks and dies is replaced after this
LOOK_AGAIN = timedelta(minutes=10)
BATCH = 10
# A message is looked for from a little before it was queued: Slack's clock is not ours.
SLACK_CLOCK = timedelta(minutes=5)


class Looking:
    def __init__(
        self,
        database: Database,
        slack: SlackClient,
        clock: Clock,
        workspace: Workspace,
        pace: Pace,
        settling: Settling,
    ) -> None:
        self._database = database
        self._slack = slack
        self._clock = clock
        self._workspace = workspace
        self._pace = pace
        self._settling = settling

    def step(self) -> bool:
        """A few of them; True when there were any. Those of a sender that died are among them."""
        now = self._clock.now()
        with self._database.write() as transaction:
            unknown = outbox.claim_unknown(transaction, now, lease=LOOKING, limit=BATCH)
        for intent in unknown:
            self._look_for(intent, now)
        return bool(unknown)

    def _look_for(self, intent: Intent, now: datetime) -> None:
        if self._edits(intent):
            return self._queue_again(intent, now, "edit_again")
        channel = self._channel(intent, now)
        if isinstance(channel, CallResult):
            if (
                channel.outcome is CallOutcome.MEMBER_GONE
            ):  # whether it stands or not: nobody reads it
                return self._gone(intent, now, channel)
            return self._keep_unknown(intent, now, channel)
        found = self._find(intent, channel)
        gone = isinstance(found, CallResult) and found.outcome is CallOutcome.NOT_IN_CHANNEL
        if gone and self._slack.join_channel(channel).ok:  # one may post where one may not look
            found = self._find(intent, channel)
        if isinstance(found, str):
            with self._database.write() as transaction:
                outbox.settle_sent(transaction, [(intent, channel, found)], now)
                announced(transaction, intent, found, now)
            return None
        if found is None:
            return self._queue_again(intent, now, "not_found", holds=True)
        return self._keep_unknown(intent, now, found)

    def _gone(self, intent: Intent, now: datetime, told: CallResult) -> None:
        with self._database.write() as transaction:
            self._settling.refused(transaction, intent, told.outcome, told.error, now)

    def _queue_again(self, intent: Intent, now: datetime, why: str, *, holds: bool = False) -> None:
        with self._database.write() as transaction:
            put_back(transaction, intent, now, why, holds=holds)

    def _channel(self, intent: Intent, now: datetime) -> str | CallResult:
        if intent.channel:
            return intent.channel
        if intent.kind in TO_CHANNEL:
            return intent.to
        with self._database.read() as transaction:
            member = members.find(transaction, intent.workspace_id, intent.to)
        if member is not None and member.dm_channel:
            return member.dm_channel
        if wait := self._pace.spent(OPEN, now):
            return CallResult(CallOutcome.RATE_LIMITED, error="pace", retry_after=ceil(wait))
        self._pace.went("", now, OPEN)
        opened = open_dm(self._slack, intent.to)
        if isinstance(opened, str):
            with self._database.write() as transaction:
                members.set_dm_channel(transaction, intent.workspace_id, intent.to, opened)
        return opened

    def _find(self, intent: Intent, channel: str) -> str | CallResult | None:
        since = (intent.created_at - SLACK_CLOCK).timestamp()
        return self._slack.find_message(channel, intent.key, since, self._workspace.bot_user_id)

    def _edits(self, intent: Intent) -> bool:
        """Whether it changes a message that stands: that may be done twice."""
        if intent.kind is not IntentKind.ANNOUNCEMENT:
            return intent.kind is IntentKind.REFRESH
        with self._database.read() as transaction:
            stands = openings.find_announcement(transaction, intent.workspace_id, intent.subject_id)
        return stands is not None and stands.ts is not None

    def _keep_unknown(self, intent: Intent, now: datetime, told: CallResult) -> None:
        """Soon again where Slack only stumbled: until then what comes after it waits."""
        lasting = told.outcome.permanent or told.outcome.halts or told.error == NO_METADATA
        with self._database.write() as transaction:
            again = now + (LOOK_AGAIN if lasting else LOOK_FIRST)
            outbox.keep_unknown(transaction, intent, again, told.error)
