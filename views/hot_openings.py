"""The form in which a recruiter marks an opening as hot until a day."""

from __future__ import annotations

from datetime import date

from domain.openings import Opening
from views.block_kit import Block, modal, section
from views.form_state import State, selected_date
from views.formatting import escape
from views.inputs import date_input

OPEN_HOT_FORM = "opening.hot"  # value: the opening's id
HOT_FORM = "opening.hot_form"  # private metadata: the opening's id


def hot_form(opening: Opening, day: date) -> Block:
    """`day` is preselected, unless the opening is hot already."""
    name = f"*{escape(opening.ref, 40)}* {escape(opening.title, 200)}"
    return modal(
        HOT_FORM,
        "Mark as hot",
        [
            section(
                f"The posts about {name} will say that it's hot, and I'll tell everyone who "
                "asked to hear about hot roles, in their working hours. It ends on its own."
            ),
            date_input(
                "hot_until",
                "Hot until",
                initial=day,
                hint="The end of that day. Clear it to end it now.",
                optional=True,
            ),
        ],
        submit="Save",
        close="Cancel",
        private=str(opening.id),
    )


def parse_hot(state: State) -> date | None:
    return selected_date(state, "hot_until")


def hot_saved_modal(opening: Opening) -> Block:
    name = f"*{escape(opening.ref, 40)}*"
    if opening.is_hot:
        text = f"{name} is hot now. Its posts say until when."
        return modal("opening.hot_saved", "Marked as hot", [section(text)], close="Done")
    return modal("opening.hot_saved", "Not hot", [section(f"{name} isn't hot any more.")])
