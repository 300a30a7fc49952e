"""Sends a burst of messages and compares the time with the least that Slack's rates allow.

By default it is 2,000 messages to 500 people and 5 channels. The sandbox enforces Slack's published
limits on a simulated clock, so that nothing waits in real time.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot.app import Vouch, build
from bot.settings import load
from delivery.rate_limits import OPEN
from domain.endorsements import Relationship
from domain.members import Actor, Role
from domain.messages import Acknowledgement
from domain.openings import OpeningForm
from domain.outbox import IntentState
from domain.referrals import Consent, Lead
from nudges import members as member_tick
from sandbox.clock import SandboxClock
from sandbox.rate_limits import CHANNEL_SECONDS, POSTS_PER_MINUTE, RateLimiter, calls_per_minute
from sandbox.rate_limits import WINDOW_SECONDS as MINUTE
from sandbox.server import Sandbox
from services import openings, referrals
from storage import members, outbox
from storage.engine import Transaction
from storage.tables.messages import OUTBOX
from tests.cast import MONDAY
from tests.contexts import actor_for, context_for
from tests.demo_slack import MANIFEST, connection_settings
from tests.quiet_bot import SteppingClock

CHANNELS = ("one", "two", "three", "four", "five")


@dataclass(frozen=True, slots=True)
class Burst:
    """How fast a burst was delivered.

    `seconds` is how long the delivery took, and `bound` the least time that Slack's rates allow,
    both on the simulated clock. `rate_limited` counts the calls that were answered 429.
    """

    messages: int
    seconds: float
    bound: float
    rate_limited: int
    sent: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.bound


def deliver_burst(
    database_url: str, *, messages: int = 2000, user_count: int = 500, dms_open: bool = True
) -> Burst:
    """Deliver the messages. With `dms_open`, the app already has a conversation with everybody."""
    clock = SandboxClock(MONDAY, frozen=True)
    ids = [f"U0P{n:03}" for n in range(user_count)]
    with Sandbox(MANIFEST, company(ids), clock=clock, rate_limits=False) as slack:
        settings = load(connection_settings(slack, database_url), env_file=None)
        stepping = SteppingClock(clock)
        vouch = build(settings, stepping)
        try:
            member_tick.read_all(vouch.database, vouch.slack, clock.now())
            queued = queue_messages(vouch, slack, ids, messages, dms_open=dms_open)
            slack.engine.limiter = RateLimiter(seconds=clock.timestamp)
            seconds = deliver_all(vouch, stepping)
            with vouch.database.read() as transaction:
                sent = outbox.count_by_state(transaction).get(IntentState.SENT, 0)
        finally:
            vouch.database.close()
        rate_limited = sum(entry["error"] == "ratelimited" for entry in slack.traffic)
    return Burst(
        sum(queued.values()), seconds, least_seconds(queued, dms_open=dms_open), rate_limited, sent
    )


def company(ids: list[str]) -> dict[str, Any]:
    users = [
        {"id": user, "handle": user.lower(), "real_name": f"Person {user}", "tz": "Europe/London"}
        for user in ids
    ]
    channels = [{"name": name, "members": [ids[0].lower(), "@bot"]} for name in CHANNELS]
    team = {"id": "T0CROWD", "name": "Crowd", "domain": "crowd"}
    return {"team": team, "users": users, "channels": channels}


def queue_messages(
    vouch: Vouch, slack: Sandbox, ids: list[str], messages: int, *, dms_open: bool
) -> Counter[str]:
    """Queue `messages` messages and return how many go to each recipient.

    They come from openings that are announced in every channel, from one referral of each person,
    and from more acknowledgements up to the number.
    """
    ws, now = vouch.workspace.id, slack.clock.now()
    channels = [c.id for c in slack.world.channels.values() if c.name in CHANNELS]
    stored = []
    with vouch.database.write() as transaction:
        for user in ids if dms_open else []:
            dm = slack.world.open_dm(user, slack.world.app.user_id)
            members.set_dm_channel(transaction, ws, user, dm.id)
        opened = [
            openings.store_opening(
                context_for(transaction, _actor(transaction, vouch, user), now=now),
                _form(user, channels),
            )
            for user in ids[: len(ids) // 10]
        ]
        for number, user in enumerate(ids):
            lead = Lead(
                opened[(number + 1) % len(opened)].id,
                f"Candidate {number}",
                f"c{number}@example.org",
                None,
                Relationship.WORKED_TOGETHER,
                Consent.AGREED,
            )
            referral_result = referrals.submit_lead(
                context_for(transaction, _actor(transaction, vouch, user), now=now), lead
            )
            stored.append((user, referral_result.referral.id))
        for extra in range(messages - sum(outbox.count_by_state(transaction).values())):
            user, referral = stored[extra % len(stored)]
            intent = Acknowledgement(referral).to_intent(user, occasion=f"again:{extra}")
            assert outbox.queue_intent(transaction, ws, intent, now)
        return Counter(transaction.scalars(select(OUTBOX.c.recipient)))


def least_seconds(queued: Counter[str], *, dms_open: bool) -> float:
    """The least seconds that the published rates allow for these messages."""
    posts = MINUTE * (math.ceil(queued.total() / POSTS_PER_MINUTE) - 1)
    longest = CHANNEL_SECONDS * (max(queued.values()) - 1)
    opened = 0.0 if dms_open else MINUTE * (math.ceil(len(queued) / calls_per_minute(OPEN)) - 1)
    return max(posts, longest, opened)


def deliver_all(vouch: Vouch, clock: SteppingClock) -> float:
    """Deliver until nothing is queued. Return the simulated seconds up to the last delivery."""
    started_at, last = clock.now(), clock.now()
    while clock.now() - started_at < timedelta(hours=2):
        if vouch.delivery.run_once():
            last = clock.now()
            continue
        with vouch.database.read() as transaction:
            counts = outbox.count_by_state(transaction)
        if not any(counts.get(state) for state in (IntentState.QUEUED, IntentState.SENDING)):
            break
        clock.wait(vouch.wake_delivery, 1.0)
    return (last - started_at).total_seconds()


def _actor(transaction: Transaction, vouch: Vouch, user: str) -> Actor:
    return actor_for(transaction, vouch.workspace.id, user, Role.HIRING_MANAGER)


def _form(user: str, channels: list[str]) -> OpeningForm:
    return OpeningForm(
        title="Engineer",
        team="Engineering",
        place="London",
        hiring_manager=user,
        recruiter=user,
        channels=tuple(channels),
    )
