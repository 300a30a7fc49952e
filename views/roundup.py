"""The weekly round-up of a channel: what is new, at most six roles, two buttons."""

from __future__ import annotations

from domain.openings import Opening
from domain.pages import RoundupPage
from views import kit
from views.kit import Message
from views.openings import JOBS
from views.refer import REFER
from views.text import esc, person


def roundup(page: RoundupPage) -> Message:
    text = _news(page)
    blocks = [kit.say(text)]
    if page.openings:
        blocks.append(kit.say("\n".join(_line(each, page) for each in page.openings)))
        refer = kit.button("Refer someone", REFER, primary=True)
        blocks.append(kit.actions(refer, kit.button("All roles", JOBS)))
    more = f"And {page.more} more behind “All roles”. " if page.more else ""
    blocks.append(kit.small(f"{more}Once a week, and only when something changed."))
    return kit.message(*blocks, text=text)


def _news(page: RoundupPage) -> str:
    fresh = sum(_mark(each, page) == "new" for each in page.openings)
    changed = sum(_mark(each, page) == "changed" for each in page.openings)
    counted = [(fresh, "new"), (changed, "changed"), (page.ended, "not open any more")]
    said = ", ".join(f"{count} {what}" for count, what in counted if count)
    return f"The week in open roles here: {said}."


def _mark(opening: Opening, page: RoundupPage) -> str:
    if opening.posted_at > page.since:
        return "new"
    return "changed" if opening.changed_at > page.since else ""


def _line(opening: Opening, page: RoundupPage) -> str:
    mark = _mark(opening, page)
    with_ = f" · with {person(opening.hiring_manager)}" if opening.hiring_manager else ""
    ref, title = esc(opening.ref, 40), esc(opening.title, 120)
    return f"*{ref}* {title} · {esc(opening.place, 100)}{with_}{mark and f' · {mark}'}"
