"""Which view says which intent: the table between `services.outgoing` and `views`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.outbox import Intent, IntentKind
from domain.pages import ErasedPage
from views import channel_post, consent, manager_word, openings, referrals, roundup, thanks
from views.asks import messages as asks
from views.block_kit import Message
from views.desk import card, questions
from views.nudges import message

_Render = Callable[[Any, Intent], Message]


def _handed_by(intent: Intent) -> str | None:
    by = intent.about.get("handed_by")
    return str(by) if by else None


VIEWS: dict[IntentKind, _Render] = {
    IntentKind.ANNOUNCEMENT: lambda page, _: openings.announcement_message(page),
    IntentKind.ANNOUNCEMENT_FAILED: lambda page, _: openings.announcement_failed_message(page),
    IntentKind.ACKNOWLEDGEMENT: lambda page, _: referrals.acknowledgement_message(page),
    IntentKind.RECEIVED: lambda page, it: card.referral_card(page, handed_over_by=_handed_by(it)),
    IntentKind.SECOND_VOUCH: lambda page, it: card.second_vouch_card(page, str(it.about["by"])),
    IntentKind.STAGE_CHANGED: lambda page, _: referrals.stage_changed_message(page),
    IntentKind.OWNER_CHANGED: lambda page, _: referrals.owner_changed_message(page),
    IntentKind.QUESTION: lambda page, _: questions.question_message(page),
    IntentKind.ANSWER: lambda page, _: questions.answer_message(page),
    IntentKind.ASKED: lambda page, _: asks.ask_sent_message(page),
    IntentKind.ASK_ANSWER: lambda page, _: asks.ask_answered_message(page),
    IntentKind.MANAGER_WORD: lambda page, _: manager_word.manager_word_message(page),
    IntentKind.MANAGER_REPLY: lambda page, _: manager_word.manager_reply_message(page),
    IntentKind.CHANNEL_POST: lambda page, _: channel_post.channel_post_message(page),
    IntentKind.CHANNEL_POST_FAILED: lambda page, it: channel_post.channel_post_failed_message(
        page, str(it.about["why"])
    ),
    IntentKind.NUDGE: lambda page, _: message.nudge_message(page),
    IntentKind.ROUNDUP: lambda page, _: roundup.roundup_message(page),
    IntentKind.AGREED: lambda page, _: card.candidate_agreed_message(page),
    IntentKind.ERASED: lambda page, _: consent.erased_message(page),
    IntentKind.THANKS: lambda page, _: thanks.thanks_message(page),
    IntentKind.THANKS_SHARED: lambda page, _: thanks.thanks_shared_message(page),
}


def render(page: object, intent: Intent) -> Message:
    if isinstance(page, ErasedPage) and intent.kind is not IntentKind.ERASED:
        return consent.erased_placeholder(page)
    return VIEWS[intent.kind](page, intent)
