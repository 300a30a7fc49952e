"""The fields of an endorsement that several forms have: relationship, conviction and conflicts."""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import Conflict, Conviction, Relationship
from views import labels
from views.block_kit import Block, label_options
from views.inputs import checkboxes_input, choice_input


def relationship_input(initial: Relationship | None = None, *, optional: bool = False) -> Block:
    return choice_input(
        "relationship",
        "How do you know them?",
        label_options(labels.RELATIONSHIP),
        initial=initial.value if initial else None,
        placeholder="Choose one",
        optional=optional,
    )


def conviction_input(initial: Conviction | None = None, *, hint: str = "") -> Block:
    return choice_input(
        "conviction",
        "How sure are you?",
        label_options(labels.CONVICTION),
        element_type="radio_buttons",
        initial=initial.value if initial else None,
        hint=hint,
    )


def conflicts_input(initial: Sequence[Conflict] = ()) -> Block:
    return checkboxes_input(
        "conflicts",
        "Anything the team should know?",
        label_options(labels.CONFLICT),
        initial=[conflict.value for conflict in initial],
        hint="The people who decide see it, and nobody judges it.",
    )
