"""The clock of the machine goes back by three hours: no message waits for the old time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from delivery.rate_limits import POST, RateLimits, Reservation
from delivery.worker import LEASE
from domain.messages import Acknowledgement
from storage import outbox
from tests.quiet_bot import MONDAY, QuietBot

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


def test_the_claim_of_a_sender_that_died_ends_a_lease_after_the_step(bot: QuietBot) -> None:
    bot.queue(ACK, "U0ADA", 1, "next")
    bot.advance_clock(seconds=2)
    database, before = bot.vouch.database, bot.now()
    with database.write() as transaction:
        outbox.claim_batch(transaction, before, lease=LEASE, limit=1)
        outbox.count_future_as_now(transaction, before - STEP, before, lease=LEASE)
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
