"""The weekly round-up of a channel: what is new, quiet and filled, with two buttons."""

from __future__ import annotations

from domain.openings import Opening
from domain.pages import RoundupPage
from views.block_kit import Message, actions, button, context, message, section
from views.formatting import escape, mention
from views.openings import LIST_OPENINGS
from views.refer import REFER

MAX_FILLED = 6


def roundup_message(page: RoundupPage) -> Message:
    text = _summary(page)
    blocks = [section(text)]
    if page.openings:
        blocks.append(section("\n".join(_opening_line(opening, page) for opening in page.openings)))
    if page.filled:
        names = [_name(opening) for opening in page.filled[:MAX_FILLED]]
        more = f" and {len(page.filled) - MAX_FILLED} more" if len(page.filled) > MAX_FILLED else ""
        blocks.append(section(f"Filled: {', '.join(names)}{more}."))
    if page.openings:
        refer_button = button("Refer someone", REFER, primary=True)
        blocks.append(actions(refer_button, button("All roles", LIST_OPENINGS)))
    remaining_note = f"And {page.more_count} more behind “All roles”. " if page.more_count else ""
    blocks.append(context(f"{remaining_note}Once a week, and only when something changed."))
    return message(*blocks, text=text)


def _summary(page: RoundupPage) -> str:
    changes = [_find_change(opening, page) for opening in page.openings]
    counts = [
        (changes.count("new"), "new"),
        (changes.count("changed"), "changed"),
        (len(page.filled), "filled"),
        (page.paused_or_closed_count, "not open any more"),
        (len(page.quiet), "quiet"),
    ]
    return f"The week in open roles here: {', '.join(f'{n} {label}' for n, label in counts if n)}."


def _find_change(opening: Opening, page: RoundupPage) -> str:
    """ "new", "changed", or empty if nothing changed since the last round-up."""
    if opening.posted_at > page.since:
        return "new"
    return "changed" if opening.changed_at > page.since else ""


def _opening_line(opening: Opening, page: RoundupPage) -> str:
    parts = [_name(opening), escape(opening.place, 100)]
    if opening.hiring_manager:
        parts.append(f"with {mention(opening.hiring_manager)}")
    if change := _find_change(opening, page):
        parts.append(change)
    if opening.id in page.quiet:
        parts.append(f"no referral for {page.quiet_days} days")
    return " · ".join(parts)


def _name(opening: Opening) -> str:
    return f"*{escape(opening.ref, 40)}* {escape(opening.title, 120)}"
