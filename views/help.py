"""The answers to `/refer help` and to a word that Vouch does not know."""

from __future__ import annotations

from domain.command_line import USAGES
from views.block_kit import Message, actions, button, context, message, section
from views.formatting import escape
from views.privacy import SHOW_PRIVACY
from views.refer import REFER


def help_message() -> Message:
    text = "Vouch keeps a referral moving until everyone has an answer."
    lines = "\n".join(f"`{command}` {description}" for command, description in USAGES)
    return message(
        section(
            f"{text} It takes thirty seconds to put a name forward and three minutes to say "
            "why. I'll tell you about every change, and once a week if there isn't one."
        ),
        section(lines),
        actions(
            button("Refer someone", REFER, primary=True),
            button("What I hold about you", SHOW_PRIVACY),
        ),
        context(
            "Everything is in App Home too. At most two messages a week come without your asking."
        ),
        text=text,
    )


def unknown_command_message(word: str, suggestion: str | None) -> Message:
    sentence = f"I don't know “{escape(word, 80)}”."
    if suggestion:
        text = f"{sentence} Did you mean `/refer {escape(suggestion, 40)}`?"
    else:
        hint = "`/refer help` lists what you can type. To refer someone, type their name."
        text = f"{sentence} {hint}"
    return message(section(text), text=text)
