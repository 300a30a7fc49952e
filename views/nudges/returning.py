"""The nudge that asks to look again at a candidate who had "not now"."""

from __future__ import annotations

from domain.follow_ups import FollowUpState
from domain.limits import STAGE_NOTE_MAX
from domain.pages import NudgeItem, Viewer
from views import labels
from views.block_kit import Block, context, quote
from views.formatting import absolute_day, escape, mention
from views.nudges.copy import LATER_BUTTON, NOT_NEEDED_BUTTON, AnswerButton, NudgeCopy
from views.nudges.owner import is_back_with_owner, is_passed_on, others_asked

LOOK_AGAIN = "nudge.look_again"


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.referral is None:
        return ""
    name, role = f"*{escape(item.candidate_name, 150)}*", labels.role_name(item.referral)
    if item.follow_up.state is not FollowUpState.OPEN:
        return f"{name} was back for {role}."
    when = f" on {absolute_day(item.follow_up.created_at, viewer)}" if viewer else ""
    text = f"{name} had “not now” for {role}{when}, and it's time to look again."
    if item.opening is not None and item.opening.ended:
        text += f" {escape(item.opening.ref, 40)} has ended, so they'd come back without a role."
    if is_back_with_owner(item, viewer):
        return text
    if is_passed_on(item, viewer):
        return f"{text} {mention(item.referral.owner)} hasn't answered yet. Can you look?"
    return f"{text}{others_asked(item, viewer)} Put them back in the running?"


def _details(item: NudgeItem) -> list[Block]:
    """Why it was "not now", and what the first advocate wrote."""
    blocks: list[Block] = []
    referral, endorsement = item.referral, item.endorsement
    if referral is not None and referral.reason is not None:
        blocks.append(
            context(f"The reason then: {labels.lower_first(labels.REASON[referral.reason])}.")
        )
    if endorsement is not None:
        text = endorsement.evidence.saw or endorsement.evidence.why
        if text:
            blocks += [context(f"{mention(endorsement.advocate)}:"), quote(text, STAGE_NOTE_MAX)]
    return blocks


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    if item.follow_up.state is FollowUpState.DONE:
        return "They're in the running again, and their advocate knows."
    if item.follow_up.state is FollowUpState.NOT_NEEDED:
        return "It stays “not now”, and their advocate knows."
    return ""


RETURN = NudgeCopy(
    _sentence,
    lambda _item, _viewer: (
        AnswerButton(LOOK_AGAIN, "Look again"),
        LATER_BUTTON,
        NOT_NEEDED_BUTTON,
    ),
    reason="This day was set with the “not now”",
    details=_details,
    outcome=_outcome,
)
