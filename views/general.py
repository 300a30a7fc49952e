"""An opening suits somebody whom the reader put forward in general: why, and one button."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Reader
from views.formatting import escape
from views.nudge_copy import LATER, NOT_NEEDED, NudgeCopy

PUT_FORWARD = "general.put_forward"  # values as in `views.nudges`


def _nudge_sentence(item: NudgeItem, _reader: Reader | None) -> str:
    if item.opening is None:
        return ""
    ref, title = escape(item.opening.ref, 40), escape(item.opening.title, 150)
    name = f"*{escape(item.candidate_name, 150)}*"
    reasons = (
        f" Because: {escape(', '.join(item.match_reasons), 200)}." if item.match_reasons else ""
    )
    return f"*{ref}* {title} may suit {name}, whom you put forward in general.{reasons}"


def _outcome(item: NudgeItem, _reader: Reader) -> str:
    if item.follow_up.state is FollowUpState.DONE:
        return "Put forward. Who has it and until when is in my thanks to you."
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "Not put forward. I do not ask again for this one."
    return "Settled meanwhile."


NUDGE_COPY = NudgeCopy(
    _nudge_sentence,
    lambda _: ((PUT_FORWARD, "Put forward"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
    because="You put them forward for a role that may come, and nobody else was asked",
    settled=_outcome,
)
