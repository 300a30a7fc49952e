"""The nudge that asks an advocate how the candidate's interview went."""

from __future__ import annotations

from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import escape
from views.nudges.copy import LATER_BUTTON, NOT_NEEDED_BUTTON, AnswerButton, NudgeCopy

ADD_NOTE = "nudge.heard"


def _sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return f"*{name}* has been interviewing for {role}. How did it go, from where you stand?"


INTERVIEW = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(ADD_NOTE, "Add what you heard"),
        LATER_BUTTON,
        NOT_NEEDED_BUTTON,
    ),
    reason="You get this because you put them forward",
)
