"""The list of bonuses for people who pay them, and the form for a hire's first and last day.

A bonus is paid in parts, and each row of the list is one part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from domain.bonus.clock import BonusReason, BonusState, Hire
from domain.bonus.pages import PayrollPage, PayrollRow
from domain.referrals import Referral
from views import labels
from views.block_kit import (
    Block,
    actions,
    button,
    confirm_dialog,
    context,
    modal,
    section,
)
from views.bonus import state_clause
from views.button_values import parse_id
from views.form_state import State, selected_date
from views.formatting import calendar_day, escape, mention
from views.inputs import date_input

# The value of these three is the index of the first row to show.
OPEN_PAYROLL = "bonus.payroll"
SHOW_EARLIER = "bonus.payroll_earlier"
SHOW_LATER = "bonus.payroll_later"
MARK_PAID = "bonus.mark_paid"  # value: a `PartValue`
MARK_UNPAID = "bonus.mark_unpaid"  # value: a `PartValue`
OPEN_HIRE_FORM = "bonus.hire"  # value: a `HireValue`
HIRE_FORM = "bonus.hire_form"  # private metadata: a `HireValue`
PAYROLL_VIEW = "bonus.payroll_view"


@dataclass(frozen=True, slots=True)
class PartValue:
    """The part of an advocate's bonus that is due `day` days after the hire's first day.

    `advocate` is a user id. `start` is the index of the first row of the list that is shown.
    """

    referral_id: int
    day: int
    advocate: str
    start: int

    def __str__(self) -> str:
        return f"{self.referral_id}:{self.day}:{self.advocate}:{self.start}"


def parse_part(value: str) -> PartValue:
    """Reads a button's value. A field that is missing, because Vouch did not write it, is empty."""
    missing = ("", "", "", "")
    referral_id, day, advocate, start = (*value.split(":"), *missing)[:4]
    return PartValue(parse_id(referral_id), parse_id(day), advocate, parse_id(start))


class HireValue(NamedTuple):
    """The referral of a hired candidate.

    `start` is the index of the first row of the list from which the form was opened. It is None if
    a message opened the form.
    """

    referral_id: int
    start: int | None

    def __str__(self) -> str:
        return f"{self.referral_id}:{'' if self.start is None else self.start}"


def parse_hire_value(value: str) -> HireValue:
    referral_id, _, start = value.partition(":")
    return HireValue(parse_id(referral_id), parse_id(start) if start else None)


def payroll_modal(page: PayrollPage) -> Block:
    """One page of the list, each part of a bonus with its button. Parts that are due come first."""
    intro = "Only people who were hired are here. Those whose bonus is due come first."
    if not page.rows:
        intro = "Nobody with a bonus has been hired yet. Once someone is, it's here."
    blocks = [context(intro), *(_payroll_row(row, page) for row in page.rows)]
    blocks += _paging_blocks(page)
    return modal(PAYROLL_VIEW, "Bonuses", blocks, close="Done")


def _paging_blocks(page: PayrollPage) -> list[Block]:
    if page.count <= len(page.rows):
        return []
    end = page.start + len(page.rows)
    buttons = []
    if page.start:
        buttons.append(button("Previous", SHOW_EARLIER, str(max(page.start - page.size, 0))))
    if end < page.count:
        buttons.append(button("Next", SHOW_LATER, str(end)))
    return [context(f"{page.start + 1} to {end} of {page.count}."), actions(*buttons)]


def _payroll_row(row: PayrollRow, page: PayrollPage) -> Block:
    erased = row.referral.candidate.erased_at is not None
    name = "Someone" if erased else f"*{escape(row.referral.candidate.name, 150)}*"
    role = labels.role_name(row.referral, with_title=True)
    text = (
        f"{name} for {role}, from {mention(row.advocate)}\n"
        f"{row.part.money} ({_part_name(row.part.day)}) {state_clause(row.part, None)}"
    )
    if row.hire.left_on:
        text += f" Last day: {calendar_day(row.hire.left_on, None)}."
    return section(text, accessory=_row_button(row, page))


def _part_name(day: int) -> str:
    """Names a part by the days after the hire's first day."""
    return f"after {day} days" if day else "at the start"


def _row_button(row: PayrollRow, page: PayrollPage) -> Block:
    """The likeliest next step. The reader cannot mark their own bonus."""
    value = str(PartValue(row.referral.id, row.part.day, row.advocate, page.start))
    is_own = row.advocate == page.reader
    about = f"{row.referral.candidate.name}, {row.part.day} days"
    if row.part.state is BonusState.DUE and not is_own:
        return button("Mark as paid", MARK_PAID, value, spoken=f"Mark as paid: {about}")
    if row.part.state is BonusState.PAID and not is_own:
        return button(
            "Take back",
            MARK_UNPAID,
            value,
            spoken=f"Not paid after all: {about}",
            confirm=confirm_dialog(
                "Not paid after all?", "It's due again, and the history keeps both.", "Take it back"
            ),
        )
    label = "Add first day" if row.part.reason is BonusReason.NO_FIRST_DAY else "Change days"
    hire_value = str(HireValue(row.referral.id, page.start))
    return button(label, OPEN_HIRE_FORM, hire_value, spoken=f"{label}: {about}")


def hire_form(referral: Referral, hire: Hire, value: HireValue) -> Block:
    """Asks for the hire's first day, from which bonuses count, and their last day if they left."""
    name = labels.candidate_name(referral)
    return modal(
        HIRE_FORM,
        "First and last day",
        [
            section(f"*{name}* was hired for {labels.role_name(referral, with_title=True)}."),
            date_input("started_on", "First day", initial=hire.started_on, optional=True),
            date_input(
                "left_on",
                "Last day",
                initial=hire.left_on,
                optional=True,
                hint="Only if they've left. Parts of a bonus that were due later lapse.",
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(value),
    )


def parse_hire(state: State) -> Hire:
    """Reads the days from `hire_form`. A day is None if its field is empty."""
    return Hire(selected_date(state, "started_on"), selected_date(state, "left_on"))
