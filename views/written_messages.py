"""The answers to what people write to the bot in words."""

from __future__ import annotations

from domain.written_pages import AnswerPage
from views.block_kit import Message, actions, button, context, message, section
from views.home import SHOW_HELP
from views.refer import REFER


def direct_message_answer(page: AnswerPage) -> Message:
    """In the person's direct message. A guest, who cannot refer anyone, gets the help alone."""
    text = (
        "I'm a bot and only understand buttons and commands: nobody reads what's written here, and "
        "I don't keep it."
    )
    buttons = [button("How it works", SHOW_HELP)]
    if page.may_refer:
        text += " To put someone forward, use the button below."
        buttons.insert(0, button("Refer someone", REFER, primary=True))
    return message(
        section(text),
        actions(*buttons),
        context("To see everything I can do, type `/refer help`."),
        text=text,
    )


def mention_answer(_page: AnswerPage) -> Message:
    """In a channel, for everybody in it."""
    text = (
        "I help you put someone forward for an open role, and I keep you posted until they have an "
        "answer. Type `/refer` anywhere in Slack, or use a button."
    )
    return message(
        section(text),
        actions(button("Refer someone", REFER, primary=True), button("How it works", SHOW_HELP)),
        context("I only see messages that mention me, and I don't keep them."),
        text=text,
    )
