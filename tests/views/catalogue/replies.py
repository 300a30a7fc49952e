"""The entries of the catalogue for what people write to the bot in words."""

from __future__ import annotations

from typing import Final

from domain.threaded_messages import ReplyUse
from domain.written_pages import AnswerPage, ReplyOfferPage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import Sample
from views import written_messages, written_replies
from views.block_kit import Message


def _offer(use: ReplyUse = ReplyUse.NOTE, *, passed_on: bool = False) -> Message:
    page = ReplyOfferPage(8812, use, "U0LINUS", passed_on)
    return written_replies.reply_offer_message(page)


def _full_offer(sample: Sample, use: ReplyUse) -> Message:
    return written_replies.add_reply(_offer(use), sample.words("reply")[:1900])


REPLIES: Final[dict[str, MakePayload]] = {
    "written_messages.direct_message_answer": lambda _: written_messages.direct_message_answer(
        AnswerPage(may_refer=True)
    ),
    "written_messages.direct_message_answer guest": lambda _: (
        written_messages.direct_message_answer(AnswerPage(may_refer=False))
    ),
    "written_messages.mention_answer": lambda _: written_messages.mention_answer(
        AnswerPage(may_refer=True)
    ),
    "written_replies.reply_offer_message passed on": lambda _: _offer(passed_on=True),
    "written_replies.reply_offer_message": lambda _: _offer(),
    **for_each("written_replies.add_reply", ReplyUse, _full_offer),
    "written_replies.add_reply too long": lambda _: written_replies.add_reply(_offer(), "x" * 2000),
    "written_replies.add_reply empty": lambda _: written_replies.add_reply(_offer(), ""),
}
