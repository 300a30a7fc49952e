"""The buttons with which an advocate fulfils a commitment, and the thanks for fulfilled ones.

A commitment is what an advocate offered to do for the candidate. The nudge about a commitment is in
`views.nudges.commitments`.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.endorsements import Commitment, CommitmentKind, CommitmentState
from domain.pages import AdvocatePage
from domain.stages import Stage
from views import channel_post, interview, introduction, labels, manager_word
from views.block_kit import Block, actions, button
from views.formatting import join_with_and

# (action id, label); the value of each button is the referral's id.
_HELP_BUTTONS: dict[CommitmentKind, tuple[str, str]] = {
    CommitmentKind.INTRODUCTION: (introduction.OPEN_FORM, "Open the draft"),
    CommitmentKind.WORD_WITH_MANAGER: (manager_word.OPEN_PREVIEW, "Tell the hiring manager"),
    CommitmentKind.INTERVIEW_PREP: (interview.OPEN_KIT, "Open the kit"),
    CommitmentKind.INTERNAL_CHANNELS: (channel_post.OPEN_FORM, "Open the post"),
}


def help_buttons(page: AdvocatePage) -> list[tuple[str, str]]:
    """(action id, label) of the button for each commitment that the advocate can act on now."""
    if page.referral.ended:
        return []
    return [
        _HELP_BUTTONS[commitment.kind]
        for commitment in page.commitments
        if _can_act_on(commitment, page.referral.stage)
    ]


def _can_act_on(commitment: Commitment, stage: Stage) -> bool:
    """Whether the commitment has a button while the referral is at `stage`.

    Help with interviews has a button only while there are interviews. Once the advocate's message
    or post is queued (`sent_to`), no more action is needed.
    """
    if commitment.kind is CommitmentKind.INTERVIEW_PREP and stage is not Stage.INTERVIEWING:
        return False
    return commitment.state is CommitmentState.OPEN and commitment.sent_to is None


def interview_kit_button(page: AdvocatePage) -> Block:
    """The button in the news of interviews. Advocates who have not offered help get it as well."""
    action, label = _HELP_BUTTONS[CommitmentKind.INTERVIEW_PREP]
    return actions(button(label, action, str(page.referral.id), primary=True))


def fulfilled_sentence(pages: Sequence[AdvocatePage]) -> str:
    """The thanks for the fulfilled commitments on these pages; empty if there are none."""
    kinds = dict.fromkeys(
        commitment.kind
        for page in pages
        for commitment in page.commitments
        if commitment.state is CommitmentState.DONE
    )
    deeds = [labels.COMMITMENT_IN_PAST[kind] for kind in kinds]
    if not deeds:
        return ""
    return f"You {join_with_and(deeds)}. Thank you. The people who decide can see that you did."
