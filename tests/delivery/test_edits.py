"""A posted message is edited when its content changes, and again if the edit fails."""

from __future__ import annotations

from delivery.record import SEARCH_AFTER
from delivery.worker import LEASE
from domain.messages import MessageEdit, ReferralReceived
from domain.openings import OpeningStatus
from services import openings
from storage import outbox
from tests.contexts import context_for
from tests.quiet_bot import QuietBot

CARD, EDIT = ReferralReceived.kind, MessageEdit.kind
POST = "chat.postMessage"


def close_opening(bot: QuietBot, opening_id: int) -> None:
    linus = bot.actor("U0LINUS")
    with bot.vouch.database.write() as transaction:
        openings.set_status(
            context_for(transaction, linus, now=bot.now()), opening_id, OpeningStatus.CLOSED
        )


def test_an_announcement_is_edited_in_place(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    before = bot.person("ada").channel("#hiring")[-1]
    close_opening(bot, opening.id)
    bot.run_delivery()
    after = bot.person("ada").channel("#hiring")
    assert [message.ts for message in after].count(before.ts) == 1
    assert "closed" in after[-1].text.lower()
    assert bot.states() == ["sent", "sent"]


def test_an_edit_without_an_answer_is_made_again(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    close_opening(bot, opening.id)
    bot.slack.fail("chat.update", took_effect=True)
    bot.run_delivery()
    assert bot.states() == ["sent", "queued"]
    bot.advance_clock(minutes=1)
    bot.run_delivery()
    assert bot.states() == ["sent", "sent"]
    assert len(bot.texts("ada", "#hiring")) == 1


def test_the_deleted_announcement_of_a_closed_opening_is_left_deleted(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    carol = bot.person("carol")
    carol.deletes(carol.channel("#hiring")[-1])
    close_opening(bot, opening.id)
    bot.run_delivery(2)
    assert [(row.state, row.reason) for row in bot.rows()] == [
        ("sent", None),
        ("dropped", "message_not_found"),
    ]
    assert bot.texts("ada", "#hiring") == []
    assert bot.texts("linus") == []


def test_an_edit_waits_until_it_is_known_whether_the_message_was_posted(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.slack.fail(POST, took_effect=True)
    bot.run_delivery()
    close_opening(bot, opening.id)
    bot.run_delivery()
    assert bot.states() == ["unknown", "queued"]
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery()
    assert bot.states() == ["sent", "queued"]
    bot.advance_clock(minutes=1)
    bot.run_delivery()
    assert bot.states() == ["sent", "sent"]
    assert [text for text in bot.texts("ada", "#hiring") if "closed" in text.lower()]
    assert len(bot.calls(POST)) == 1


def test_an_edit_of_a_dead_worker_is_made_again_without_a_search(bot: QuietBot) -> None:
    opening = bot.post_opening("hiring")
    bot.run_delivery()
    close_opening(bot, opening.id)
    with bot.vouch.database.write() as transaction:
        assert outbox.claim_batch(transaction, bot.now(), lease=LEASE, limit=1)
    bot.advance_clock(seconds=LEASE.total_seconds())
    bot.run_delivery(2)
    assert bot.states() == ["sent", "sent"]
    assert not bot.calls("conversations.history")


def test_several_changes_of_a_card_make_one_edit(bot: QuietBot) -> None:
    bot.refer_candidate(bot.post_opening())
    bot.run_delivery()
    with bot.vouch.database.write() as transaction:
        for _ in range(3):
            outbox.queue_edits(transaction, bot.workspace_id, [CARD], 1, bot.now())
    bot.run_delivery()
    assert bot.states(EDIT) == ["sent"]
    assert len(bot.calls("chat.update")) == 1
    assert len(bot.texts("linus")) == 1


def test_a_card_that_is_being_sent_is_edited_afterwards(bot: QuietBot) -> None:
    bot.refer_candidate(bot.post_opening())
    bot.slack.fail(POST, took_effect=True, times=2)
    bot.run_delivery()
    with bot.vouch.database.write() as transaction:
        outbox.queue_edits(transaction, bot.workspace_id, [CARD], 1, bot.now())
    bot.run_delivery()
    assert bot.states(EDIT) == ["queued"]
    bot.advance_clock(minutes=1)
    bot.run_delivery(3)
    bot.advance_clock(minutes=1)
    bot.run_delivery()
    assert bot.states(EDIT) == ["sent"]
    assert len(bot.texts("linus")) == 1
