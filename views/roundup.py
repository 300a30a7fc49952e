"""The weekly round-up of a channel: how many roles changed, and the open ones with two buttons."""

from __future__ import annotations

from domain.openings import Opening
from domain.pages import RoundupPage
from views.block_kit import Message, actions, button, context, message, section
from views.formatting import escape, mention
from views.openings import LIST_OPENINGS
from views.refer import REFER


def roundup_message(page: RoundupPage) -> Message:
    text = _summary(page)
    blocks = [section(text)]
    if page.openings:
        blocks.append(section("\n".join(_opening_line(opening, page) for opening in page.openings)))
        refer_button = button("Refer someone", REFER, primary=True)
        blocks.append(actions(refer_button, button("All roles", LIST_OPENINGS)))
    remaining_note = f"And {page.more_count} more behind “All roles”. " if page.more_count else ""
    blocks.append(context(f"{remaining_note}Once a week, and only when something changed."))
    return message(*blocks, text=text)


def _summary(page: RoundupPage) -> str:
    new_count = sum(_change_label(opening, page) == "new" for opening in page.openings)
    changed_count = sum(_change_label(opening, page) == "changed" for opening in page.openings)
    counts = [
        (new_count, "new"),
        (changed_count, "changed"),
        (page.ended_count, "not open any more"),
    ]
    changes = ", ".join(f"{count} {label}" for count, label in counts if count)
    return f"The week in open roles here: {changes}."


def _change_label(opening: Opening, page: RoundupPage) -> str:
    """ "new", "changed", or empty if nothing changed since the last round-up."""
    if opening.posted_at > page.since:
        return "new"
    return "changed" if opening.changed_at > page.since else ""


def _opening_line(opening: Opening, page: RoundupPage) -> str:
    change = _change_label(opening, page)
    change_note = f" · {change}" if change else ""
    manager = f" · with {mention(opening.hiring_manager)}" if opening.hiring_manager else ""
    ref, title = escape(opening.ref, 40), escape(opening.title, 120)
    return f"*{ref}* {title} · {escape(opening.place, 100)}{manager}{change_note}"
