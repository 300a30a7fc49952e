"""The nudge that asks how to go on with a paused opening, on the day that was set for it."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.openings import OpeningStatus
from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import escape, weekday
from views.nudges.copy import AnswerButton, NudgeCopy

RESUME = "nudge.resume_opening"
PAUSE_LONGER = "nudge.pause_longer"
CLOSE = "nudge.close_opening"


def _name(item: NudgeItem) -> str:
    if item.opening is None:
        return ""
    return f"*{escape(item.opening.ref, 40)}* {escape(item.opening.title, 150)}"


def _sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    """A sentence that is true before and after the day of the decision.

    It stays in the posted message and in App Home.
    """
    if item.follow_up.state is not FollowUpState.OPEN:
        return f"{_name(item)} was paused."
    day = item.opening.paused_until if item.opening is not None else None
    when = f"with a decision due on {weekday(day)}" if day else "and it's time to decide"
    return f"{_name(item)} is paused, {when}. Should it go on?"


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    if item.opening is None:
        return ""
    if item.opening.status is OpeningStatus.PAUSED and item.opening.paused_until:
        return (
            f"It stays paused until {weekday(item.opening.paused_until)}, and I'll ask again then."
        )
    return f"It's {labels.STATUS[item.opening.status].lower()} now."


PAUSE = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(RESUME, "Resume"),
        AnswerButton(PAUSE_LONGER, "Pause longer"),
        AnswerButton(CLOSE, "Close"),
    ),
    reason="You look after this opening, which was paused until now",
    stop_label="Pause longer",
    outcome=_outcome,
)
