"""The weekly round-up of a channel: what is new, at most six roles, two buttons."""

from __future__ import annotations

from domain.openings import Opening
from domain.pages import RoundupPage
from views import block_kit
from views.block_kit import Message
from views.formatting import escape, mention
from views.openings import JOBS
from views.refer import REFER


def roundup_message(page: RoundupPage) -> Message:
    text = _summary(page)
    blocks = [block_kit.section(text)]
    if page.openings:
        blocks.append(
            block_kit.section("\n".join(_opening_line(each, page) for each in page.openings))
        )
        refer = block_kit.button("Refer someone", REFER, primary=True)
        blocks.append(block_kit.actions(refer, block_kit.button("All roles", JOBS)))
    more = f"And {page.more_count} more behind “All roles”. " if page.more_count else ""
    blocks.append(block_kit.context(f"{more}Once a week, and only when something changed."))
    return block_kit.message(*blocks, text=text)


def _summary(page: RoundupPage) -> str:
    fresh = sum(_change_label(each, page) == "new" for each in page.openings)
    changed = sum(_change_label(each, page) == "changed" for each in page.openings)
    counted = [(fresh, "new"), (changed, "changed"), (page.ended_count, "not open any more")]
    said = ", ".join(f"{count} {what}" for count, what in counted if count)
    return f"The week in open roles here: {said}."


def _change_label(opening: Opening, page: RoundupPage) -> str:
    if opening.posted_at > page.since:
        return "new"
    return "changed" if opening.changed_at > page.since else ""


def _opening_line(opening: Opening, page: RoundupPage) -> str:
    mark = _change_label(opening, page)
    with_ = f" · with {mention(opening.hiring_manager)}" if opening.hiring_manager else ""
    ref, title = escape(opening.ref, 40), escape(opening.title, 120)
    return f"*{ref}* {title} · {escape(opening.place, 100)}{with_}{mark and f' · {mark}'}"
