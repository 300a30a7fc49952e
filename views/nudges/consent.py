"""The nudge that asks an advocate whether the candidate has agreed to be put forward."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.pages import NudgeItem, Viewer
from views import labels
from views.formatting import escape, on_day
from views.nudges.copy import LATER_BUTTON, AnswerButton, NudgeCopy, forward_for, leading_date

OPEN_DRAFT = "consent.draft"
REPORT_AGREED = "consent.agreed"
REPORT_DECLINED = "consent.declined"


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    role, candidate = labels.role_name(item.referral), item.referral.candidate
    name = escape(item.candidate_name, 150)
    sentence = f"{leading_date(item, viewer)}you put *{name}* {forward_for(item)} {role}."
    if not candidate.awaits_agreement:
        return sentence
    if candidate.asked_at is None:
        sentence += " Have they agreed? I've drafted a note to ask them."
    elif candidate.asked_by == item.follow_up.member:
        day = f"{on_day(candidate.asked_at, viewer)} " if viewer is not None else ""
        sentence = f"{day}you asked *{name}* about {role}. Have they agreed?"
    else:
        day = f" {on_day(candidate.asked_at, viewer)}" if viewer is not None else ""
        sentence += f" A colleague asked them{day}. Have they agreed?"
    if viewer is not None and candidate.decide_by is not None:
        erasure_day = on_day(candidate.decide_by, viewer)
        sentence += f" Without a yes, I'll erase everything about them {erasure_day}."
    return sentence


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    if item.follow_up.state is FollowUpState.DONE:
        if item.referral is not None and item.referral.candidate.awaits_agreement:
            return (
                "Thank you for asking them. The desk learns who it is when the colleague who put "
                "them forward first says so, too."
            )
        return "They agreed. Thank you for asking them."
    if item.referral is not None and item.referral.candidate.took_part_at is not None:
        return "They're talking to the team now, so there's nothing left to ask."
    return "This is settled now."


def _buttons(item: NudgeItem, _viewer: Viewer | None) -> tuple[AnswerButton, ...]:
    draft = AnswerButton(OPEN_DRAFT, "Open the draft")
    agreed = AnswerButton(REPORT_AGREED, "They agreed")
    if item.referral is not None and item.referral.candidate.asked_at is not None:
        return agreed, draft, LATER_BUTTON
    return draft, agreed, LATER_BUTTON


CONSENT = NudgeCopy(
    _sentence,
    _buttons,
    reason="You put them forward, and they should know",
    stop_label="Later",
    stop_postpones=True,
    outcome=_outcome,
    menu_choices=(AnswerButton(REPORT_DECLINED, "They said no"),),
)
