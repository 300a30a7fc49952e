"""The machine's clock is set back by three hours, and no message waits for three hours."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo

import pytest
from sqlalchemy import update

from bot.ops.instrumentation import Instrumentation
from bot.scheduler import Tick, build_scheduler
from delivery.rate_limits import POST, RateLimits, Reservation
from delivery.worker import LEASE
from domain.messages import Acknowledgement
from nudges import follow_ups as follow_up_nudges
from nudges import members as member_nudges
from storage import outbox
from storage.tables.core import FOLLOW_UP
from tests.cast import MONDAY
from tests.quiet_bot import QuietBot

ACK = Acknowledgement.kind
STEP = timedelta(hours=3)


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        bot.refer_candidate(bot.post_opening(), "Grace Hopper", "U0ADA")
        bot.run_delivery(2)
        yield bot


def test_a_recipient_of_a_moment_ago_gets_the_next_message(bot: QuietBot) -> None:
    bot.clock.set_back_by = STEP
    bot.queue(ACK, "U0ADA", 1, "next")
    bot.run_delivery()
    assert bot.states(ACK) == ["sent", "sent"]
    assert sum(bot.clock.waited) < 10


def test_what_was_queued_before_the_step_is_sent(bot: QuietBot) -> None:
    bot.queue(ACK, "U0ADA", 1, "next")
    bot.clock.set_back_by = STEP
    bot.run_delivery()
    assert bot.states(ACK) == ["sent", "sent"]


def test_what_was_queued_before_the_step_is_sent_after_a_restart(bot: QuietBot) -> None:
    bot.queue(ACK, "U0ADA", 1, "next")
    bot.clock.set_back_by = STEP
    bot.assemble(bot.slack.api_url)
    bot.run_delivery()
    assert bot.states(ACK) == ["sent", "sent"]


def test_the_claim_of_a_dead_sender_ends_one_lease_after_the_step(bot: QuietBot) -> None:
    bot.queue(ACK, "U0ADA", 1, "next")
    bot.advance_clock(seconds=2)
    database, before = bot.vouch.database, bot.now()
    with database.write() as transaction:
        outbox.claim_batch(transaction, before, lease=LEASE, limit=1)
        outbox.correct_future_times(transaction, before - STEP, before, lease=LEASE)
    assert bot.states(ACK) == ["sent", "sending"]
    with database.write() as transaction:
        abandoned = outbox.claim_abandoned(transaction, before - STEP + LEASE, 9)
    assert len(abandoned) == 1


def test_a_minute_s_posts_are_counted_by_passing_time() -> None:
    limits = RateLimits()
    for number in range(300):
        assert isinstance(limits.reserve((POST,), f"U{number}", MONDAY), Reservation)
    back = MONDAY - STEP
    assert limits.reserve((POST,), "U0NEXT", back) == 61
    assert isinstance(limits.reserve((POST,), "U0NEXT", back + timedelta(seconds=61)), Reservation)


def test_a_pause_that_slack_asked_for_is_as_long_as_before() -> None:
    limits = RateLimits()
    limits.follow_clock(MONDAY)
    limits.pause_method(POST, MONDAY + timedelta(seconds=30))
    limits.halt(MONDAY + timedelta(seconds=30))
    back = MONDAY - STEP
    assert limits.seconds_until_allowed(POST, back) == 30
    assert limits.is_halted(back)
    assert not limits.is_halted(back + timedelta(seconds=30))


class SlowClock(tzinfo):
    """A time zone by which APScheduler sees the computer's clock set back by `by`.

    APScheduler reads the computer's clock itself, so no clock can be passed to it.
    """

    by = timedelta(0)

    def fromutc(self, moment: datetime) -> datetime:
        return moment - self.by

    def utcoffset(self, _moment: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, _moment: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _moment: datetime | None) -> str:
        return "UTC"


def test_the_ticks_go_on() -> None:
    runs = threading.Semaphore(0)

    def step() -> bool:
        runs.release()
        return False

    clock = SlowClock()
    scheduler = build_scheduler(
        [Tick("often", 0.2, step), Tick("rarely", 900, step)], Instrumentation()
    )
    scheduler.timezone = clock
    scheduler.start()
    try:
        assert all(runs.acquire(timeout=10) for _ in range(4))
        clock.by = STEP
        assert all(runs.acquire(timeout=10) for _ in range(12))
    finally:
        scheduler.shutdown(wait=True)


def test_a_follow_up_that_a_dead_replica_claimed_before_the_step_is_asked(bot: QuietBot) -> None:
    database = bot.vouch.database
    bot.advance_clock(days=10)
    with database.write() as transaction:
        transaction.execute(
            update(FOLLOW_UP).values(lease_until=bot.now() + follow_up_nudges.LEASE)
        )
    assert not follow_up_nudges.step(database, bot.now())
    bot.clock.set_back_by = STEP
    assert follow_up_nudges.step(database, bot.now())


def test_the_members_are_read_again_although_they_were_read_by_the_later_clock(
    bot: QuietBot,
) -> None:
    reads = len(bot.calls("users.list"))
    slack, database = bot.vouch.slack, bot.vouch.database
    assert not member_nudges.step(database, slack, bot.now())
    bot.clock.set_back_by = STEP
    member_nudges.step(database, slack, bot.now())
    member_nudges.step(database, slack, bot.now())
    assert len(bot.calls("users.list")) > reads
