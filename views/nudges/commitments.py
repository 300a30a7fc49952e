"""The nudge that reminds an advocate of a commitment: an offer to help a candidate.

It says what the advocate offered, and has a button that helps to do it.
"""

from __future__ import annotations

from domain.endorsements import Commitment, CommitmentKind, CommitmentState
from domain.pages import NudgeItem, Viewer
from domain.referrals import Referral, comes_too_late
from domain.stages import Stage
from views import labels
from views.formatting import channel_link, join_with_and, mention
from views.nudges.copy import (
    LATER_BUTTON,
    MARK_DONE,
    NOT_NEEDED_BUTTON,
    AnswerButton,
    NudgeCopy,
    leading_date,
)

# Action ids.
OPEN_DRAFT = "nudge.draft"
SEND_WORD = "nudge.word"
OPEN_KIT = "nudge.prepare"
OPEN_POST = "nudge.post"

_DONE_BUTTON = AnswerButton(MARK_DONE, "Done")
_HELP_BUTTONS: dict[CommitmentKind, AnswerButton] = {
    CommitmentKind.INTRODUCTION: AnswerButton(OPEN_DRAFT, "Open the draft"),
    CommitmentKind.WORD_WITH_MANAGER: AnswerButton(SEND_WORD, "Send"),
    CommitmentKind.INTERVIEW_PREP: AnswerButton(OPEN_KIT, "Open the kit"),
    CommitmentKind.INTERNAL_CHANNELS: AnswerButton(OPEN_POST, "Open the post"),
}


def _sentence(item: NudgeItem, viewer: Viewer | None) -> str:
    if item.commitment is None or item.referral is None:
        return ""
    referrals = [item.referral, *_other_referrals(item)]
    roles = join_with_and([labels.role_name(each) for each in referrals])
    offer = labels.commitment_offer(item.commitment.kind, item.candidate_name, item.hiring_manager)
    sentence = f"{leading_date(item, viewer)}you offered to {offer}, for {roles}."
    if not item.referral.ended and item.commitment.state is CommitmentState.OPEN:
        sentence += " " + _help_sentence(item, item.commitment)
    return sentence


def _other_referrals(item: NudgeItem) -> list[Referral]:
    """The referrals of the same candidate that this nudge is about as well."""
    return [each.referral for each in item.others if each.referral is not None]


def _help_sentence(item: NudgeItem, commitment: Commitment) -> str:
    """How Vouch helps the advocate to keep the commitment now."""
    if commitment.sent_to is not None:
        return f"Your post is on its way to {channel_link(commitment.sent_to)}."
    if commitment.kind is CommitmentKind.INTRODUCTION:
        if commitment.text:
            return "Your text is kept."
        return "I've drafted it from your own words."
    if commitment.kind is CommitmentKind.WORD_WITH_MANAGER:
        if item.hiring_manager:
            manager = mention(item.hiring_manager)
            return f"Your words are ready: you'll see what {manager} reads, and can add a line."
        owner = mention(item.referral.owner) if item.referral else "Whoever answers"
        return f"There's no hiring manager yet. {owner} owns the answer and has your words."
    if commitment.kind is CommitmentKind.INTERVIEW_PREP:
        if item.referral is not None and item.referral.stage is Stage.INTERVIEWING:
            return "There's an interview, and the kit is ready."
        if item.referral is not None and comes_too_late(commitment.kind, item.referral.stage):
            return "The interviews are over, so there's nothing left to prepare."
        return "I'll come back to it when there's an interview."
    return "I've drafted a post about the role that names nobody."


def _buttons(item: NudgeItem, _viewer: Viewer | None) -> tuple[AnswerButton, ...]:
    kind = item.commitment.kind if item.commitment else CommitmentKind.INTRODUCTION
    first_button = _HELP_BUTTONS[kind]
    if kind is CommitmentKind.WORD_WITH_MANAGER and not item.hiring_manager:
        first_button = _DONE_BUTTON  # there is no hiring manager to send the words to
    return first_button, LATER_BUTTON, NOT_NEEDED_BUTTON


def _outcome(item: NudgeItem, _viewer: Viewer) -> str:
    """Thanks for a fulfilled commitment; empty if it is not fulfilled or nothing is to be said."""
    commitment = item.commitment
    if commitment is None or commitment.state is not CommitmentState.DONE:
        return ""
    match commitment.kind, commitment.sent_to:
        case CommitmentKind.INTRODUCTION, _:
            return "You introduced them. Thank you: that opens the door."
        case CommitmentKind.INTERVIEW_PREP, _:
            return "You helped them prepare. Thank you. It will show."
        case CommitmentKind.WORD_WITH_MANAGER, str() as manager if manager:
            return f"Sent to {mention(manager)}. Thank you."
        case CommitmentKind.INTERNAL_CHANNELS, str() as channel if channel:
            return f"It's in {channel_link(channel)}. Thank you for passing it on."
    return ""


COMMITMENT = NudgeCopy(
    _sentence,
    _buttons,
    reason="You chose this",
    reason_has_date=True,
    outcome=_outcome,
    list_choices=(_DONE_BUTTON,),
)
