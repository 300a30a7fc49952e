"""The copy of a kind of follow-up: its sentence, its buttons, and the reason for the nudge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.pages import NudgeItem, Viewer
from views.block_kit import Block
from views.formatting import on_day

# Action ids that several kinds share; values are those of `views.nudges.values.FollowUpValue`.
MARK_DONE = "nudge.done"
LATER = "nudge.later"
NOT_NEEDED = "nudge.not_needed"


class AnswerButton(NamedTuple):
    action_id: str
    label: str


# Only the member of a follow-up may give these answers.
ANSWERS_OF_MEMBER = frozenset({MARK_DONE, LATER, NOT_NEEDED})

LATER_BUTTON = AnswerButton(LATER, "Later")
NOT_NEEDED_BUTTON = AnswerButton(NOT_NEEDED, "Not needed")


@dataclass(frozen=True, slots=True)
class NudgeCopy:
    """The texts and buttons of one kind of follow-up."""

    sentence: Callable[[NudgeItem, Viewer | None], str]
    """Escaped mrkdwn that begins with a small letter. In lists, the viewer is None and the sentence
    has no dates."""
    buttons: Callable[[NudgeItem, Viewer | None], Sequence[AnswerButton]]
    """At most three answers, the likeliest first."""
    reason: str
    """Why the nudge is sent, without a full stop."""
    reason_has_date: bool = False
    """Whether the day on which the follow-up began is added to the reason."""
    stop_label: str = "Not needed"
    """The label of the button that ends the nudges, or postpones them if `stop_postpones`."""
    stop_postpones: bool = False
    details: Callable[[NudgeItem], list[Block]] | None = None
    """Blocks between the sentence and the buttons, if the message has no other item."""
    short_details: Callable[[NudgeItem], list[Block]] | None = None
    """Blocks under the sentence, if the message combines several items."""
    outcome: Callable[[NudgeItem, Viewer], str] | None = None
    """The sentence that replaces the buttons after the answer; empty for the default sentence."""
    menu_choices: Sequence[AnswerButton] = ()
    """Answers in an overflow menu beside the buttons."""
    list_choices: Sequence[AnswerButton] = ()
    """Further answers that only the menu in a list offers."""


def leading_date(item: NudgeItem, viewer: Viewer | None) -> str:
    """The day on which the follow-up began, such as "on Monday "; empty in lists."""
    if viewer is None:
        return ""
    return on_day(item.follow_up.created_at, viewer) + " "
