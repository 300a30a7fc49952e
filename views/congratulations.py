"""A congratulation in a channel: the form, the question to the new colleague, and the post.

It congratulates the new colleague, and the advocate who put them forward. Both have to agree.
"""

from __future__ import annotations

from domain.congratulation_pages import CongratulationPage
from domain.congratulations import Congratulation
from views.block_kit import (
    Block,
    Message,
    actions,
    button,
    confirm_dialog,
    context,
    message,
    modal,
    section,
)
from views.form_state import State, selected_user
from views.formatting import channel_link, escape, mention
from views.inputs import user_input

FORM = "congratulation.form"  # private metadata: a `FollowUpValue`
# The value of these three buttons is the referral's id.
AGREE = "congratulation.agree"
DECLINE = "congratulation.decline"
TAKE_BACK = "congratulation.take_back"

ROLE_MAX = 150  # characters of the role's title in a sentence


def congratulation_form(page: CongratulationPage, hired: str | None, private: str) -> Block:
    """Asks the advocate for the new colleague's account, and shows the post.

    `hired` is the user id that is preselected, or None. `private` is the private metadata.
    """
    channel = channel_link(page.congratulation.channel)
    return modal(
        FORM,
        "Congratulate you both",
        [
            section(f"Once they agree, I'll post this in {channel}:\n>{_post_text(page)}"),
            user_input("whom", "Who are they here?", initial=hired),
            context("I'll ask them once. If they say no, or don't answer, I won't post anything."),
        ],
        submit="Ask them",
        close="Cancel",
        private=private,
    )


def parse_hired(state: State) -> str | None:
    """The user id that was chosen in the form, or None."""
    return selected_user(state, "whom")


def _post_text(page: CongratulationPage) -> str:
    congratulation = page.congratulation
    hired = mention(congratulation.hired) if congratulation.hired else "your new colleague"
    role = f" as {escape(page.role, ROLE_MAX)}" if page.role else ""
    advocate = mention(congratulation.advocate)
    return (
        f"Congratulations to {hired}, who joined us{role}, and to {advocate}, who put them forward!"
    )


def asked_message(page: CongratulationPage) -> Message:
    """Asks the new colleague, or shows them the outcome once they have answered."""
    congratulation = page.congratulation
    channel = channel_link(congratulation.channel)
    advocate = mention(congratulation.advocate)
    role = f" for {escape(page.role, ROLE_MAX)}" if page.role else ""
    question = (
        f"{advocate} put you forward{role}, and now you're here. "
        f"May I congratulate you both in {channel}?"
    )
    blocks = [section(f"{question} It would say:\n>{_post_text(page)}")]
    value = str(congratulation.referral_id)
    if congratulation.agreed is None:
        blocks += [
            actions(
                button("Yes, post it", AGREE, value, primary=True),
                button("No, thanks", DECLINE, value),
            ),
            context("Nothing is posted unless you say yes, and I won't ask again."),
        ]
    else:
        blocks += _outcome_blocks(congratulation)
    return message(*blocks, text=question)


def agreed_message(page: CongratulationPage) -> Message:
    """Tells the advocate that the new colleague agreed."""
    congratulation = page.congratulation
    text = f"{mention(congratulation.hired)} agreed too, so I'm congratulating you both."
    return message(section(text), *_outcome_blocks(congratulation), text=text)


def _outcome_blocks(congratulation: Congratulation) -> list[Block]:
    """What became of the post after the new colleague's answer.

    Only the new colleague can read "You said no": the advocate gets no message after a no.
    """
    channel = channel_link(congratulation.channel)
    if congratulation.agreed is False:
        return [context("You said no, so nothing was posted.")]
    if congratulation.taken_back_by is not None:
        person = mention(congratulation.taken_back_by)
        return [context(f"{person} took it back, and the post in {channel} is deleted.")]
    if congratulation.refused:
        return [context(f"I couldn't post it in {channel}, so nothing is there.")]
    return [
        context(f"It's for {channel}, and each of you can take it back."),
        actions(
            button(
                "Take it back",
                TAKE_BACK,
                str(congratulation.referral_id),
                confirm=confirm_dialog(
                    "Take it back?", "The post is deleted for everyone.", "Take it back"
                ),
            )
        ),
    ]


def congratulation_message(page: CongratulationPage) -> Message:
    """The post in the channel, after both have agreed."""
    text = _post_text(page)
    return message(section(text), context("They both agreed to this post."), text=text)
