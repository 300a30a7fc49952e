"""Slack answers once, wrongly, that a person or their conversation does not exist."""

from __future__ import annotations

import pytest

from nudges import departures
from storage import departures as stored_departures
from storage import referrals
from tests.quiet_bot import QuietBot

LINUS, MARGARET = "U0LINUS", "U0MARGARET"
WRONG_WORDS = ("user_not_found", "user_disabled", "account_inactive", "channel_not_found")
CARD = "received"
INACTIVE = "account_inactive"  # Slack also says it of a token, which auth.test decides


def deliver_for(bot: QuietBot, minutes: int) -> None:
    for _ in range(minutes * 4):
        bot.run_delivery(2)
        bot.advance_clock(seconds=15)
        while departures.step(bot.vouch.database, bot.vouch.slack, bot.now()):
            pass


def find_owner(bot: QuietBot, referral_id: int) -> str:
    with bot.vouch.database.read() as transaction:
        referral = referrals.find(transaction, bot.workspace_id, referral_id)
    assert referral is not None
    return referral.owner


@pytest.mark.parametrize("error", WRONG_WORDS)
def test_one_wrong_answer_moves_nothing(bot: QuietBot, error: str) -> None:
    bot.slack.fail("conversations.open", error, about="linus")
    referral = bot.refer_candidate(bot.post_opening("hiring"))
    deliver_for(bot, minutes=3)
    assert find_owner(bot, referral.id) == LINUS
    assert bot.states(CARD) == ["sent"]
    assert any("Grace Hopper" in text for text in bot.texts("linus"))


@pytest.mark.parametrize("error", WRONG_WORDS)
def test_a_wrong_answer_of_some_minutes_ends_with_the_second_look(
    bot: QuietBot, error: str
) -> None:
    bot.slack.fail("conversations.open", error, about="linus", times=2)
    referral = bot.refer_candidate(bot.post_opening("hiring"))
    deliver_for(bot, minutes=63)
    assert find_owner(bot, referral.id) == LINUS
    assert bot.states(CARD) == ["sent"]
    with bot.vouch.database.read() as transaction:
        assert stored_departures.find(transaction, bot.workspace_id, LINUS) is None


@pytest.mark.parametrize(
    "error",
    ["user_not_found", "channel_not_found", "cannot_dm_bot", "an_error_of_next_year", INACTIVE],
)
def test_a_card_that_cannot_be_delivered_goes_to_the_next_owner(bot: QuietBot, error: str) -> None:
    """Slack refuses the recipient for days, and users.info says that they are here."""
    bot.slack.fail("conversations.open", error, about="linus", times=99)
    referral = bot.refer_candidate(bot.post_opening("hiring"))
    deliver_for(bot, minutes=63)
    assert find_owner(bot, referral.id) == MARGARET
    bot.advance_clock(hours=4)  # It is 10:00 in New York.
    deliver_for(bot, minutes=1)
    assert any("Grace Hopper" in text for text in bot.texts("margaret"))
    bot.advance_clock(hours=15)  # It is Tuesday morning in India.
    deliver_for(bot, minutes=1)
    (told,) = [text for text in bot.texts("carol") if error in text]
    assert "@linus" in told
    assert "@margaret" in told


def test_an_inactive_account_holds_back_only_its_own_messages(bot: QuietBot) -> None:
    bot.slack.fail("conversations.open", INACTIVE, about="linus", times=99)
    bot.refer_candidate(bot.post_opening("hiring"))
    bot.run_delivery(3)
    assert bot.states(CARD) == ["queued"]
    bot.post_opening("hiring", title="Data Engineer")
    bot.run_delivery(2)
    assert [text for text in bot.texts("linus", where="#hiring") if "Data Engineer" in text]
    assert bot.vouch.slack.token_problem is None


def test_a_card_that_nobody_can_get_goes_round_once(bot: QuietBot) -> None:
    bot.slack.fail("conversations.open", "cannot_dm_bot", times=99)
    referral = bot.refer_candidate(bot.post_opening("hiring"))
    deliver_for(bot, minutes=5)
    refused = [row.recipient for row in bot.rows(CARD)]
    assert len(refused) == len(set(refused))
    assert find_owner(bot, referral.id) in refused
