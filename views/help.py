"""The answers to `/refer help` and to a word that Vouch does not know."""

from __future__ import annotations

from domain.command_line import USAGES
from views.block_kit import Message, actions, button, context, message, section
from views.formatting import escape
from views.privacy import SHOW_PRIVACY
from views.refer import REFER


def help_message() -> Message:
    text = "Vouch keeps a referral moving until everybody has an answer."
    lines = "\n".join(f"`{command}` {description}" for command, description in USAGES)
    return message(
        section(
            f"{text} Thirty seconds put a name forward; three minutes say why. "
            "You hear from me on every change, and once a week when there is none."
        ),
        section(lines),
        actions(
            button("Refer someone", REFER, primary=True),
            button("What I hold about you", SHOW_PRIVACY),
        ),
        context("Everything is in App Home too. I write at most two messages a week unasked."),
        text=text,
    )


def unknown_command_message(word: str, suggestion: str | None) -> Message:
    sentence = f"I do not know “{escape(word, 80)}”."
    if suggestion:
        text = f"{sentence} Did you mean `/refer {escape(suggestion, 40)}`?"
    else:
        text = f"{sentence} `/refer help` lists what can be typed; a name can be, too."
    return message(section(text), text=text)
