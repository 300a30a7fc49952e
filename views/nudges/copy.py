"""The type that holds the texts and buttons of nudges about one kind of follow-up.

Each kind has a `NudgeCopy`. `views.nudges.message` and the lists of follow-ups are built from them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.pages import NudgeItem, Viewer
from views.block_kit import Block
from views.formatting import on_day

# Action ids that several kinds share. The values of their buttons are `FollowUpValue`s.
MARK_DONE = "nudge.done"
LATER = "nudge.later"
NOT_NEEDED = "nudge.not_needed"


class AnswerButton(NamedTuple):
    """A button or menu option with which a person answers a follow-up."""

    action_id: str
    label: str


# Only the person whom a follow-up reminds (its member) may give these answers.
ANSWERS_OF_MEMBER = frozenset({MARK_DONE, LATER, NOT_NEEDED})

LATER_BUTTON = AnswerButton(LATER, "Later")
NOT_NEEDED_BUTTON = AnswerButton(NOT_NEEDED, "Not needed")


@dataclass(frozen=True, slots=True)
class NudgeCopy:
    """The texts and buttons of one kind of follow-up."""

    sentence: Callable[[NudgeItem, Viewer | None], str]
    """Escaped mrkdwn that starts in lower case. In lists the viewer is None, and the sentence has
    no dates."""
    buttons: Callable[[NudgeItem, Viewer | None], Sequence[AnswerButton]]
    """At most three answers, the likeliest first."""
    reason: str
    """Why the nudge is sent, without a full stop."""
    advice: str = ""
    """What follows the sentence while the follow-up waits for an answer. A message says it once,
    however many follow-ups of this kind it combines."""
    reason_has_date: bool = False
    """Whether the day on which the follow-up began is added to the reason."""
    stop_label: str = "Not needed"
    """The label of the button that ends the nudges."""
    stop_postpones: bool = False
    """Whether this button only postpones the nudges, because the matter must be answered."""
    details: Callable[[NudgeItem], list[Block]] | None = None
    """Blocks between the sentence and the buttons, in a message about this follow-up only."""
    short_details: Callable[[NudgeItem], list[Block]] | None = None
    """Blocks under the sentence, in a message that combines several follow-ups."""
    outcome: Callable[[NudgeItem, Viewer], str] | None = None
    """The sentence that replaces the buttons after the answer. Empty for the default sentence."""
    menu_choices: Sequence[AnswerButton] = ()
    """Answers in an overflow menu beside the buttons."""
    list_choices: Sequence[AnswerButton] = ()
    """Further answers in the menu of a list, which no message offers."""


def leading_date(item: NudgeItem, viewer: Viewer | None) -> str:
    """The day on which the follow-up began, such as "on Monday ", or "" in lists (no viewer)."""
    if viewer is None:
        return ""
    return on_day(item.follow_up.created_at, viewer) + " "


def forward_for(item: NudgeItem) -> str:
    """The words between the candidate and the role, after "put".

    A referral that was moved was put forward for another role on that day.
    """
    return "forward, now for" if item.was_moved else "forward for"
