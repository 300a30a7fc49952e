"""The field in which someone says when a "not now" is looked at again."""

from __future__ import annotations

from domain.returning import DEFAULT_RETURN, ReturnAfter
from views.block_kit import Block, label_options
from views.form_state import State, selected_member
from views.inputs import choice_input

_LABELS: dict[ReturnAfter, str] = {
    ReturnAfter.MONTH: "In a month",
    ReturnAfter.QUARTER: "In three months",
    ReturnAfter.HALF_YEAR: "In half a year",
    ReturnAfter.YEAR: "In a year",
    ReturnAfter.NEVER: "Not again",
}


def return_input(chosen: ReturnAfter | None = None) -> Block:
    return choice_input(
        "return",
        "When should we look again?",
        label_options(_LABELS),
        initial=(chosen or DEFAULT_RETURN).value,
        hint="I'll bring them back to the desk on that day, and tell the advocate when.",
    )


def parse_return(state: State) -> ReturnAfter:
    """The choice; the default one where Slack sends no value for a field that nobody touched."""
    return selected_member(state, "return", ReturnAfter) or DEFAULT_RETURN
