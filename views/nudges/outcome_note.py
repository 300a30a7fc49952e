"""The entry in a list about a note that tells a candidate how it ended."""

from __future__ import annotations

from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import escape
from views.nudges.copy import MARK_DONE, NOT_NEEDED_BUTTON, AnswerButton, NudgeCopy


def _sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    role = labels.role_name(item.referral) if item.referral else "the role"
    name = escape(item.candidate_name, 200)
    return f"there's a note for *{name}* about how it ended for {role}."


OUTCOME_NOTE = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (AnswerButton(MARK_DONE, "Told them"), NOT_NEEDED_BUTTON),
    reason="You put them forward",
)
