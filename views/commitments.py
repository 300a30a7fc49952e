"""Commitments, the invitation to say more and the check-in after an interview, as nudges say them.

Also the buttons that help with each commitment, wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import AdvocatePage, NudgeItem, Reader
from domain.referrals import Commitment, CommitmentKind, CommitmentState, Stage
from views import channel_post, interview, introduction, labels, manager_word
from views.block_kit import Block, actions, button
from views.formatting import channel_link, escape, join_with_and, mention
from views.nudge_copy import DONE, LATER, NOT_NEEDED, NudgeCopy, leading_date

# Ids of a nudge's answers; values are "<follow-up>:<intent>"
DRAFT = "nudge.draft"
WORD = "nudge.word"
PREPARE = "nudge.prepare"
POST = "nudge.post"
SAY_MORE_NOW = "nudge.say_more"
HEARD = "nudge.heard"

_NUDGE_BUTTONS: dict[CommitmentKind, tuple[str, str]] = {
    CommitmentKind.INTRODUCTION: (DRAFT, "Open the draft"),
    CommitmentKind.WORD_WITH_MANAGER: (WORD, "Send"),
    CommitmentKind.INTERVIEW_PREP: (PREPARE, "Open the kit"),
    CommitmentKind.INTERNAL_CHANNELS: (POST, "Open the post"),
}
# The same where the referral is at hand; values are its id.
_REFERRAL_BUTTONS: dict[CommitmentKind, tuple[str, str]] = {
    CommitmentKind.INTRODUCTION: (introduction.OPEN, "Open the draft"),
    CommitmentKind.WORD_WITH_MANAGER: (manager_word.SEND, "Tell the hiring manager"),
    CommitmentKind.INTERVIEW_PREP: (interview.KIT, "Open the kit"),
    CommitmentKind.INTERNAL_CHANNELS: (channel_post.OPEN, "Open the post"),
}

_THANKS: dict[CommitmentKind, str] = {
    CommitmentKind.INTRODUCTION: "You introduced them. Thank you: that opens the door.",
    CommitmentKind.WORD_WITH_MANAGER: "Sent. Thank you: {whom} has your words.",
    CommitmentKind.INTERVIEW_PREP: "You helped them prepare. Thank you: it will show.",
    CommitmentKind.INTERNAL_CHANNELS: "It stands in {place}. Thank you for passing it on.",
}


def help_buttons(page: AdvocatePage) -> list[tuple[str, str]]:
    """(action, label) for each commitment that is still to be done; none once it has ended.

    Help with the interview comes when there is one.
    """
    if page.referral.ended:
        return []
    return [
        _REFERRAL_BUTTONS[commitment.kind]
        for commitment in page.commitments
        if commitment.state is CommitmentState.OPEN
        and commitment.sent_to is None
        and (
            commitment.kind is not CommitmentKind.INTERVIEW_PREP
            or page.referral.stage is Stage.INTERVIEWING
        )
    ]


def interview_kit_button(page: AdvocatePage) -> Block:
    """Under the news that there is an interview, promised or not."""
    action, label = _REFERRAL_BUTTONS[CommitmentKind.INTERVIEW_PREP]
    return actions(button(label, action, str(page.referral.id), primary=True))


def fulfilled_sentence(pages: Sequence[AdvocatePage]) -> str:
    """What the advocate has done so far, thanked; nothing where there is nothing."""
    kinds = dict.fromkeys(
        commitment.kind for page in pages for commitment in page.commitments if _is_done(commitment)
    )
    deeds = [labels.COMMITMENT_IN_PAST[kind] for kind in kinds]
    if not deeds:
        return ""
    return (
        f"You {join_with_and(deeds)}. Thank you: those who decide see that you acted on your word."
    )


def _is_done(commitment: Commitment) -> bool:
    return commitment.state is CommitmentState.DONE


def _commitment_sentence(item: NudgeItem, reader: Reader | None) -> str:
    if item.commitment is None or item.referral is None:
        return ""
    kind = item.commitment.kind
    offer = labels.commitment_offer(kind, item.candidate_name, item.hiring_manager)
    sentence = f"{leading_date(item, reader)}you offered to {offer}, for {labels.role_name(item.referral)}."
    if not item.referral.ended and item.commitment.state is CommitmentState.OPEN:
        sentence += _help_sentence(item, item.commitment)
    return sentence


def _help_sentence(item: NudgeItem, commitment: Commitment) -> str:
    """What helps, in a few words."""
    if commitment.sent_to is not None:
        return f" Your post is on its way to {channel_link(commitment.sent_to)}."
    if commitment.kind is CommitmentKind.INTRODUCTION:
        draft_state = (
            "your text is kept" if commitment.text else "a draft from your own words is ready"
        )
        return f" {draft_state[:1].upper()}{draft_state[1:]}."
    if commitment.kind is CommitmentKind.WORD_WITH_MANAGER:
        if item.hiring_manager:
            return " One tap sends your words; nothing else is needed."
        owner = mention(item.referral.owner) if item.referral else "Whoever answers"
        return f" Nobody is named yet; {owner}, who answers it, has your words."
    if commitment.kind is CommitmentKind.INTERVIEW_PREP:
        if item.referral is not None and item.referral.stage is Stage.INTERVIEWING:
            return " There is an interview: the kit is ready."
        return " I come back to it when there is an interview."
    return " A post about the role is ready; it names nobody."


def _commitment_buttons(item: NudgeItem) -> tuple[tuple[str, str], ...]:
    kind = item.commitment.kind if item.commitment else CommitmentKind.INTRODUCTION
    first_button = _NUDGE_BUTTONS[kind]
    if kind is CommitmentKind.WORD_WITH_MANAGER and not item.hiring_manager:
        first_button = (DONE, "Done")
    return first_button, (LATER, "Later"), (NOT_NEEDED, "Not needed")


def _commitment_outcome(item: NudgeItem, _reader: Reader) -> str:
    if item.commitment is None or not _is_done(item.commitment):
        return ""
    kind, told = item.commitment.kind, item.commitment.sent_to
    if kind is CommitmentKind.WORD_WITH_MANAGER and not told:
        return ""
    if kind is CommitmentKind.INTERNAL_CHANNELS and not told:
        return ""
    return _THANKS[kind].format(whom=mention(told or ""), place=channel_link(told or ""))


def _say_more_sentence(item: NudgeItem, reader: Reader | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return (
        f"{leading_date(item, reader)}you put *{name}* forward for {role}. What you saw them do is what "
        "makes the difference: three minutes, in your words."
    )


def _interview_sentence(item: NudgeItem, _reader: Reader | None) -> str:
    if item.referral is None:
        return ""
    name, role = escape(item.candidate_name, 150), labels.role_name(item.referral)
    return f"*{name}* has been interviewing for {role}. How did it go, from where you stand?"


COMMITMENT_COPY = NudgeCopy(
    _commitment_sentence,
    _commitment_buttons,
    because="You chose this",
    dated=True,
    settled=_commitment_outcome,
    besides=((DONE, "Done"),),
)
SAY_MORE_COPY = NudgeCopy(
    _say_more_sentence,
    lambda _: ((SAY_MORE_NOW, "Say more"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
    because="It comes to you because you put them forward",
)
INTERVIEW_COPY = NudgeCopy(
    _interview_sentence,
    lambda _: ((HEARD, "Add what you heard"), (LATER, "Later"), (NOT_NEEDED, "Not needed")),
    because="It comes to you because you put them forward",
)
