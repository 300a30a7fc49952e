"""The nudge that invites an advocate without evidence to say more."""

from __future__ import annotations

from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import escape
from views.nudges.copy import (
    LATER_BUTTON,
    NOT_NEEDED_BUTTON,
    AnswerButton,
    NudgeCopy,
    forward_for,
    leading_date,
)

SAY_MORE_NOW = "nudge.say_more"


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return f"{leading_date(item, viewer)}you put *{name}* {forward_for(item)} {role}."


SAY_MORE = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(SAY_MORE_NOW, "Say more"),
        LATER_BUTTON,
        NOT_NEEDED_BUTTON,
    ),
    reason="You get this because you put them forward",
    advice="What you saw them do makes the difference. It takes three minutes, in your words.",
)
