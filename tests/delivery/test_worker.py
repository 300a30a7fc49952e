"""Delivery, a turn at a time, against a Slack that has a bad day: what is said, kept, given up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from delivery import message_kinds
from delivery.message_kind import MessageKind
from delivery.rate_limits import POST
from delivery.reconcile import NEXT_LOOK_AFTER
from delivery.record import FIRST_LOOK_AFTER, MOST_ATTEMPTS
from delivery.worker import LEASE
from domain.messages import Acknowledgement, AnnouncementPosted, ReferralReceived
from domain.openings import OpeningStatus
from services import openings
from services.message_pages import load_acknowledgement
from storage import members, outbox, referrals
from tests.contexts import context_for
from tests.quiet_bot import QuietBot
from views.block_kit import Message

ACK, CARD = Acknowledgement.kind, ReferralReceived.kind


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        yield bot


@pytest.fixture
def told(bot: QuietBot) -> QuietBot:
    """Ada referred Grace: an acknowledgement and a card wait in the outbox."""
    bot.refers(bot.posts())
    return bot


def test_what_is_queued_is_said_once(told: QuietBot) -> None:
    assert told.delivers()
    assert not told.delivers()
    assert told.states() == ["sent", "sent"]
    assert len(told.texts("ada")) == len(told.texts("linus")) == 1
    assert "Grace Hopper" in told.texts("linus")[0]
    row = told.rows(ACK)[0]
    assert (row.channel, row.ts) == (
        told.person("ada").dm()[0].channel,
        told.person("ada").dm()[0].ts,
    )


def test_an_awaited_answer_goes_first(bot: QuietBot) -> None:
    opening = bot.posts()
    referral = bot.refers(opening)
    bot.delivers(3)
    bot.queue(CARD, "U0LINUS", referral.id, "news")
    bot.queue(ACK, "U0ADA", referral.id, "awaited")
    before = len(bot.calls(POST))
    bot.delivers(2)
    went = [call["request"]["channel"] for call in bot.calls(POST)[before:]]
    assert went == [bot.person("ada").dm()[0].channel, bot.person("linus").dm()[0].channel]


def test_a_channel_gets_one_message_a_second_in_order(bot: QuietBot) -> None:
    titles = [f"Role number {n}" for n in range(4)]
    for title in titles:
        bot.posts("hiring", title=title)
    bot.delivers()
    said = bot.texts("ada", "#hiring")
    assert [next(t for t in titles if t in text) for text in said] == titles
    assert bot.clock.waited == [pytest.approx(1)] * 3


def test_a_spent_minute_waits_without_holding_the_intent(told: QuietBot) -> None:
    limits = told.vouch.delivery._limits
    for number in range(300):
        assert limits.reserve((POST,), f"C{number}", told.now())
    told.delivers()
    assert told.states() == ["queued", "queued"]
    assert [row.attempts for row in told.rows()] == [0, 0]
    told.later(seconds=61)
    told.delivers()
    assert told.states() == ["sent", "sent"]


def test_retry_after_is_obeyed_and_order_kept(told: QuietBot) -> None:
    told.slack.fail(POST, "ratelimited", status=429, retry_after=7)
    told.delivers()
    assert told.states() == ["queued", "queued"]
    told.later(seconds=6)
    assert not told.delivers()
    assert len(told.calls(POST)) == 1
    told.later(seconds=1)
    told.delivers()
    assert told.states() == ["sent", "sent"]
    assert [row.attempts for row in told.rows()] == [1, 1]


def test_an_unknown_outcome_is_looked_up_and_not_said_twice(told: QuietBot) -> None:
    told.slack.fail(POST, took_effect=True)
    told.delivers()
    assert sorted(told.states()) == ["sent", "unknown"]
    told.later(seconds=FIRST_LOOK_AFTER.total_seconds() - 1)
    told.delivers()
    assert not told.calls("conversations.history")
    told.later(seconds=1)
    told.delivers(2)
    assert told.states() == ["sent", "sent"]
    assert len(told.calls(POST)) == 2
    assert all(row.ts for row in told.rows())


def test_an_unknown_outcome_that_is_not_there_is_said(told: QuietBot) -> None:
    told.slack.fail(POST, "internal_error")
    told.delivers()
    assert sorted(told.states()) == ["sent", "unknown"]
    told.later(seconds=FIRST_LOOK_AFTER.total_seconds())
    told.delivers(2)
    assert told.states() == ["sent", "sent"]
    assert len(told.texts("ada")) == len(told.texts("linus")) == 1


def test_without_history_unknown_stays_unknown(sqlite_url: str) -> None:
    refused = ("im:history", "channels:history", "groups:history")
    with QuietBot(sqlite_url, scopes_refused=refused) as bot:
        bot.refers(bot.posts())
        bot.slack.fail(POST, "internal_error")
        bot.delivers()
        for _ in range(5):
            bot.later(seconds=NEXT_LOOK_AFTER.total_seconds())
            bot.delivers(2)
        unknown = next(row for row in bot.rows() if row.state == "unknown")
        assert unknown.reason == "missing_scope"
        assert len(bot.calls(POST)) == 2


def test_a_dead_sender_is_found_out_by_its_lease(told: QuietBot) -> None:
    with told.vouch.database.write() as transaction:
        assert outbox.claim_batch(transaction, told.now(), lease=LEASE, limit=1)
    told.delivers()
    assert sorted(told.states()) == ["sending", "sent"]
    told.later(seconds=LEASE.total_seconds())
    told.delivers(2)
    assert told.states() == ["sent", "sent"]
    assert len(told.texts("ada")) == len(told.texts("linus")) == 1


def test_whoever_has_left_is_not_looked_for_for_ever(told: QuietBot) -> None:
    """The sender dies with both, and neither has a conversation in which to look."""
    with told.vouch.database.write() as transaction:
        assert len(outbox.claim_batch(transaction, told.now(), lease=LEASE, limit=2)) == 2
    told.slack.fail("conversations.open", "user_disabled", times=2)
    told.later(seconds=LEASE.total_seconds())
    told.delivers(2)
    cards = told.rows(CARD)
    assert [row.state for row in told.rows(ACK)] == ["dropped"]
    assert (cards[0].state, cards[0].reason) == ("dropped", "user_disabled")
    with told.vouch.database.read() as transaction:
        referral = referrals.find(transaction, told.ws, 1)
    assert referral is not None
    assert referral.owner == "U0MARGARET", "who answers now"
    assert any("Grace Hopper" in text for text in told.texts("margaret"))


def test_only_what_was_tried_can_be_unknown(bot: QuietBot) -> None:
    """Ten wait and the sender dies at the first: nine were never tried and are simply queued."""
    for n in range(10):
        bot.posts("hiring", title=f"Role {n}")
    bot.slack.fail(POST, "internal_error", times=1)
    bot.delivers()
    assert bot.states().count("unknown") == 1


def test_somebody_deactivated_gets_nothing_and_hands_over(told: QuietBot) -> None:
    told.slack.fail("conversations.open", "user_disabled")
    told.queue(CARD, "U0LINUS", 1, "first")
    with told.vouch.database.write() as transaction:  # the card is the first to go
        for row in told.rows(ACK):
            outbox.drop_queued_to(
                transaction, told.ws, row.recipient, told.now(), "not_for_this_test"
            )
    told.delivers(4)
    with told.vouch.database.read() as transaction:
        linus = members.find(transaction, told.ws, "U0LINUS")
        referral = referrals.find(transaction, told.ws, 1)
    assert linus is not None
    assert not linus.active
    assert referral is not None
    assert referral.owner == "U0MARGARET"
    assert told.texts("linus") == []
    assert any("Grace Hopper" in text for text in told.texts("margaret"))


@pytest.mark.parametrize(
    "error", ["channel_not_found", "is_archived", "restricted_action", "not_in_channel"]
)
def test_an_announcement_that_slack_refuses_is_told_to_who_posted(
    bot: QuietBot, error: str
) -> None:
    bot.posts("hiring")
    bot.slack.fail(POST, error, times=2 if error == "not_in_channel" else 1)  # it joins, once
    bot.delivers(2)
    failed, note = bot.rows()
    assert (failed.state, failed.reason) == ("dropped", error)
    assert (note.kind, note.recipient, note.state) == ("announcement_failed", "U0LINUS", "sent")
    assert "#hiring" in bot.texts("linus")[0] or "hiring" in bot.texts("linus")[0]


@pytest.mark.parametrize("error", ["token_revoked", "missing_scope", "messages_tab_disabled"])
def test_a_dead_token_keeps_the_queue(told: QuietBot, error: str) -> None:
    told.slack.fail(POST, error, times=10)
    for _ in range(10):
        told.delivers()
        assert told.states() == ["queued", "queued"]
        told.later(minutes=1)
    assert len(told.calls(POST)) == 10  # one each minute, no more
    told.delivers()
    assert told.states() == ["sent", "sent"]


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_blocks_that_slack_refuses_go_as_plain_text(told: QuietBot, error: str) -> None:
    told.slack.fail(POST, error)
    told.delivers()
    assert told.states() == ["sent", "sent"]
    first = told.calls(POST)[1]["request"]
    assert first["text"]
    assert not first.get("blocks")


def test_what_slack_refuses_even_as_text_is_dead(told: QuietBot) -> None:
    told.slack.fail(POST, "invalid_arguments", times=2)
    told.delivers()
    assert sorted(told.states()) == ["dead", "sent"]
    assert "invalid_arguments" in [row.reason for row in told.rows()]


def test_a_stale_conversation_is_opened_anew(told: QuietBot) -> None:
    told.delivers()
    told.queue(ACK, "U0ADA", 1, "again")
    told.slack.fail(POST, "channel_not_found")
    told.delivers()
    told.later(minutes=1)
    told.delivers()
    assert told.states() == ["sent"] * 3
    assert len(told.calls("conversations.open")) == 3


def test_the_same_trouble_again_and_again_ends_dead(told: QuietBot) -> None:
    told.slack.fail(POST, "team_added_to_org", times=MOST_ATTEMPTS * 2)
    for _ in range(MOST_ATTEMPTS + 2):
        told.delivers(2)
        told.later(hours=1)
    assert told.states() == ["dead", "dead"]
    assert [row.attempts for row in told.rows()] == [MOST_ATTEMPTS] * 2


@pytest.mark.parametrize("method", [POST, "conversations.open"])
def test_an_outage_of_slack_s_kills_no_message(told: QuietBot, method: str) -> None:
    told.slack.fail(method, "service_unavailable", status=503, times=1000)
    for _ in range(MOST_ATTEMPTS * 2):
        told.delivers(2)
        told.later(minutes=30)
    assert told.states() == ["queued", "queued"]
    told.slack.engine.method_failures.clear()
    told.later(minutes=10)
    told.delivers(2)
    assert told.states() == ["sent", "sent"]


def test_slack_away_costs_no_attempts(told: QuietBot) -> None:
    told.slack.stop()
    for _ in range(20):
        told.delivers()
        told.later(minutes=3)
    assert told.states() == ["queued", "queued"]
    assert [row.attempts for row in told.rows()] == [0, 0]
    told.slack.start()
    told.delivers()
    assert told.states() == ["sent", "sent"]


def test_a_view_of_ours_that_breaks_does_not_stop_the_line(
    told: QuietBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_page: object) -> Message:
        raise KeyError("a bug of ours")

    entry = MessageKind(Acknowledgement, load=load_acknowledgement, render=broken)
    monkeypatch.setitem(message_kinds.MESSAGE_KINDS, ACK, entry)
    told.delivers()
    assert told.states(CARD) == ["sent"]
    assert told.states(ACK) == ["queued"]
    for _ in range(MOST_ATTEMPTS):
        told.later(hours=1)
        told.delivers()
    row = told.rows(ACK)[0]
    assert (row.state, row.reason) == ("dead", "KeyError")


def test_what_is_no_longer_true_is_dropped(bot: QuietBot) -> None:
    opening = bot.posts("hiring")
    linus = bot.actor("U0LINUS")
    with bot.vouch.database.write() as transaction:
        openings.set_status(
            context_for(transaction, linus, now=bot.now()), opening.id, OpeningStatus.CLOSED
        )
    bot.delivers()
    row = bot.rows(AnnouncementPosted.kind)[0]
    assert (row.state, row.reason) == ("dropped", "opening_not_open")
    assert bot.texts("ada", "#hiring") == []
