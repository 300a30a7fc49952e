"""The answer to `/refer search`: the reader's own referrals, their bench, and the desk."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from domain.desk import COUNT_MAX, DeskRow
from domain.own_pages import SearchPage
from views.bench import OPEN_BENCH
from views.block_kit import Block, Message, actions, button, context, header, message, section
from views.desk.buttons import READ_IN_FULL
from views.desk.listing import referral_lines
from views.formatting import escape
from views.referrals import referral_rows


def found_message(page: SearchPage) -> Message:
    words = escape(page.words, 80)
    if not page.referrals and not page.people and not page.on_desk:
        places = "among your referrals or on your bench"
        if page.on_desk is not None:
            places = "among your referrals, on your bench or on the desk"
        text = f"I found no “{words}” {places}."
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
    if page.on_desk:
        blocks += [header("On the desk"), *_desk_blocks(page, page.on_desk)]
    if page.more:
        blocks.append(context(f"And {page.more} more. Add a word to see fewer."))
    return message(*blocks, text=f"What I found for “{words}”.")


def _desk_blocks(page: SearchPage, rows: Sequence[DeskRow]) -> list[Block]:
    blocks = []
    for row in rows:
        referral = row.referral
        about = f"{referral.candidate.name}, {referral.opening_ref or 'no role yet'}"
        accessory = button("Open", READ_IN_FULL, str(referral.id), spoken=f"Open {about}")
        blocks.append(section("\n".join(referral_lines(row, page.viewer)), accessory=accessory))
    more = page.on_desk_count - len(rows)
    if more > 0:
        # The count stops at `COUNT_MAX`, which is a hundred.
        number = "over 90" if page.on_desk_count >= COUNT_MAX else str(more)
        words = escape(page.words, 80)
        blocks.append(context(f"And {number} more: `/refer desk {words}` lists them."))
    return blocks
