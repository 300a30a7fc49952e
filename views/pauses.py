"""The form to pause an opening, the message to its advocates, and lists of openings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from domain.openings import Opening, OpeningStatus
from domain.pause_pages import PausedPage
from domain.pauses import ListedOpening
from views import labels
from views.block_kit import Block, Message, button, confirm_dialog, context, message, modal, section
from views.ending_messages import OPEN_FORM as OPEN_ENDINGS_FORM
from views.form_state import State, selected_date
from views.formatting import escape, mention, weekday
from views.inputs import date_input
from views.openings import OPEN_MANAGE_FORM, SHOW_DETAILS
from views.refer import REFER

PAUSE_FORM = "opening.pause"  # private metadata: the opening's id
RESUME = "opening.resume"  # value: the opening's id; also reopens one that has ended


def pause_form(opening: Opening, day: date) -> Block:
    """Asks until when the opening is paused. `day` is preselected."""
    name = f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)}"
    text = f"{name} takes no new referrals while it's paused. Open referrals go on as they are."
    if opening.status is OpeningStatus.PAUSED:
        text = f"{name} is paused. Until when?"
    return modal(
        PAUSE_FORM,
        "Pause opening",
        [
            section(text),
            date_input(
                "until",
                "Decide on",
                initial=day,
                hint="On that day I'll ask the recruiter whether it resumes, stays paused or "
                "closes. I'll tell advocates with an open referral the day.",
            ),
        ],
        submit="Pause",
        close="Cancel",
        private=str(opening.id),
    )


def parse_pause(state: State) -> date | None:
    """The day that was chosen, or None if the field is empty."""
    return selected_date(state, "until")


def opening_paused_message(page: PausedPage) -> Message:
    """Tells an advocate that the opening is paused, open again, or filled or closed since."""
    opening, referral = page.opening, page.advocate_page.referral
    ref = f"*{escape(opening.ref, 40)}*"
    name = f"*{escape(page.advocate_page.endorsement.candidate_name, 200)}*"
    owner = mention(referral.owner)
    if opening.status is OpeningStatus.PAUSED:
        text = (
            f"{ref} is paused{_until_clause(opening)}. {name} keeps their place, and {owner} still "
            "owns the answer."
        )
        if opening.paused_until is not None:
            text += " On that day the hiring team decides whether the role goes on."
    elif opening.takes_referrals:
        text = (
            f"{ref} is open again and takes referrals. {name} is still in the running, and {owner} "
            "owns the answer."
        )
    else:
        text = f"{ref} is {labels.STATUS[opening.status].lower()} now."
    return message(section(text), context("You don't need to do anything now."), text=text)


def _until_clause(opening: Opening) -> str:
    return f" until {weekday(opening.paused_until)}" if opening.paused_until is not None else ""


def all_roles_message(
    rows: Sequence[ListedOpening],
    query: str,
    managed: Collection[int],
    *,
    more: bool,
    may_refer: bool,
) -> Message:
    """The answer to `/refer jobs all`. `query` is the text after the command, or empty.

    `managed` has the ids of the openings that the viewer may change. `more` says whether further
    openings match that `rows` leaves out.
    """
    condition = f" for “{escape(query, 100)}”" if query else ""
    if not rows:
        text = f"No role{condition}, open or not."
        return message(section(text), text=text)
    text = f"All roles{condition}, the newest first."
    blocks = [section(text)]
    blocks += [
        _opening_row(each, managed=each.opening.id in managed, may_refer=may_refer) for each in rows
    ]
    if more:
        blocks.append(context("There are more: add a word, such as `/refer jobs all berlin`."))
    return message(*blocks, text=text)


def _opening_row(row: ListedOpening, *, managed: bool, may_refer: bool) -> Block:
    opening = row.opening
    if not opening.takes_referrals and managed:
        return _inactive_row(row)
    text = f"*{escape(opening.ref, 40)}* {escape(opening.title, 150)}\n"
    text += f"{labels.STATUS[opening.status]}{_until_clause(opening)}."
    if managed:
        spoken = f"Manage {opening.ref}"
        accessory = button("Manage", OPEN_MANAGE_FORM, str(opening.id), spoken=spoken)
    elif opening.takes_referrals and may_refer:
        accessory = button(
            "Refer someone", REFER, str(opening.id), spoken=f"Refer someone for {opening.ref}"
        )
    else:
        spoken = f"Details of {opening.ref}"
        accessory = button("Details", SHOW_DETAILS, str(opening.id), spoken=spoken)
    return section(text, accessory=accessory)


def inactive_rows(openings: Sequence[ListedOpening]) -> list[Block]:
    """One row for each opening, with one button: decide, resume or reopen."""
    return [_inactive_row(each) for each in openings]


def _inactive_row(row: ListedOpening) -> Block:
    opening = row.opening
    text = f"*{escape(opening.ref, 40)}* {escape(opening.title, 150)}\n{describe_state(row)}"
    return section(text, accessory=_choose_button(row))


def describe_state(row: ListedOpening) -> str:
    """Says the status of the opening and how many of its referrals wait for a decision."""
    text = f"{labels.STATUS[row.opening.status]}{_until_clause(row.opening)}."
    if row.undecided == 1:
        text += " One referral waits for your decision."
    elif row.undecided:
        text += f" {row.undecided} referrals wait for your decision."
    return text


def _choose_button(row: ListedOpening) -> Block:
    opening, value = row.opening, str(row.opening.id)
    if row.undecided:
        return button("Decide", OPEN_ENDINGS_FORM, value, spoken=f"Decide about {opening.ref}")
    if opening.status is OpeningStatus.PAUSED:
        return button("Resume", RESUME, value, spoken=f"Resume {opening.ref}")
    return button(
        "Reopen",
        RESUME,
        value,
        spoken=f"Reopen {opening.ref}",
        confirm=confirm_dialog(
            "Reopen it?", f"{opening.ref} takes referrals again, and its posts say so.", "Reopen"
        ),
    )
