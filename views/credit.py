"""The form that corrects who is credited with a referral, and the news for both advocates."""

from __future__ import annotations

from dataclasses import dataclass

from domain.credit import CreditPage, CreditReason
from domain.pages import DeskPage
from views import labels
from views.block_kit import Block, Message, context, message, modal, option, section
from views.bonus import clock_sentences
from views.form_state import State, selected_member, selected_value
from views.formatting import escape
from views.inputs import choice_input

# Action id; the value is the referral's id.
OPEN_CREDIT_FORM = "desk.credit"
# Callback id; private metadata: the referral's id.
CREDIT_FORM = "desk.credit_form"

REASON = {
    CreditReason.EARLIER: "Put forward earlier, in another way",
    CreditReason.MISTAKE: "It was put under the wrong name",
    CreditReason.AGREED: "The two of them agreed on it",
    CreditReason.LOOKED_INTO: "The hiring team looked into it",
}


@dataclass(frozen=True, slots=True)
class CreditForm:
    advocate: str  # a user id
    reason: CreditReason | None


def credit_form(page: DeskPage) -> Block:
    referral = page.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    others = [each.advocate for each in page.endorsements if each.advocate != referral.advocate]
    voices = [option(each, "@" + page.advocate_names.get(each, each)) for each in others]
    if not voices:
        text = f"Nobody else vouches for *{name}* any more, so there's nobody else to credit."
        return modal(CREDIT_FORM, "Correct credit", [section(text)])
    reasons = [option(reason.value, words) for reason, words in REASON.items()]
    return modal(
        CREDIT_FORM,
        "Correct credit",
        [
            section(f"Who is credited with *{name}* for {role}?"),
            choice_input("credit", "Who put them forward first?", voices),
            choice_input("reason", "Why?", reasons, hint="Both advocates read it."),
            context(
                "A bonus follows the rule that was agreed to. Everyone's words stay as they are."
            ),
        ],
        submit="Correct",
        close="Cancel",
        private=str(referral.id),
    )


def parse_credit(state: State) -> CreditForm:
    return CreditForm(
        selected_value(state, "credit") or "", selected_member(state, "reason", CreditReason)
    )


def credit_corrected_message(page: CreditPage) -> Message:
    """Tells an advocate that the credit came to them, or went to a colleague, and why.

    Advocates never learn who else vouches, so the colleague has no name.
    """
    shown = page.advocate_page
    name = f"*{escape(shown.endorsement.candidate_name, 200)}*"
    role = labels.role_name(shown.referral)
    text = f"{name} for {role} is now credited to a colleague who vouches too. Your words stay."
    if page.is_first:
        text = f"You're now credited with {name} for {role}: your voice counts as the first."
    blocks = [section(text), section(f"The reason: {REASON[page.reason]}.")]
    if page.bonus is not None:
        blocks.append(context(clock_sentences(page.bonus, shown.viewer)))
    return message(*blocks, context("You don't need to do anything now."), text=text)
