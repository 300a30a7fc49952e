"""The weekly round-up that is posted in a channel: which openings are new, changed or filled.

It also shows quiet openings: those that have had no referral for some time.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.openings import Opening
from domain.pages import RoundupPage
from views.block_kit import Message, actions, button, context, message, section
from views.formatting import escape, mention
from views.openings import LIST_OPENINGS
from views.refer import REFER

MAX_ENDED_SHOWN = 6


def roundup_message(page: RoundupPage) -> Message:
    text = _summary(page)
    blocks = [section(text)]
    if page.openings:
        blocks.append(section("\n".join(_opening_line(opening, page) for opening in page.openings)))
    for label, ended in (("Filled", page.filled), ("Paused or closed", page.paused_or_closed)):
        if ended:
            blocks.append(section(f"{label}: {_name_ended(ended)}."))
    if page.openings:
        refer_button = button("Refer someone", REFER, primary=True)
        blocks.append(actions(refer_button, button("All roles", LIST_OPENINGS)))
    remaining_note = f"And {page.more_count} more behind “All roles”. " if page.more_count else ""
    blocks.append(context(f"{remaining_note}Once a week, and only when something changed."))
    return message(*blocks, text=text)


def _name_ended(openings: Sequence[Opening]) -> str:
    names = [_ref_and_title(opening) for opening in openings[:MAX_ENDED_SHOWN]]
    hidden_count = len(openings) - len(names)
    return ", ".join(names) + (f" and {hidden_count} more" if hidden_count else "")


def _summary(page: RoundupPage) -> str:
    """One sentence with counts, such as "The week in open roles here: 2 new, 1 filled."."""
    changes = [_find_change(opening, page) for opening in page.openings]
    counts = [
        (changes.count("new"), "new"),
        (changes.count("changed"), "changed"),
        (len(page.filled), "filled"),
        (len(page.paused_or_closed), "paused or closed"),
        (len(page.quiet), "quiet"),
    ]
    counted = ", ".join(f"{count} {label}" for count, label in counts if count)
    return f"The week in open roles here: {counted}."


def _find_change(opening: Opening, page: RoundupPage) -> str:
    """What happened since the last round-up: "new", "changed" or "" for nothing."""
    if opening.posted_at > page.since:
        return "new"
    return "changed" if opening.changed_at > page.since else ""


def _opening_line(opening: Opening, page: RoundupPage) -> str:
    parts = [_ref_and_title(opening), escape(opening.place, 100)]
    if opening.hiring_manager:
        parts.append(f"with {mention(opening.hiring_manager)}")
    if change := _find_change(opening, page):
        parts.append(change)
    if opening.id in page.quiet:
        parts.append(f"no referral for {page.quiet_days} days")
    return " · ".join(parts)


def _ref_and_title(opening: Opening) -> str:
    return f"*{escape(opening.ref, 40)}* {escape(opening.title, 120)}"
