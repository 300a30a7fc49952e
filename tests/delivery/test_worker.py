"""The worker, one run at a time, against a Slack that refuses, fails or is unreachable."""

from __future__ import annotations

import pytest

from delivery import message_kinds
from delivery.message_kind import MessageKind
from delivery.rate_limits import POST
from delivery.reconcile import LATER_SEARCH_AFTER
from delivery.record import FIRST_PAUSE_SECONDS, MAX_ATTEMPTS, SEARCH_AFTER
from delivery.worker import LEASE
from domain.messages import Acknowledgement, AnnouncementPosted, ReferralReceived
from domain.openings import OpeningStatus
from nudges import departures
from services import openings
from services.message_pages import load_acknowledgement
from storage import members, outbox, referrals
from tests.contexts import context_for
from tests.quiet_bot import QuietBot
from views.block_kit import Message

ACK, CARD = Acknowledgement.kind, ReferralReceived.kind


@pytest.fixture
def submitted(bot: QuietBot) -> QuietBot:
    """Ada referred Grace: an acknowledgement and a card wait in the outbox."""
    bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
    return bot


@pytest.fixture
def with_manager(bot: QuietBot) -> QuietBot:
    """As `submitted`, for an opening of Margaret."""
    bot.refer_candidate(bot.post_opening())
    return bot


def test_a_queued_message_is_sent_once(submitted: QuietBot) -> None:
    assert submitted.run_delivery()
    assert not submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]
    assert len(submitted.texts("ada")) == len(submitted.texts("linus")) == 1
    assert "Grace Hopper" in submitted.texts("linus")[0]
    row = submitted.rows(ACK)[0]
    assert (row.channel, row.ts) == (
        submitted.person("ada").dm()[0].channel,
        submitted.person("ada").dm()[0].ts,
    )


def test_an_awaited_answer_goes_first(bot: QuietBot) -> None:
    opening = bot.post_opening()
    referral = bot.refer_candidate(opening)
    bot.run_delivery(3)
    bot.queue(CARD, "U0LINUS", referral.id, "news")
    bot.queue(ACK, "U0ADA", referral.id, "awaited")
    before = len(bot.calls(POST))
    bot.run_delivery(2)
    channels = [call["request"]["channel"] for call in bot.calls(POST)[before:]]
    assert channels == [bot.person("ada").dm()[0].channel, bot.person("linus").dm()[0].channel]


def test_a_channel_gets_one_message_a_second_in_order(bot: QuietBot) -> None:
    titles = [f"Role number {number}" for number in range(4)]
    for title in titles:
        bot.post_opening("hiring", title=title)
    bot.run_delivery()
    texts = bot.texts("ada", "#hiring")
    assert [next(title for title in titles if title in text) for text in texts] == titles
    assert bot.clock.waited == [pytest.approx(1)] * 3


def test_an_earlier_wake_does_not_keep_the_delivery_busy(bot: QuietBot) -> None:
    """While a message waits for Slack's rate, only a new one ends the wait."""
    for title in ("One role", "Another role"):
        bot.post_opening("hiring", title=title)
    bot.vouch.wake_delivery.set()
    bot.run_delivery()
    assert bot.clock.woken == [False]


def test_a_used_up_minute_costs_no_attempt(submitted: QuietBot) -> None:
    limits = submitted.vouch.delivery._limits
    for number in range(300):
        assert limits.reserve((POST,), f"C{number}", submitted.now())
    submitted.run_delivery()
    assert submitted.states() == ["queued", "queued"]
    assert [row.attempts for row in submitted.rows()] == [0, 0]
    submitted.advance_clock(seconds=61)
    submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]


def test_retry_after_is_obeyed_and_order_kept(submitted: QuietBot) -> None:
    submitted.slack.fail(POST, "ratelimited", status=429, retry_after=7)
    submitted.run_delivery()
    assert submitted.states() == ["queued", "queued"]
    submitted.advance_clock(seconds=6)
    assert not submitted.run_delivery()
    assert len(submitted.calls(POST)) == 1
    submitted.advance_clock(seconds=1)
    submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]
    assert [row.attempts for row in submitted.rows()] == [1, 1]


def test_a_message_with_an_unknown_outcome_is_searched_for_and_not_sent_twice(
    submitted: QuietBot,
) -> None:
    submitted.slack.fail(POST, took_effect=True)
    submitted.run_delivery()
    assert sorted(submitted.states()) == ["sent", "unknown"]
    submitted.advance_clock(seconds=SEARCH_AFTER.total_seconds() - 1)
    submitted.run_delivery()
    assert not submitted.calls("conversations.history")
    submitted.advance_clock(seconds=1)
    submitted.run_delivery(2)
    assert submitted.states() == ["sent", "sent"]
    assert len(submitted.calls(POST)) == 2
    assert all(row.ts for row in submitted.rows())


def test_an_unknown_message_that_was_not_posted_is_sent(submitted: QuietBot) -> None:
    submitted.slack.fail(POST, "internal_error")
    submitted.run_delivery()
    assert sorted(submitted.states()) == ["sent", "unknown"]
    submitted.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    submitted.run_delivery(2)
    assert submitted.states() == ["sent", "sent"]
    assert len(submitted.texts("ada")) == len(submitted.texts("linus")) == 1


def test_slack_s_notice_that_the_bot_joined_does_not_stop_a_search(bot: QuietBot) -> None:
    bot.post_opening("hiring")
    bot.slack.fail(POST, "internal_error")
    bot.run_delivery()
    assert bot.states() == ["unknown"]
    channel = bot.slack.world.channel_by_name("hiring")
    assert channel is not None
    membership, bot_user = bot.slack.engine.membership, bot.slack.world.app.user_id
    membership.remove_member(channel, bot_user)
    membership.add_member(channel, bot_user)
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(2)
    assert bot.states() == ["sent"]


def test_an_unknown_announcement_is_given_up_in_a_channel_that_was_archived(bot: QuietBot) -> None:
    bot.post_opening("hiring")
    bot.slack.fail(POST, "internal_error")
    bot.run_delivery()
    channel = bot.slack.world.channel_by_name("hiring")
    assert channel is not None
    bot.slack.engine.membership.remove_member(channel, bot.slack.world.app.user_id)
    channel.is_archived = True
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(3)
    failed, note = bot.rows()
    assert (failed.state, failed.reason) == ("dropped", "is_archived")
    assert (note.kind, note.recipient, note.state) == ("announcement_failed", "U0LINUS", "sent")


def test_an_unknown_message_stays_unknown_where_history_cannot_be_read(sqlite_url: str) -> None:
    refused = ("im:history", "channels:history", "groups:history")
    with QuietBot(sqlite_url, refused_scopes=refused) as bot:
        bot.refer_candidate(bot.post_opening(manager="U0LINUS"))
        bot.slack.fail(POST, "internal_error")
        bot.run_delivery()
        for _ in range(5):
            bot.advance_clock(seconds=LATER_SEARCH_AFTER.total_seconds())
            bot.run_delivery(2)
        unknown = next(row for row in bot.rows() if row.state == "unknown")
        assert unknown.reason == "missing_scope"
        assert len(bot.calls(POST)) == 2


def test_messages_of_a_dead_worker_are_taken_up_after_its_lease(submitted: QuietBot) -> None:
    with submitted.vouch.database.write() as transaction:
        assert outbox.claim_batch(transaction, submitted.now(), lease=LEASE, limit=1)
    submitted.run_delivery()
    assert sorted(submitted.states()) == ["sending", "sent"]
    submitted.advance_clock(seconds=LEASE.total_seconds())
    submitted.run_delivery(2)
    assert submitted.states() == ["sent", "sent"]
    assert len(submitted.texts("ada")) == len(submitted.texts("linus")) == 1


def test_the_search_ends_for_somebody_who_has_left(with_manager: QuietBot) -> None:
    """A worker dies with two claimed messages whose recipients have no conversation to search."""
    with with_manager.vouch.database.write() as transaction:
        assert len(outbox.claim_batch(transaction, with_manager.now(), lease=LEASE, limit=2)) == 2
    for handle in ("ada", "linus"):
        with_manager.slack.deactivate(handle)
    with_manager.advance_clock(seconds=LEASE.total_seconds())
    with_manager.run_delivery(2)
    assert with_manager.states(ACK, CARD) == ["unknown", "unknown"]
    with_manager.advance_clock(hours=1, minutes=1)
    departures.step(with_manager.vouch.database, with_manager.vouch.slack, with_manager.now())
    with_manager.run_delivery(2)
    cards = with_manager.rows(CARD)
    assert [row.state for row in with_manager.rows(ACK)] == ["dropped"]
    assert (cards[0].state, cards[0].reason) == ("dropped", "user_disabled")
    with with_manager.vouch.database.read() as transaction:
        referral = referrals.find(transaction, with_manager.workspace_id, 1)
    assert referral is not None
    assert referral.owner == "U0MARGARET", "the hiring manager answers now"
    with_manager.advance_clock(hours=4)  # It is 10:00 in New York.
    with_manager.run_delivery(2)
    assert any("Grace Hopper" in text for text in with_manager.texts("margaret"))


def test_only_a_message_that_was_tried_can_be_unknown(bot: QuietBot) -> None:
    """Ten messages are queued and the first fails: the other nine were not tried."""
    for number in range(10):
        bot.post_opening("hiring", title=f"Role {number}")
    bot.slack.fail(POST, "internal_error", times=1)
    bot.run_delivery()
    assert bot.states().count("unknown") == 1


def test_a_deactivated_owner_gets_nothing_and_the_referral_is_handed_over(
    with_manager: QuietBot,
) -> None:
    with_manager.slack.deactivate("linus")
    with_manager.queue(CARD, "U0LINUS", 1, "first")
    with with_manager.vouch.database.write() as transaction:  # leaves only the card
        for row in with_manager.rows(ACK):
            outbox.drop_queued_to(
                transaction,
                with_manager.workspace_id,
                row.recipient,
                with_manager.now(),
                "not_for_this_test",
            )
    for _ in range(2):  # the second refusal leads to a second look
        with_manager.run_delivery(2)
        with_manager.advance_clock(seconds=FIRST_PAUSE_SECONDS)
    with_manager.advance_clock(hours=1)
    departures.step(with_manager.vouch.database, with_manager.vouch.slack, with_manager.now())
    with_manager.run_delivery(4)
    with with_manager.vouch.database.read() as transaction:
        linus = members.find(transaction, with_manager.workspace_id, "U0LINUS")
        referral = referrals.find(transaction, with_manager.workspace_id, 1)
    assert linus is not None
    assert not linus.active
    assert referral is not None
    assert referral.owner == "U0MARGARET"
    with_manager.advance_clock(hours=4)  # It is 10:00 in New York.
    with_manager.run_delivery(2)
    assert with_manager.texts("linus") == []
    assert any("Grace Hopper" in text for text in with_manager.texts("margaret"))


@pytest.mark.parametrize(
    "error", ["channel_not_found", "is_archived", "restricted_action", "not_in_channel"]
)
def test_the_poster_is_told_when_slack_refuses_an_announcement(bot: QuietBot, error: str) -> None:
    bot.post_opening("hiring")
    # After "not_in_channel" the bot joins the channel and posts once more.
    bot.slack.fail(POST, error, times=2 if error == "not_in_channel" else 1)
    bot.run_delivery(2)
    failed, note = bot.rows()
    assert (failed.state, failed.reason) == ("dropped", error)
    assert (note.kind, note.recipient, note.state) == ("announcement_failed", "U0LINUS", "sent")
    assert "#hiring" in bot.texts("linus")[0] or "hiring" in bot.texts("linus")[0]


@pytest.mark.parametrize("error", ["token_revoked", "missing_scope", "messages_tab_disabled"])
def test_a_dead_token_keeps_the_queue(submitted: QuietBot, error: str) -> None:
    submitted.slack.fail(POST, error, times=10)
    for _ in range(10):
        submitted.run_delivery()
        assert submitted.states() == ["queued", "queued"]
        submitted.advance_clock(minutes=1)
    assert len(submitted.calls(POST)) == 10  # one each minute, no more
    submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
def test_blocks_that_slack_refuses_go_as_plain_text(submitted: QuietBot, error: str) -> None:
    submitted.slack.fail(POST, error)
    submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]
    second_attempt = submitted.calls(POST)[1]["request"]
    assert second_attempt["text"]
    assert not second_attempt.get("blocks")


def test_a_message_that_slack_refuses_even_as_text_is_dead(submitted: QuietBot) -> None:
    submitted.slack.fail(POST, "invalid_arguments", times=2)
    submitted.run_delivery()
    assert sorted(submitted.states()) == ["dead", "sent"]
    assert "invalid_arguments" in [row.reason for row in submitted.rows()]


def test_a_stale_conversation_is_opened_anew(submitted: QuietBot) -> None:
    submitted.run_delivery()
    submitted.queue(ACK, "U0ADA", 1, "again")
    submitted.slack.fail(POST, "channel_not_found")
    submitted.run_delivery()
    submitted.advance_clock(minutes=1)
    submitted.run_delivery()
    assert submitted.states() == ["sent"] * 3
    assert len(submitted.calls("conversations.open")) == 3


def test_a_message_that_fails_again_and_again_ends_as_dead(submitted: QuietBot) -> None:
    submitted.slack.fail(POST, "team_added_to_org", times=MAX_ATTEMPTS * 2)
    for _ in range(MAX_ATTEMPTS + 2):
        submitted.run_delivery(2)
        submitted.advance_clock(hours=1)
    acknowledgement, card, *later = submitted.rows()
    assert (acknowledgement.state, card.state) == ("dead", "dead")
    assert (acknowledgement.attempts, card.attempts) == (MAX_ATTEMPTS, MAX_ATTEMPTS)
    # The next possible owner gets the card, and the advocate and an admin are told.
    assert [(row.kind, row.recipient) for row in later] == [
        (CARD, "U0PRIYA"),
        ("owner_changed", "U0ADA"),
        ("card_not_delivered", "U0CAROL"),
    ]


@pytest.mark.parametrize("method", [POST, "conversations.open"])
def test_an_outage_of_slack_ends_no_message(submitted: QuietBot, method: str) -> None:
    submitted.slack.fail(method, "service_unavailable", status=503, times=1000)
    for _ in range(MAX_ATTEMPTS * 2):
        submitted.run_delivery(2)
        submitted.advance_clock(minutes=20)
    assert submitted.states() == ["queued", "queued"]
    submitted.slack.engine.method_failures.clear()
    submitted.advance_clock(minutes=10)
    submitted.run_delivery(2)
    assert submitted.states() == ["sent", "sent"]


def test_no_attempt_is_counted_while_slack_is_unreachable(submitted: QuietBot) -> None:
    submitted.slack.stop()
    for _ in range(20):
        submitted.run_delivery()
        submitted.advance_clock(minutes=3)
    assert submitted.states() == ["queued", "queued"]
    assert [row.attempts for row in submitted.rows()] == [0, 0]
    submitted.slack.start()
    submitted.run_delivery()
    assert submitted.states() == ["sent", "sent"]


def test_a_view_that_breaks_delays_no_other_message(
    submitted: QuietBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_error(_page: object) -> Message:
        raise KeyError("a bug of ours")

    entry = MessageKind(Acknowledgement, load=load_acknowledgement, render=raise_error)
    monkeypatch.setitem(message_kinds.MESSAGE_KINDS, ACK, entry)
    submitted.run_delivery()
    assert submitted.states(CARD) == ["sent"]
    assert submitted.states(ACK) == ["queued"]
    for _ in range(MAX_ATTEMPTS):
        submitted.advance_clock(hours=1)
        submitted.run_delivery()
    row = submitted.rows(ACK)[0]
    assert (row.state, row.reason) == ("dead", "KeyError")


def test_a_message_that_is_no_longer_true_is_dropped(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    linus = bot.actor("U0LINUS")
    with bot.vouch.database.write() as transaction:
        openings.set_status(
            context_for(transaction, linus, now=bot.now()), opening.id, OpeningStatus.CLOSED
        )
    bot.run_delivery()
    row = bot.rows(AnnouncementPosted.kind)[0]
    assert (row.state, row.reason) == ("dropped", "opening_not_open")
    assert bot.texts("ada", "#hiring") == []
