"""Which view says which intent: the table between `services.outgoing` and `views`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.outbox import Intent, IntentKind
from domain.pages import ErasedPage
from views import (
    channel_post,
    consent,
    desk,
    manager_word,
    nudges,
    openings,
    referrals,
    roundup,
    thanks,
)
from views.asks import messages as asks
from views.block_kit import Message

_Render = Callable[[Any, Intent], Message]


def _handed_by(intent: Intent) -> str | None:
    by = intent.about.get("handed_by")
    return str(by) if by else None


VIEWS: dict[IntentKind, _Render] = {
    IntentKind.ANNOUNCEMENT: lambda page, _: openings.announcement(page),
    IntentKind.ANNOUNCEMENT_FAILED: lambda page, _: openings.announcement_failed(page),
    IntentKind.ACKNOWLEDGEMENT: lambda page, _: referrals.acknowledgement(page),
    IntentKind.RECEIVED: lambda page, it: desk.received(page, handed_by=_handed_by(it)),
    IntentKind.SECOND_VOUCH: lambda page, it: desk.second_vouch(page, str(it.about["by"])),
    IntentKind.STAGE_CHANGED: lambda page, _: referrals.stage_changed(page),
    IntentKind.OWNER_CHANGED: lambda page, _: referrals.owner_changed(page),
    IntentKind.QUESTION: lambda page, _: desk.question(page),
    IntentKind.ANSWER: lambda page, _: desk.answer(page),
    IntentKind.ASKED: lambda page, _: asks.asked(page),
    IntentKind.ASK_ANSWER: lambda page, _: asks.answered(page),
    IntentKind.MANAGER_WORD: lambda page, _: manager_word.word(page),
    IntentKind.MANAGER_REPLY: lambda page, _: manager_word.reply(page),
    IntentKind.CHANNEL_POST: lambda page, _: channel_post.post(page),
    IntentKind.CHANNEL_POST_FAILED: lambda page, it: channel_post.not_posted(
        page, str(it.about["why"])
    ),
    IntentKind.NUDGE: lambda page, _: nudges.nudge(page),
    IntentKind.ROUNDUP: lambda page, _: roundup.roundup(page),
    IntentKind.AGREED: lambda page, _: desk.agreed(page),
    IntentKind.ERASED: lambda page, _: consent.erased(page),
    IntentKind.THANKS: lambda page, _: thanks.thanks(page),
    IntentKind.THANKS_SHARED: lambda page, _: thanks.shared(page),
}


def render(page: object, intent: Intent) -> Message:
    if isinstance(page, ErasedPage) and intent.kind is not IntentKind.ERASED:
        return consent.gone(page)
    return VIEWS[intent.kind](page, intent)
