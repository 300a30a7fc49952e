"""Commitments, the invitation to say more and the check-in after an interview, as nudges say them.

Also the buttons that help with each commitment, wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.pages import AdvocatePage
from domain.referrals import Commitment, CommitmentKind, CommitmentState, Stage
from views import channel_post, interview, introduction, labels, manager_word
from views.block_kit import Block, actions, button
from views.formatting import join_with_and

# The same where the referral is at hand; values are its id.
_REFERRAL_BUTTONS: dict[CommitmentKind, tuple[str, str]] = {
    CommitmentKind.INTRODUCTION: (introduction.OPEN, "Open the draft"),
    CommitmentKind.WORD_WITH_MANAGER: (manager_word.SEND, "Tell the hiring manager"),
    CommitmentKind.INTERVIEW_PREP: (interview.KIT, "Open the kit"),
    CommitmentKind.INTERNAL_CHANNELS: (channel_post.OPEN, "Open the post"),
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
