"""Says what the outbox holds: the only caller of `chat.*`.

Claim (committed) → load today's truth → render → pace → post, outside any transaction → record.
An answer that never came is `unknown`: it is looked for in the channel's history by the key in the
message's metadata, and never posted again blindly (docs/decisions/014-outbox-and-true-messages.md).
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import structlog

from bot.clock import Clock
from bot.pacing import OPEN, POST, UPDATE, Pace
from bot.rendering import render
from bot.slack import NO_METADATA, Called, Slack
from domain.members import Workspace
from domain.outbox import TO_CHANNEL, Intent, IntentKind, IntentState
from domain.pages import AnnouncementPage
from domain.policy import Policy
from domain.slack_errors import Outcome
from services import members as member_service
from services import openings as opening_service
from services import outgoing
from services.outgoing import NotNow, NotSaid
from storage import members, openings, outbox
from storage.engine import Database
from views.kit import Message

log = structlog.get_logger(__name__)

# Longer than everything that is done for one intent, were each call to run into its timeout.
LEASE = timedelta(seconds=90)
SOON = timedelta(seconds=5)
# A call without an answer may still be under way in Slack: we look for its message after this.
LOOK_FIRST = timedelta(seconds=30)
LOOKING = timedelta(minutes=1)  # who looks and dies is replaced after this
LOOK_AGAIN = timedelta(minutes=10)
UNSETTLED = timedelta(minutes=1)
HALT = timedelta(minutes=1)
AWAY = timedelta(seconds=10)
LONGEST_PACE = 5  # seconds
BATCH = 10
MOST_ATTEMPTS = 6
BACKOFF_SECONDS = 5
IDLE_SECONDS = 1.0
# A message is looked for from a little before it was queued: Slack's clock is not ours.
SLACK_CLOCK = timedelta(minutes=5)

_MAY_STAND = frozenset({IntentState.SENT, IntentState.SENDING, IntentState.UNKNOWN})
_STALE_DM = frozenset({Outcome.CHANNEL_GONE, Outcome.NOT_IN_CHANNEL})


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
        pace: Pace | None = None,
    ) -> None:
        self._workspace = workspace
        self._database = database
        self._slack = slack
        self._clock = clock
        self._policy = policy
        self._wake = wake
        self._pace = pace or Pace()
        # In memory: another replica, or this one after a restart, finds out by one call.
        self._halted_until: datetime | None = None

    def run(self, stopping: threading.Event) -> None:
        """Until `stopping` is set. A fault of one turn is logged; the next turn comes."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                worked = self.step(stopping)
            except Exception:
                log.exception("delivery_turn_failed")
                worked = False
            if not worked:
                self._clock.wait(self._wake, IDLE_SECONDS)

    def step(self, stopping: threading.Event | None = None) -> bool:
        """One batch; True when there was anything to say.

        Each intent is claimed alone: were a batch marked as being sent, a crash would leave nine
        of ten as unknown that were never tried.
        """
        with self._database.write() as session:
            outbox.abandoned(session, self._clock.now(), BATCH)
        worked = False
        for _ in range(BATCH):
            if self._halted() or (stopping is not None and stopping.is_set()):
                break
            claimed = self._claim(self._clock.now())
            if not claimed:
                break
            self._deliver(claimed[0])
            worked = True
        return self._reconcile() or worked

    def _claim(self, now: datetime) -> list[Intent]:
        """The next for somebody who may be written to at once; else the next who may be soon."""
        resting = self._pace.resting(now)
        edits = frozenset({IntentKind.REFRESH}) if self._pace.spent(UPDATE, now) else frozenset()
        with self._database.write() as session:
            found = outbox.claim(session, now, lease=LEASE, limit=1, but_not=resting, but_no=edits)
            if not found and resting:
                found = outbox.claim(session, now, lease=LEASE, limit=1, but_no=edits)
            return found

    def _halted(self) -> bool:
        return self._halted_until is not None and self._clock.now() < self._halted_until

    def _deliver(self, intent: Intent) -> None:
        """A fault of ours before the call holds up this intent only; the line goes on."""
        try:
            ready = self._prepare(intent)
        except Exception as fault:
            log.exception("not_rendered", kind=intent.kind.value, intent=intent.id)
            return self._try_again(intent, type(fault).__name__, self._clock.now())
        if ready is None:
            return None
        target, message = ready
        if isinstance(target, Called):
            return self._settle(intent, None, target)
        called = self._send(intent, target, message)
        if called is not None and called.outcome is Outcome.OUR_BUG:
            log.error("blocks_refused", kind=intent.kind.value, why=called.error)
            called = self._send(intent, target, Message(message.text))
        if called is None:
            return self._put_back(
                intent, self._halted_until or self._clock.now(), "pace", holds=True
            )
        return self._settle(intent, target, called)

    def _prepare(self, intent: Intent) -> tuple[_Target | Called, Message] | None:
        """What is said and where; None when it is settled already that nothing is, now or ever."""
        now = self._clock.now()
        original = intent
        if intent.kind is IntentKind.REFRESH:
            with self._database.read() as session:
                found = outbox.find(session, intent.workspace_id, intent.subject_id)
            if found is None or found.state not in _MAY_STAND:
                self._drop(intent, "never_sent")
                return None
            if found.ts is None:  # nobody knows yet where it stands
                pause = SOON if found.state is IntentState.SENDING else UNSETTLED
                self._put_back(intent, now + pause, "not_settled")
                return None
            original = found
        standing = original is not intent
        with self._database.read() as session:
            page = outgoing.load(session, original, self._policy, now, standing=standing)
            if outbox.is_unsettled(session, intent):  # an edit, once it is known of what
                page = NotNow(now + UNSETTLED, "not_settled")
        if intent.kind is IntentKind.NUDGE and not isinstance(page, NotSaid | NotNow):
            until = self._quiet_until(intent, now)
            page = NotNow(until, "dnd") if until else page
        if isinstance(page, NotSaid):
            self._drop(intent, page.reason)
            return None
        if isinstance(page, NotNow):
            self._put_back(intent, page.until, page.reason)
            return None
        message = render(page, original)
        return self._target(intent, original, page), message

    def _quiet_until(self, intent: Intent, now: datetime) -> datetime | None:
        """The end of the recipient's do-not-disturb, as Slack tells it now."""
        until = self._slack.quiet_until(intent.to, now.timestamp())
        return datetime.fromtimestamp(until, tz=now.tzinfo) if until is not None else None

    def _target(self, intent: Intent, original: Intent, page: object) -> _Target | Called:
        if intent.kind is IntentKind.REFRESH:
            return _Target(original.channel or "", original.ts)
        if isinstance(page, AnnouncementPage) and intent.kind is IntentKind.ANNOUNCEMENT:
            return _Target(intent.to, page.announcement.ts)
        if intent.kind in TO_CHANNEL:
            return _Target(intent.to, None)
        return self._dm(intent)

    def _dm(self, intent: Intent) -> _Target | Called:
        with self._database.read() as session:
            member = members.find(session, intent.workspace_id, intent.to)
        if member is not None and member.dm_channel:
            return _Target(member.dm_channel, None)
        now = self._clock.now()
        if wait := self._pace.spent(OPEN, now):
            return Called(Outcome.RATE_LIMITED, error="pace", retry_after=ceil(wait))
        self._pace.went("", now, OPEN)
        opened = self._slack.open_dm(intent.to)
        channel = (opened.data.get("channel") or {}).get("id") if opened.ok else None
        if not channel:
            # Opening a DM twice is harmless, so a missing answer is no unknown message.
            again = opened.ok or opened.outcome is Outcome.UNKNOWN
            return Called(Outcome.TRY_AGAIN, error=opened.error) if again else opened
        with self._database.write() as session:
            members.set_dm_channel(session, intent.workspace_id, intent.to, str(channel))
        return _Target(str(channel), None)

    def _send(self, intent: Intent, target: _Target, message: Message) -> Called | None:
        """Post or edit, at Slack's pace. None: the minute's budget is spent, nothing was sent."""
        now = self._clock.now()
        method = POST if target.ts is None else UPDATE
        wait = self._pace.wait_for(intent.to, now, method)
        if wait > LONGEST_PACE:
            self._halted_until = now + timedelta(seconds=wait)
            return None
        if wait > 0:
            self._clock.wait(threading.Event(), wait)
        self._pace.went(intent.to, self._clock.now(), method)
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
            # Slack's word, not ours: some servers post elsewhere than they were asked to.
            stands = _Target(str(called.data.get("channel") or target.channel), target.ts)
            return self._sent(intent, stands, str(called.data.get("ts") or target.ts or ""), now)
        log.info("not_sent", kind=intent.kind.value, outcome=outcome.value, why=called.error)
        if outcome is Outcome.RATE_LIMITED:
            until = now + timedelta(seconds=called.retry_after or 1)
            if target is not None and target.ts is None:
                return self._halt(intent, until, called.error)
            self._pace.hold(UPDATE if target is not None else OPEN, until)
            return self._put_back(intent, until, called.error, holds=True)
        if outcome.halts:
            log.error("sending_stopped", why=called.error, needs=outcome.value)
            return self._halt(intent, now + HALT, called.error)
        if called.away:
            return self._halt(intent, now + AWAY, called.error)
        if outcome is Outcome.UNKNOWN:
            if target is not None and target.ts is not None:  # an edit may be made twice
                return self._try_again(intent, called.error, now)
            return self._nobody_knows(intent, target, called.error, now)
        stale = outcome in _STALE_DM and intent.kind not in TO_CHANNEL
        if stale and intent.kind is not IntentKind.REFRESH and intent.attempts == 1:
            # Slack does not know the conversation that we kept: it is opened anew, once.
            with self._database.write() as session:
                members.set_dm_channel(session, intent.workspace_id, intent.to, None)
            return self._try_again(intent, called.error, now)
        if not outcome.permanent:
            return self._try_again(intent, called.error, now)
        if outcome is Outcome.MESSAGE_GONE:  # somebody took it away, and will know why
            return self._drop(intent, called.error)
        return self._refused(intent, outcome, called.error, now)

    def _halt(self, intent: Intent, until: datetime, why: str) -> None:
        """Nothing goes out until then: the queue is kept, and nothing overtakes."""
        self._halted_until = until
        self._put_back(intent, until, why, holds=True)

    def _nobody_knows(
        self, intent: Intent, target: _Target | None, why: str, now: datetime
    ) -> None:
        with self._database.write() as session:
            channel = target.channel if target else None
            outbox.settle(session, intent, IntentState.UNKNOWN, now, channel=channel)
            outbox.keep_unknown(session, intent, now + LOOK_FIRST, why)

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
        self._wake.set()

    def _try_again(self, intent: Intent, why: str, now: datetime) -> None:
        if intent.attempts >= MOST_ATTEMPTS:
            with self._database.write() as session:
                outbox.settle(session, intent, IntentState.DEAD, now, reason=why)
            log.error("gave_up", kind=intent.kind.value, why=why, attempts=intent.attempts)
            return
        pause = timedelta(seconds=BACKOFF_SECONDS * 2 ** (intent.attempts - 1))
        with self._database.write() as session:
            outbox.put_back(session, intent, now + pause, reason=why, holds=True)

    def _put_back(self, intent: Intent, until: datetime, why: str, *, holds: bool = False) -> None:
        """Not its fault: the attempt does not count."""
        with self._database.write() as session:
            outbox.put_back(session, intent, until, reason=why, counts=False, holds=holds)

    def _drop(self, intent: Intent, why: str) -> None:
        now = self._clock.now()
        with self._database.write() as session:
            outbox.settle(session, intent, IntentState.DROPPED, now, reason=why)

    # Unknown ones ------------------------------------------------------------------------------

    def _reconcile(self) -> bool:
        """Look for messages of which nobody knows whether they stand in Slack."""
        now = self._clock.now()
        with self._database.write() as session:
            unknown = outbox.claim_unknown(session, now, lease=LOOKING, limit=BATCH)
        for intent in unknown:
            self._look_for(intent, now)
        return bool(unknown)

    def _look_for(self, intent: Intent, now: datetime) -> None:
        if self._edits(intent):
            return self._put_back(intent, now, "edit_again")
        target: _Target | Called
        if intent.channel:
            target = _Target(intent.channel, None)
        elif intent.kind in TO_CHANNEL:
            target = _Target(intent.to, None)
        else:
            target = self._dm(intent)
        if isinstance(target, Called):
            return self._keep_unknown(intent, now, target)
        found = self._find(intent, target.channel)
        gone = isinstance(found, Called) and found.outcome is Outcome.NOT_IN_CHANNEL
        if gone and self._slack.join(target.channel).ok:  # one may post where one may not look
            found = self._find(intent, target.channel)
        if isinstance(found, str):
            return self._sent(intent, target, found, now)
        if found is None:
            return self._put_back(intent, now, "not_found", holds=True)
        return self._keep_unknown(intent, now, found)

    def _find(self, intent: Intent, channel: str) -> str | Called | None:
        since = (intent.created_at - SLACK_CLOCK).timestamp()
        return self._slack.find_posted(channel, intent.key, since, self._workspace.bot_user_id)

    def _edits(self, intent: Intent) -> bool:
        """Whether it changes a message that stands: that may be done twice."""
        if intent.kind is not IntentKind.ANNOUNCEMENT:
            return intent.kind is IntentKind.REFRESH
        with self._database.read() as session:
            stands = openings.find_announcement(session, intent.workspace_id, intent.subject_id)
        return stands is not None and stands.ts is not None

    def _keep_unknown(self, intent: Intent, now: datetime, told: Called) -> None:
        """Soon again where Slack only stumbled: until then what comes after it waits."""
        lasting = told.outcome.permanent or told.outcome.halts or told.error == NO_METADATA
        with self._database.write() as session:
            again = now + (LOOK_AGAIN if lasting else LOOK_FIRST)
            outbox.keep_unknown(session, intent, again, told.error)
