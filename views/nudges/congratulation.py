"""The nudge that asks an advocate whether they and a new colleague may be congratulated."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import calendar_day, channel_link, escape, mention
from views.nudges.copy import LATER_BUTTON, NOT_NEEDED, AnswerButton, NudgeCopy

ASK_THEM = "nudge.congratulate"


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    name = f"*{escape(item.candidate_name, 150)}*"
    role = labels.role_name(item.referral) if item.referral else "the role"
    started = "has started"
    if item.hire is not None and item.hire.started_on is not None:
        started = f"started on {calendar_day(item.hire.started_on, viewer)}"
    sentence = f"{name} {started}, hired for {role}."
    if item.follow_up.state is not FollowUpState.OPEN or item.channel is None:
        return sentence
    channel = channel_link(item.channel)
    return (
        f"{sentence} May I congratulate you both in {channel}? I'd ask them too, and post it only "
        "if you both agree."
    )


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    congratulation = item.congratulation
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "All right, I won't post anything."
    if congratulation is None:
        return ""
    if congratulation.taken_back_by is not None:
        return f"{mention(congratulation.taken_back_by)} took it back, and the post is deleted."
    if congratulation.is_shown:
        return f"You both agreed, and it's in {channel_link(congratulation.channel)}."
    # A no looks like a silence, so that nobody has to explain it.
    return f"I've asked {mention(congratulation.hired)}. It's posted only if they agree."


CONGRATULATION = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(ASK_THEM, "Yes, ask them"),
        LATER_BUTTON,
        AnswerButton(NOT_NEEDED, "No, thanks"),
    ),
    reason="You put them forward first",
    stop_label="No, thanks",
    outcome=_outcome,
)
