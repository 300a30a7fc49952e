"""Forms and messages after a candidate has told an advocate that they don't want to be referred.

The advocate reports the no. If others still vouch for the candidate, the owner decides.
"""

from __future__ import annotations

from domain.pages import NudgeItem
from domain.referrals import Referral
from domain.withdrawal_pages import DeclinedPage, WordsWithdrawnPage
from views import labels
from views.block_kit import Block, Message, actions, button, context, message, modal, section
from views.formatting import escape, join_with_and, mention, on_day

# The private metadata is a `views.nudges.values.FollowUpValue`.
DECLINED_FORM = "consent.declined_form"
# The value and the private metadata are the referral's id.
OPEN_ERASE_FORM = "consent.erase"
ERASE_FORM = "consent.erase_form"


def declined_form(item: NudgeItem, value: str, *, others_vouch: bool = False) -> Block:
    """Explains the effect of "They said no" to the advocate, and asks for confirmation.

    `value` becomes the private metadata. `others_vouch` is true if other advocates also vouch for
    the candidate.
    """
    if others_vouch:
        return _own_words_form(item, value)
    name = escape(item.candidate_name, 200)
    return modal(
        DECLINED_FORM,
        "They said no",
        [
            section(
                f"I'll withdraw *{name}* from everything they were put forward for, and erase "
                "what I hold about them: name, contact, and what anyone wrote about them."
            ),
            context("This can't be undone. If they change their mind, put them forward again."),
        ],
        submit="Withdraw and erase",
        close="Go back",
        private=value,
    )


def _own_words_form(item: NudgeItem, value: str) -> Block:
    """The confirmation while others vouch: only this advocate's words are erased."""
    name = escape(item.candidate_name, 200)
    owner = mention(item.referral.owner) if item.referral else "whoever answers"
    return modal(
        DECLINED_FORM,
        "They said no",
        [
            section(
                f"I'll erase everything you said about *{name}*, and tell {owner} about the no."
            ),
            section(
                "Someone else vouches for them too. So the owner, a recruiter or an admin decides "
                "whether the rest is erased."
            ),
            context("This can't be undone. If they change their mind, put them forward again."),
        ],
        submit="Erase my words",
        close="Go back",
        private=value,
    )


def words_withdrawn_message(page: WordsWithdrawnPage) -> Message:
    """Thanks the advocate for the report. It names no candidate, as the words are erased."""
    roles = join_with_and([labels.role_name(referral) for referral in page.referrals])
    owners = dict.fromkeys(each.owner for each in page.referrals if not each.ended)
    text = (
        "Thank you for asking, and for telling me. I've erased what you said about them for "
        f"{roles}."
    )
    if owners:
        names = join_with_and([mention(owner) for owner in owners])
        text += f" Someone else vouches for them too, so the rest is up to {names}."
    return message(section(text), text=text)


def candidate_declined_message(page: DeclinedPage) -> Message:
    """Asks the owner of a referral to decide. A hidden candidate is not named."""
    referral = page.card.referral
    is_hidden = referral.candidate.hidden
    name = "someone" if is_hidden else f"*{escape(referral.candidate.name, 200)}*"
    role = labels.role_name(referral, with_title=True)
    text = f"{mention(page.reported_by)} heard a no from {name} about being put forward for {role}."
    consent_deadline = referral.candidate.decide_by
    blocks = [section(text), section(_advice(page))]
    if consent_deadline is not None and not referral.ended:
        day = on_day(consent_deadline, page.card.viewer)
        blocks.append(context(f"Without a yes, everything about them is erased {day}."))
    blocks.append(actions(button("Erase them", OPEN_ERASE_FORM, str(referral.id))))
    return message(*blocks, text=text)


def _advice(page: DeclinedPage) -> str:
    """Says whose turn it is. While the candidate is hidden, other advocates are not named."""
    reporter = mention(page.reported_by)
    advocates = dict.fromkeys(each.advocate for each in page.card.endorsements)
    others = [mention(each) for each in advocates if each != page.reported_by]
    if not others:  # The card shows no endorsements while the candidate is hidden.
        return (
            f"I've erased what {reporter} said. Someone else vouches for them too, and may still "
            "hear a yes. If you'd rather not wait, erase them."
        )
    vouch = "vouches" if len(others) == 1 else "vouch"
    return (
        f"I've erased what {reporter} said. {join_with_and(others)} {vouch} for them too, so it's "
        "your turn: ask whether it's a no altogether. If it is, erase them."
    )


def erase_form(referral: Referral) -> Block:
    """Explains what erasing a candidate does, and asks for confirmation."""
    is_hidden = referral.candidate.hidden
    name = "this person" if is_hidden else f"*{escape(referral.candidate.name, 200)}*"
    return modal(
        ERASE_FORM,
        "Erase them",
        [
            section(
                f"I'll withdraw {name} from every role, and erase what I hold about them: name, "
                "contact, and what anyone wrote about them. I'll tell everyone who vouched for "
                "them, without the name."
            ),
            context("This can't be undone."),
        ],
        submit="Erase",
        close="Go back",
        private=str(referral.id),
    )
