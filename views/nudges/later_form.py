"""The form that "Later" opens: tomorrow, next week, or a day that the person picks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from domain.follow_ups import SnoozeChoice
from domain.pages import NudgeItem
from views.block_kit import Block, modal, option, section
from views.form_state import State, selected_date, selected_member
from views.inputs import choice_input, date_input
from views.nudges.message import nudge_sentence

LATER_FORM = "nudge.later_form"  # private metadata: the value of the button


@dataclass(frozen=True, slots=True)
class LaterAnswer:
    """A submitted form. `day` is a local date of the person, used with `SnoozeChoice.ON_DATE`."""

    choice: SnoozeChoice
    day: date | None


def later_form(item: NudgeItem, value: str) -> Block:
    return modal(
        LATER_FORM,
        "Later",
        [
            section(nudge_sentence(item, None)),
            choice_input(
                "when",
                "When should I come back to it?",
                [
                    option(SnoozeChoice.TOMORROW.value, "Tomorrow"),
                    option(SnoozeChoice.NEXT_WEEK.value, "Next week"),
                    option(SnoozeChoice.ON_DATE.value, "On a day that I choose"),
                ],
                element_type="radio_buttons",
                initial=SnoozeChoice.TOMORROW.value,
            ),
            date_input("day", "Day", optional=True, hint="For “On a day that I choose”."),
        ],
        submit="Save",
        close="Cancel",
        private=value,
    )


def parse_later(state: State) -> LaterAnswer:
    """If a day is picked and the preselected "Tomorrow" is unchanged, the day is used."""
    choice = selected_member(state, "when", SnoozeChoice) or SnoozeChoice.TOMORROW
    day = selected_date(state, "day")
    if choice is SnoozeChoice.TOMORROW and day is not None:
        choice = SnoozeChoice.ON_DATE
    return LaterAnswer(choice, day)
