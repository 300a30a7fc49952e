"""The answer to `/refer search`: the reader's own referrals, and people on their bench."""

from __future__ import annotations

from itertools import chain

from domain.own_pages import FoundPage
from views.bench import OPEN_BENCH
from views.block_kit import Message, actions, button, context, header, message, section
from views.formatting import escape
from views.referrals import referral_rows


def found_message(page: FoundPage) -> Message:
    words = escape(page.words, 80)
    if not page.referrals and not page.people:
        text = f"I found no “{words}” among your referrals or on your bench."
        hint = f"`/refer jobs {words}` looks for open roles."
        return message(section(f"{text} {hint}"), text=text)
    blocks = []
    if page.referrals:
        blocks += [
            header("Your referrals"),
            *chain.from_iterable(map(referral_rows, page.referrals)),
        ]
    if page.people:
        names = "\n".join(f"*{escape(each.details.name, 150)}*" for each in page.people)
        blocks += [
            header("On your bench"),
            section(names),
            actions(button("Open your bench", OPEN_BENCH)),
        ]
    if page.more:
        blocks.append(context(f"And {page.more} more. One more word finds fewer."))
    return message(*blocks, text=f"What I found for “{words}”.")
