"""The offer to pass on what someone replied under a message of the bot.

Until the person clicks, the bot keeps the text of the reply only in the value of the button.
"""

from __future__ import annotations

from typing import Final

from domain.limits import PASSED_REPLY_MAX
from domain.threaded_messages import ReplyUse
from domain.written_pages import ReplyOfferPage
from views.block_kit import Block, Message, actions, button, context, message, section
from views.button_values import parse_id
from views.formatting import mention

PASSED_REPLY = "reply.pass_on"  # value: "<intent id of the offer>:<the reply>"

_QUESTIONS_AND_BUTTON_LABELS: Final = {
    ReplyUse.ANSWER: ("Shall I send this to {reader} as your answer?", "Send my answer"),
    ReplyUse.MANAGER_REPLY: ("Shall I send this to {reader} as your reply?", "Send my reply"),
    ReplyUse.QUESTION: ("Shall I ask {reader} this?", "Ask"),
    ReplyUse.NOTE: ("Shall I pass this on to {reader}?", "Pass it on"),
}


def reply_offer_message(page: ReplyOfferPage) -> Message:
    """Asks whether to pass the reply on, or says that it was. `add_reply` completes the button."""
    reader = mention(page.reader)
    if page.passed_on:
        text = f"I've passed this on to {reader}."
        return message(section(text), text=text)
    question, label = _QUESTIONS_AND_BUTTON_LABELS[page.use]
    text = question.format(reader=reader)
    return message(
        section(text),
        actions(button(label, PASSED_REPLY, f"{page.intent_id}:", primary=True)),
        context("Until you say so, nobody else sees it and I don't keep it."),
        text=text,
    )


def add_reply(offer: Message, reply: str) -> Message:
    """The offer with the reply in its button, or a refusal of an empty or too long reply."""
    if not reply:
        return _refusal(
            "I can't pass this on: it has no text. Reply again with a few words, or use the "
            "buttons of the message above."
        )
    if len(reply) > PASSED_REPLY_MAX:
        return _refusal(
            f"I can't pass this on with one tap: it has more than {PASSED_REPLY_MAX:,} characters. "
            "Use the buttons of the message above: their form takes longer texts. I haven't kept "
            "it."
        )
    blocks = []
    for block in offer.blocks:
        if block["type"] == "actions":
            elements = [_append_to_value(each, reply) for each in block["elements"]]
            blocks.append({**block, "elements": elements})
        else:
            blocks.append(block)
    return Message(offer.text, blocks)


def _refusal(text: str) -> Message:
    return message(section(text), text=text)


def _append_to_value(element: Block, reply: str) -> Block:
    return {**element, "value": f"{element['value']}{reply}"}


def parse_passed_reply(value: str) -> tuple[int, str]:
    """Returns the intent id of the offer, and the reply. The button's value holds both."""
    intent_id, _, reply = value.partition(":")
    return parse_id(intent_id), reply
