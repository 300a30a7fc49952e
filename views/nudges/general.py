"""The nudge about an opening that suits the candidate of a general referral."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Viewer
from views.bonus import offer_in_full
from views.formatting import escape
from views.nudges.copy import LATER_BUTTON, NOT_NEEDED_BUTTON, AnswerButton, NudgeCopy

PUT_FORWARD = "general.put_forward"


def _sentence(item: NudgeItem, _viewer: Viewer | None) -> str:
    if item.opening is None:
        return ""
    ref, title = escape(item.opening.ref, 40), escape(item.opening.title, 150)
    name = f"*{escape(item.candidate_name, 150)}*"
    sentence = f"*{ref}* {title} may suit {name}, who you put forward without a role."
    if item.match_reasons:
        sentence += f" Because: {escape(', '.join(item.match_reasons), 200)}."
    if item.offer:
        sentence += f" {offer_in_full(item.offer)}"
    return sentence


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    if item.follow_up.state is FollowUpState.DONE:
        return "Put forward. My thank-you message says who has it and until when."
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "Not put forward. I won't ask again about this one."
    return "This is settled now."


GENERAL_MATCH = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(PUT_FORWARD, "Put forward"),
        LATER_BUTTON,
        NOT_NEEDED_BUTTON,
    ),
    reason="You put them forward for a role that may come up. I haven't asked anyone else",
    outcome=_outcome,
)
