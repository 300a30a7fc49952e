"""The answer to `/refer search`: the viewer's referrals, people on their bench, and the desk.

A bench holds people to refer later. The desk lists the referrals that the viewer may answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.desk import COUNT_MAX, DeskRow
from domain.own_pages import SearchPage
from views.bench import OPEN_BENCH
from views.block_kit import Block, Message, actions, button, context, header, message, section
from views.desk.buttons import READ_IN_FULL
from views.desk.listing import referral_lines
from views.formatting import escape
from views.referrals import referral_rows


def search_results_message(page: SearchPage) -> Message:
    search_words = escape(page.words, 80)
    if not (page.referrals or page.people or page.on_desk):
        searched_places = "among your referrals or on your bench"
        if page.on_desk is not None:  # the viewer has a desk
            searched_places = "among your referrals, on your bench or on the desk"
        text = f"I found no “{search_words}” {searched_places}."
        hint = f"`/refer jobs {search_words}` looks for open roles."
        return message(section(f"{text} {hint}"), text=text)
    blocks = []
    if page.referrals:
        blocks.append(header("Your referrals"))
        for referral_page in page.referrals:
            blocks += referral_rows(referral_page)
    if page.people:
        names = "\n".join(f"*{escape(each.name, 150)}*" for each in page.people)
        blocks += [
            header("On your bench"),
            section(names),
            actions(button("Open your bench", OPEN_BENCH)),
        ]
    if page.on_desk:
        blocks += [header("On the desk"), *_desk_blocks(page, page.on_desk)]
    if page.not_shown_count:
        blocks.append(context(f"And {page.not_shown_count} more. Add a word to see fewer."))
    return message(*blocks, text=f"What I found for “{search_words}”.")


def _desk_blocks(page: SearchPage, rows: Sequence[DeskRow]) -> list[Block]:
    blocks = []
    for row in rows:
        referral = row.referral
        name_and_ref = f"{referral.candidate.name}, {referral.opening_ref or 'no role yet'}"
        accessory = button("Open", READ_IN_FULL, str(referral.id), spoken=f"Open {name_and_ref}")
        blocks.append(section("\n".join(referral_lines(row, page.viewer)), accessory=accessory))
    not_shown = page.on_desk_count - len(rows)
    if not_shown > 0:
        # The count stops at `COUNT_MAX`, which is 100, and fewer than ten referrals are shown.
        number = "over 90" if page.on_desk_count >= COUNT_MAX else str(not_shown)
        search_words = escape(page.words, 80)
        blocks.append(context(f"And {number} more: `/refer desk {search_words}` lists them."))
    return blocks
