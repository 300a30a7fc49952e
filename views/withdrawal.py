"""An advocate takes back what they put forward: the form that says what it does, and the answer."""

from __future__ import annotations

from domain.referrals import Referral
from domain.withdrawal_pages import WithdrawalPage
from views import labels
from views.block_kit import Block, context, modal, section
from views.formatting import escape, join_with_and, mention

OPEN_FORM = "withdrawal.open"  # a choice of the overflow menu; value: the referral's id
WITHDRAW_FORM = "withdrawal.form"  # private metadata: the referral's id


def withdrawal_form(page: WithdrawalPage) -> Block:
    """Says what becomes of the card, of the owner's reminders and of the candidate's data."""
    name, roles = f"*{escape(page.candidate_name, 200)}*", _role_names(page.referrals)
    if page.others_vouch:
        text = (
            f"I'll erase what you said about {name} for {roles}, also from the cards of "
            f"{_owner_names(page.referrals)}. Someone else vouches for them too, so they stay in "
            "the running, without your name."
        )
    else:
        text = (
            f"I'll withdraw {name} from {roles}, and erase what I hold about them: name, contact, "
            f"and what you wrote. The cards of {_owner_names(page.referrals)} will say so, and I "
            "won't remind anyone about it again."
        )
    return modal(
        WITHDRAW_FORM,
        "Take it back",
        [section(text), context("This can't be undone. You can put them forward again.")],
        submit="Take it back",
        close="Go back",
        private=str(page.referrals[0].id),
    )


def withdrawn_modal(page: WithdrawalPage) -> Block:
    """Says what was erased. The candidate is not named: their name may be erased as well."""
    roles = _role_names(page.referrals)
    text = f"It's taken back for {roles}, and what you said is erased."
    if page.others_vouch:
        text += " Someone else vouches for them too, so the rest goes on."
    return modal("withdrawal.done", "Taken back", [section(text)], close="Done")


def _role_names(referrals: tuple[Referral, ...]) -> str:
    return join_with_and([labels.role_name(referral) for referral in referrals])


def _owner_names(referrals: tuple[Referral, ...]) -> str:
    owners = dict.fromkeys(referral.owner for referral in referrals)
    return join_with_and([mention(owner) for owner in owners])
