"""What a kind of follow-up says and offers in a nudge. Each job's view has one of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.pages import NudgeItem, Reader
from views.block_kit import Block
from views.formatting import on_relative_day

# Ids that every job's nudges share; values are "<follow-up id>:<intent id>"
DONE = "nudge.done"
LATER = "nudge.later"
NOT_NEEDED = "nudge.not_needed"


def leading_date(item: NudgeItem, reader: Reader | None) -> str:
    """When it began, with a space behind: "on Monday "; nothing where no dates are told."""
    if reader is None:
        return ""
    return on_relative_day(item.follow_up.created_at, reader) + " "


@dataclass(frozen=True, slots=True)
class NudgeCopy:
    """`line` is one sentence (mrkdwn, escaped); the reader is None where no dates are to be told.

    `buttons` are (action_id, label) pairs, three at most, the likeliest first; each gets the value
    "<follow-up>:<intent>". `because` says why it came, without a full stop; `dated` adds on which
    day that was. `ends` names the button that makes it stop, or, with `moves`, that puts it off.
    `more` are blocks between the sentence and the buttons, where the step stands alone, `brief`
    those under the sentence where it is one of several; `settled`
    are the words after an answer, where "Done. Thank you." and its like do not fit (else empty).
    `rest` is what stands behind three dots beside the buttons, `besides` only where it is a list.
    """

    line: Callable[[NudgeItem, Reader | None], str]
    buttons: Callable[[NudgeItem], tuple[tuple[str, str], ...]]
    because: str
    dated: bool = False
    ends: str = "Not needed"
    moves: bool = False
    more: Callable[[NudgeItem], list[Block]] | None = None
    brief: Callable[[NudgeItem], list[Block]] | None = None
    settled: Callable[[NudgeItem, Reader], str] | None = None
    rest: tuple[tuple[str, str], ...] = ()
    besides: tuple[tuple[str, str], ...] = ()
