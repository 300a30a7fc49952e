"""Delivery in batches: few queries for each message, and a failing message stops no other."""

from __future__ import annotations

from datetime import datetime, timedelta

from delivery.rate_limits import POST, RateLimits, Reservation
from delivery.record import FIRST_PAUSE_SECONDS, SEARCH_AFTER
from delivery.worker import BATCH_SIZE, LEASE
from domain.messages import Acknowledgement, ReferralReceived
from domain.outbox import IntentState
from storage import outbox
from tests.cast import MONDAY
from tests.quiet_bot import QuietBot
from tests.statements import recorded_statements

ACK, CARD = Acknowledgement.kind, ReferralReceived.kind
MAX_QUERIES_PER_MESSAGE = 12
PEOPLE = ("U0ADA", "U0BOB", "U0MARGARET", "U0PRIYA")


def submit_referrals(bot: QuietBot, count: int) -> None:
    opening = bot.post_opening()
    for number, user_id in enumerate(PEOPLE[:count]):
        bot.refer_candidate(opening, f"Candidate{number} Hopper", user_id)


def test_a_further_message_of_a_batch_takes_few_queries(bot: QuietBot) -> None:
    """Each message needs queries only to render it: claiming and recording serve the batch."""
    submit_referrals(bot, 4)
    bot.run_delivery(2)  # everybody has a conversation now
    bot.queue(ACK, PEOPLE[0], 1, "one")
    bot.advance_clock(seconds=2)
    with recorded_statements(bot.vouch.database) as for_one:
        bot.run_delivery()
    for number, user_id in enumerate(PEOPLE):
        bot.queue(ACK, user_id, number + 1, f"all:{number}")
    bot.advance_clock(seconds=2)
    with recorded_statements(bot.vouch.database) as for_all:
        bot.run_delivery()
    assert bot.states(ACK) == ["sent"] * 9
    per_message = (len(for_all) - len(for_one)) / (len(PEOPLE) - 1)
    print(f"{len(for_one)} queries for one, {per_message:.0f} for each further")  # noqa: T201 - for the reader
    assert per_message <= MAX_QUERIES_PER_MESSAGE


def test_a_result_that_cannot_be_recorded_leaves_the_others_recorded(bot: QuietBot) -> None:
    """Slack refuses a message to a person twice, and storing that they seem to have left fails."""
    submit_referrals(bot, 3)
    user_id = bot.rows(ACK)[0].recipient
    bot.slack.fail("conversations.open", "user_disabled", times=2, about=user_id)
    with bot.vouch.database.write() as transaction:
        transaction.exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON departure "
            "BEGIN SELECT RAISE(ABORT, 'a bug of ours'); END"
        )
    bot.run_delivery(2)
    bot.advance_clock(seconds=FIRST_PAUSE_SECONDS)
    bot.run_delivery(2)
    assert sorted(bot.states(ACK)) == ["sending", "sent", "sent"]
    bot.advance_clock(seconds=LEASE.total_seconds())
    bot.run_delivery(2)
    assert sorted(bot.states(ACK)) == ["sent"] * 3


def test_messages_that_a_dead_worker_had_not_sent_are_sent_once(bot: QuietBot) -> None:
    submit_referrals(bot, 4)
    with bot.vouch.database.write() as transaction:
        claimed = outbox.claim_batch(
            transaction, bot.now(), lease=LEASE, limit=BATCH_SIZE, concurrently=True
        )
    assert len(claimed) == 4
    bot.advance_clock(seconds=LEASE.total_seconds())
    bot.run_delivery(3)
    assert bot.states(ACK) == ["sent"] * 4
    assert len(bot.texts("ada")) == len(bot.texts("bob")) == 1


def test_a_refusal_that_concerns_everybody_ends_the_batch(bot: QuietBot) -> None:
    submit_referrals(bot, 4)
    bot.run_delivery(2)
    for number, user_id in enumerate(PEOPLE):
        bot.queue(ACK, user_id, number + 1, f"again:{number}")
    bot.advance_clock(seconds=2)
    bot.slack.fail("chat.postMessage", "token_revoked", times=20)
    before = len(bot.calls("chat.postMessage"))
    bot.run_delivery(3)
    assert len(bot.calls("chat.postMessage")) - before <= 4
    assert bot.states(ACK)[4:] == ["queued"] * 4
    assert [row.attempts for row in bot.rows(ACK)[4:]] == [0] * 4


def test_only_the_unknown_message_of_a_batch_is_searched_for(bot: QuietBot) -> None:
    submit_referrals(bot, 4)
    bot.slack.fail("chat.postMessage", took_effect=True)
    bot.run_delivery(2)
    assert sorted(bot.states(ACK)) == ["sent", "sent", "sent", "unknown"]
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(2)
    assert bot.states(ACK) == ["sent"] * 4
    assert len(bot.calls("conversations.history")) == 1


def reserve(limits: RateLimits, recipient: str, now: datetime) -> Reservation:
    reservation = limits.reserve((POST,), recipient, now)
    assert isinstance(reservation, Reservation)
    return reservation


def test_a_share_of_the_minute_is_set_aside_for_a_recipient_with_many_messages() -> None:
    limits = RateLimits()
    first = reserve(limits, "C0HIRING", MONDAY)
    assert limits.count_remaining(POST, MONDAY) == 299
    # The channel has an eighth of all messages, so an eighth of the minute: 38 posts, one made.
    assert limits.count_posts_held_back({"C0HIRING": 50}, 400, MONDAY) == 37
    assert limits.count_posts_held_back({"C0HIRING": 50}, 299, MONDAY) == 0  # there is room for all
    for second in range(1, 38):
        reserve(limits, "C0HIRING", MONDAY + timedelta(seconds=second))
    later = MONDAY + timedelta(seconds=38)
    assert limits.count_posts_held_back({"C0HIRING": 13}, 400, later) == 0
    first.release()
    assert limits.count_remaining(POST, later) == 263


def test_a_recipient_rests_for_a_second_after_a_message() -> None:
    limits = RateLimits()
    reserve(limits, "C0HIRING", MONDAY)
    assert limits.reserve((POST,), "C0HIRING", MONDAY + timedelta(seconds=0.25)) == 0.75
    reserve(limits, "C0OTHER", MONDAY)
    reserve(limits, "C0HIRING", MONDAY + timedelta(seconds=1))


def test_a_batch_has_one_priority_and_one_message_for_each_recipient(bot: QuietBot) -> None:
    bot.queue(CARD, "U0LINUS", 1, "news")
    for number in range(2):
        bot.queue(ACK, "U0ADA", 1, f"ada:{number}")
    bot.queue(ACK, "U0BOB", 1, "bob")
    with bot.vouch.database.write() as transaction:
        batch = outbox.claim_batch(
            transaction, bot.now(), lease=LEASE, limit=BATCH_SIZE, concurrently=True
        )
    assert [(each.kind, each.recipient) for each in batch] == [(ACK, "U0ADA"), (ACK, "U0BOB")]
    assert {each.state for each in batch} == {IntentState.SENDING}
