"""A card that still has to be answered is deleted in Slack: it is posted again, once."""

from __future__ import annotations

from domain.messages import QuestionAsked, ReferralReceived
from domain.outbox import IntentState
from domain.referrals import Referral
from domain.stages import Reason, Stage
from services import advocate_questions, desk
from storage import outbox
from tests.contexts import context_for
from tests.quiet_bot import QuietBot

CARD = ReferralReceived.kind


def refer(bot: QuietBot) -> Referral:
    referral = bot.refer_candidate(bot.post_opening())
    bot.run_delivery(2)
    assert len(cards(bot)) == 1
    return referral


def cards(bot: QuietBot, handle: str = "linus") -> list[str]:
    return [text for text in bot.texts(handle) if "Grace Hopper" in text]


def delete_message(bot: QuietBot, kind: str) -> None:
    """Delete the newest message of this kind, as a retention policy or an admin does."""
    row = bot.rows(kind)[-1]
    bot.vouch.slack.build_bolt_client().chat_delete(
        token=bot.slack.bot_token, channel=str(row.channel), ts=str(row.ts)
    )


def edit(bot: QuietBot, kind: str, subject_id: int = 1) -> None:
    with bot.vouch.database.write() as transaction:
        outbox.queue_edits(transaction, bot.workspace_id, [kind], subject_id, bot.now())
    bot.run_delivery(3)


def test_a_deleted_card_is_posted_again_once(bot: QuietBot) -> None:
    refer(bot)
    delete_message(bot, CARD)
    assert cards(bot) == []
    edit(bot, CARD)
    assert len(cards(bot)) == 1
    assert bot.states(CARD) == [IntentState.DROPPED, IntentState.SENT]
    assert bot.rows(CARD)[0].reason == "message_not_found"
    delete_message(bot, CARD)
    edit(bot, CARD)
    assert cards(bot) == []


def test_the_new_card_is_edited_afterwards(bot: QuietBot) -> None:
    referral = refer(bot)
    delete_message(bot, CARD)
    edit(bot, CARD)
    updates = len(bot.calls("chat.update"))
    move(bot, referral, Stage.INTERVIEWING)
    assert "interviewing since" in cards(bot)[-1]
    failed = [call for call in bot.calls("chat.update")[updates:] if not call["ok"]]
    assert failed == []


def move(bot: QuietBot, referral: Referral, stage: Stage, reason: Reason | None = None) -> None:
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0LINUS"), now=bot.now())
        desk.move_stage(context, referral.id, stage, reason, "")
    bot.run_delivery(3)


def test_the_card_of_an_ended_referral_is_left_deleted(bot: QuietBot) -> None:
    referral = refer(bot)
    delete_message(bot, CARD)
    move(bot, referral, Stage.NOT_NOW, Reason.OTHER)
    assert cards(bot) == []


def test_the_card_of_a_former_owner_is_left_deleted(bot: QuietBot) -> None:
    referral = refer(bot)
    delete_message(bot, CARD)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0LINUS"), now=bot.now())
        desk.change_owner(context, referral, "U0PRIYA")
    bot.run_delivery(3)
    assert cards(bot) == []
    assert len(cards(bot, "priya")) == 1


def test_a_card_that_may_not_be_edited_is_not_posted_again(bot: QuietBot) -> None:
    refer(bot)
    bot.slack.set_edit_window(1)
    bot.advance_clock(minutes=5)
    edit(bot, CARD)
    assert len(cards(bot)) == 1


def test_a_deleted_question_is_posted_again_until_it_is_answered(bot: QuietBot) -> None:
    referral = refer(bot)
    with bot.vouch.database.write() as transaction:
        context = context_for(transaction, bot.actor("U0LINUS"), now=bot.now())
        advocate_questions.ask_advocate(context, referral.id, "U0ADA", "When could she start?")
    bot.run_delivery(2)
    delete_message(bot, QuestionAsked.kind)
    edit(bot, QuestionAsked.kind)
    assert [text for text in bot.texts("ada") if "When could she start?" in text]
