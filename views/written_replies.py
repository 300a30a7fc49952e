"""The offer to pass on what someone replied under a message of the bot.

The text of the reply is in the value of the button, and nowhere else until it is clicked.
"""

from __future__ import annotations

from typing import Final

from domain.limits import PASSED_REPLY_MAX
from domain.threaded_messages import ReplyUse
from domain.written_pages import ReplyOfferPage
from views.block_kit import Block, Message, actions, button, context, message, section
from views.button_values import parse_id
from views.formatting import mention

FORWARD_REPLY = "reply.pass_on"  # value: "<the offer's row in the outbox>:<the reply>"

_QUESTIONS: Final = {
    ReplyUse.ANSWER: ("Shall I send this to {reader} as your answer?", "Send my answer"),
    ReplyUse.MANAGER_REPLY: ("Shall I send this to {reader} as your reply?", "Send my reply"),
    ReplyUse.QUESTION: ("Shall I ask {reader} this?", "Ask"),
    ReplyUse.NOTE: ("Shall I pass this on to {reader}?", "Pass it on"),
}


def reply_offer_message(page: ReplyOfferPage) -> Message:
    """`add_reply` adds the text of the reply, which is not in the page."""
    reader = mention(page.reader)
    if page.passed_on:
        text = f"I've passed this on to {reader}."
        return message(section(text), text=text)
    question, label = _QUESTIONS[page.use]
    text = question.format(reader=reader)
    return message(
        section(text),
        actions(button(label, FORWARD_REPLY, f"{page.intent_id}:", primary=True)),
        context("Until you say so, nobody else sees it and I don't keep it."),
        text=text,
    )


def add_reply(offer: Message, reply: str) -> Message:
    """The offer with the reply in its button, or without a button where it does not fit."""
    if not reply or len(reply) > PASSED_REPLY_MAX:
        problem = f"it has more than {PASSED_REPLY_MAX:,} characters" if reply else "it has no text"
        text = (
            f"I can't pass this on with one tap: {problem}. The buttons of the message above have "
            "room for it. I haven't kept it."
        )
        return message(section(text), text=text)
    blocks = [
        {**block, "elements": [_append_to_value(each, reply) for each in block["elements"]]}
        if block["type"] == "actions"
        else block
        for block in offer.blocks
    ]
    return Message(offer.text, blocks)


def _append_to_value(element: Block, reply: str) -> Block:
    return {**element, "value": f"{element['value']}{reply}"}


def parse_passed_reply(value: str) -> tuple[int, str]:
    """The offer's row in the outbox, and the reply."""
    intent_id, _, reply = value.partition(":")
    return parse_id(intent_id), reply
