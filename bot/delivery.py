"""Says what the outbox holds: the only caller of `chat.*`.

Claim (committed) → load today's truth → render → pace → post, outside any transaction → record.
An answer that never came is `unknown`: it is looked for in the channel's history by the key in the
message's metadata, and never posted again blindly.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.pacing import Pace
from bot.rendering import render
from bot.slack import Called, Slack
from domain.members import Workspace
from domain.outbox import Intent, IntentKind, IntentState
from domain.pages import AnnouncementPage
from domain.policy import Policy
from domain.slack_errors import Outcome
from services import members as member_service
from services import openings as opening_service
from services import outgoing
from services.outgoing import NotNow, NotSaid
from storage import members, outbox
from storage.engine import Database
from views.kit import Message

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=60)
SOON = timedelta(seconds=5)
LOOK_AGAIN = timedelta(minutes=10)
HALT = timedelta(minutes=1)
BATCH = 10
MOST_ATTEMPTS = 6
BACKOFF_SECONDS = 5
IDLE_SECONDS = 1.0
# A message is looked for from a little before it was queued: Slack's clock is not ours.
SLACK_CLOCK = timedelta(minutes=5)


_MAY_STAND = frozenset({IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN})


@dataclass(frozen=True, slots=True)
class _Target:
    """Where a message goes: a new one, or an edit of the one at `ts`."""

    channel: str
    ts: str | None


class Delivery:
    """One thread of one replica. `wake` is set when something was queued."""

    def __init__(
        self,
        *,
        database: Database,
        slack: Slack,
        clock: Clock,
        policy: Policy,
        workspace: Workspace,
        wake: threading.Event,
    ) -> None:
        self._workspace = workspace
        self._database = database
        self._slack = slack
        self._clock = clock
        self._policy = policy
        self._wake = wake
        self._pace = Pace()
        self._halted_until: datetime | None = None

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set. A fault of one turn is logged; the next turn comes."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                worked = self.step()
            except Exception:
                log.exception("delivery_turn_failed")
                worked = False
            if not worked:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def step(self) -> bool:
        """One batch; True when there was anything to say."""
        now = self._clock.now()
        if self._halted_until is not None and now < self._halted_until:
            return False
        with self._database.write() as session:
            outbox.abandoned(session, now, BATCH)
            claimed = outbox.claim(session, now, lease=LEASE, limit=BATCH)
        for intent in claimed:
            self._deliver(intent)
        return self._reconcile() or bool(claimed)

    def _deliver(self, intent: Intent) -> None:
        now = self._clock.now()
        original = intent
        if intent.kind is IntentKind.REFRESH:
            with self._database.read() as session:
                found = outbox.find(session, intent.workspace_id, intent.subject_id)
            if found is None or found.state not in _MAY_STAND:
                return self._drop(intent, "never_sent")
            if found.ts is None:  # nobody knows yet where it stands
                return self._put_back(intent, now + SOON, "not_settled")
            original = found
        with self._database.read() as session:
            page = outgoing.load(
                session, original, self._policy, now, standing=original is not intent
            )
        if isinstance(page, NotSaid):
            return self._drop(intent, page.reason)
        if isinstance(page, NotNow):
            return self._put_back(intent, page.until, page.reason)
        if intent.kind is IntentKind.NUDGE and (quiet := self._quiet_until(intent, now)):
            return self._put_back(intent, quiet, "dnd")
        message = render(page, original)
        target = self._target(intent, original, page)
        if isinstance(target, Called):
            return self._settle(intent, None, target)
        called = self._send(intent, target, message)
        if called.outcome is Outcome.OUR_BUG:
            log.error("blocks_refused", kind=original.kind.value, why=called.error)
            called = self._send(intent, target, Message(message.text))
        return self._settle(intent, target, called)

    def _quiet_until(self, intent: Intent, now: datetime) -> datetime | None:
        """The end of the recipient's do-not-disturb, as Slack tells it now."""
        until = self._slack.quiet_until(intent.to, now.timestamp())
        return datetime.fromtimestamp(until, tz=now.tzinfo) if until is not None else None

    def _target(self, intent: Intent, original: Intent, page: object) -> _Target | Called:
        if intent.kind is IntentKind.REFRESH:
            return _Target(original.channel or "", original.ts)
        if isinstance(page, AnnouncementPage) and intent.kind is IntentKind.ANNOUNCEMENT:
            return _Target(intent.to, page.announcement.ts)
        return self._dm(intent)

    def _dm(self, intent: Intent) -> _Target | Called:
        with self._database.read() as session:
            member = members.find(session, intent.workspace_id, intent.to)
        if member is not None and member.dm_channel:
            return _Target(member.dm_channel, None)
        opened = self._slack.open_dm(intent.to)
        channel = (opened.data.get("channel") or {}).get("id") if opened.ok else None
        if not channel:
            # Opening a DM twice is harmless, so a missing answer is no unknown message.
            again = opened.ok or opened.outcome is Outcome.UNKNOWN
            return Called(Outcome.TRY_AGAIN, error=opened.error) if again else opened
        with self._database.write() as session:
            members.set_dm_channel(session, intent.workspace_id, intent.to, str(channel))
        return _Target(str(channel), None)

    def _send(self, intent: Intent, target: _Target, message: Message) -> Called:
        wait = self._pace.wait_for(target.channel, self._clock.now())
        if wait > 0:
            self._clock.wait(threading.Event(), wait)
        self._pace.went(target.channel, self._clock.now())
        if target.ts is not None:
            return self._slack.update(target.channel, target.ts, message.text, message.blocks)
        called = self._slack.post(target.channel, message.text, message.blocks, intent.key)
        if called.outcome is Outcome.NOT_IN_CHANNEL and self._slack.join(target.channel).ok:
            called = self._slack.post(target.channel, message.text, message.blocks, intent.key)
        return called

    # What became of it -----------------------------------------------------------------------

    def _settle(self, intent: Intent, target: _Target | None, called: Called) -> None:
        now = self._clock.now()
        outcome = called.outcome
        if outcome is Outcome.SENT and target is not None:
            return self._sent(intent, target, str(called.data.get("ts") or target.ts or ""), now)
        log.info("not_sent", kind=intent.kind.value, outcome=outcome.value, why=called.error)
        if outcome is Outcome.RATE_LIMITED:
            return self._put_back(intent, now + timedelta(seconds=called.retry_after or 1), "429")
        if outcome.halts:
            self._halted_until = now + HALT
            log.error("sending_stopped", why=called.error, needs=outcome.value)
            return self._put_back(intent, now + HALT, called.error)
        if outcome is Outcome.UNKNOWN:
            if target is not None and target.ts is not None:  # an edit may be made twice
                return self._try_again(intent, called.error, now)
            with self._database.write() as session:
                outbox.settle(
                    session,
                    intent,
                    IntentState.UNKNOWN,
                    now,
                    channel=target.channel if target else None,
                    reason=called.error,
                )
            return None
        if not outcome.permanent:
            return self._try_again(intent, called.error, now)
        return self._refused(intent, outcome, called.error, now)

    def _sent(self, intent: Intent, target: _Target, ts: str, now: datetime) -> None:
        with self._database.write() as session:
            outbox.settle(session, intent, IntentState.SENT, now, channel=target.channel, ts=ts)
            if intent.kind is IntentKind.ANNOUNCEMENT:
                opening_service.announcement_settled(
                    session, intent.workspace_id, intent.subject_id, now, tell="", ts=ts
                )

    def _refused(self, intent: Intent, outcome: Outcome, why: str, now: datetime) -> None:
        """Slack will never take it: whoever must know is told, the row keeps the reason."""
        state = IntentState.DEAD if outcome is Outcome.OUR_BUG else IntentState.DROPPED
        with self._database.write() as session:
            outbox.settle(session, intent, state, now, reason=why)
            if intent.kind is IntentKind.ANNOUNCEMENT:
                opening_service.announcement_settled(
                    session,
                    intent.workspace_id,
                    intent.subject_id,
                    now,
                    tell=str(intent.about["by"]),
                    failure=why,
                )
            elif outcome is Outcome.MEMBER_GONE:
                member_service.gone(session, intent.workspace_id, intent.to, self._policy, now)
            elif outcome in (Outcome.CHANNEL_GONE, Outcome.NOT_IN_CHANNEL):
                members.set_dm_channel(session, intent.workspace_id, intent.to, None)
        self._wake.set()

    def _try_again(self, intent: Intent, why: str, now: datetime) -> None:
        if intent.attempts >= MOST_ATTEMPTS:
            with self._database.write() as session:
                outbox.settle(session, intent, IntentState.DEAD, now, reason=why)
            log.error("gave_up", kind=intent.kind.value, why=why, attempts=intent.attempts)
            return
        pause = timedelta(seconds=BACKOFF_SECONDS * 2 ** (intent.attempts - 1))
        self._put_back(intent, now + pause, why)

    def _put_back(self, intent: Intent, until: datetime, why: str) -> None:
        with self._database.write() as session:
            outbox.put_back(session, intent, until, reason=why)

    def _drop(self, intent: Intent, why: str) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            outbox.settle(session, intent, IntentState.DROPPED, now, reason=why)

    # Unknown ones ------------------------------------------------------------------------------

    def _reconcile(self) -> bool:
        """Look for messages of which nobody knows whether they stand in Slack."""
        now = self._clock.now()
        with self._database.write() as session:
            unknown = outbox.claim_unknown(session, now, lease=LOOK_AGAIN, limit=BATCH)
        for intent in unknown:
            self._look_for(intent, now)
        return False

    def _look_for(self, intent: Intent, now: datetime) -> None:
        if intent.kind is IntentKind.REFRESH:
            return self._put_back(intent, now, "edit_again")
        target: _Target | Called
        if intent.channel:
            target = _Target(intent.channel, None)
        elif intent.kind is IntentKind.ANNOUNCEMENT:
            target = _Target(intent.to, None)
        else:
            target = self._dm(intent)
        if isinstance(target, Called):
            return self._keep_unknown(intent, now, target.error)
        since = (intent.created_at - SLACK_CLOCK).timestamp()
        found = self._slack.find_posted(
            target.channel, intent.key, since, self._workspace.bot_user_id
        )
        if isinstance(found, str):
            return self._sent(intent, target, found, now)
        if found is None:
            return self._put_back(intent, now, "not_found")
        return self._keep_unknown(intent, now, found.error)

    def _keep_unknown(self, intent: Intent, now: datetime, why: str) -> None:
        with self._database.write() as session:
            outbox.keep_unknown(session, intent, now + LOOK_AGAIN, why)
