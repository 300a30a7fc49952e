"""The form that corrects who is credited with a referral, and the message about the correction.

The message goes to the advocate who had the credit and to the one who has it now.
"""

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

REASON_TEXTS = {
    CreditReason.EARLIER: "Put forward earlier, in another way",
    CreditReason.MISTAKE: "It was put under the wrong name",
    CreditReason.AGREED: "The two of them agreed on it",
    CreditReason.LOOKED_INTO: "The hiring team looked into it",
}


@dataclass(frozen=True, slots=True)
class CreditForm:
    """The submitted form. `reason` is None if it is not one of the choices."""

    advocate: str  # a user id, or empty if nobody is chosen
    reason: CreditReason | None


def credit_form(page: DeskPage) -> Block:
    referral = page.referral
    name, role = labels.candidate_name(referral), labels.role_name(referral)
    others = [each.advocate for each in page.endorsements if each.advocate != referral.advocate]
    advocate_options = [option(each, "@" + page.advocate_names.get(each, each)) for each in others]
    if not advocate_options:
        text = f"Nobody else vouches for *{name}* any more, so there's nobody else to credit."
        return modal(CREDIT_FORM, "Correct credit", [section(text)])
    reason_options = [option(reason.value, text) for reason, text in REASON_TEXTS.items()]
    return modal(
        CREDIT_FORM,
        "Correct credit",
        [
            section(f"Who is credited with *{name}* for {role}?"),
            choice_input("credit", "Who put them forward first?", advocate_options),
            choice_input("reason", "Why?", reason_options, hint="Both advocates read it."),
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
    """Tells an advocate why the credit came to them (`is_first`) or went to a colleague.

    The text does not name the colleague, because advocates never learn who else vouches.
    """
    advocate_page = page.advocate_page
    name = f"*{escape(advocate_page.endorsement.candidate_name, 200)}*"
    role = labels.role_name(advocate_page.referral)
    if page.is_first:
        text = f"You're now credited with {name} for {role}: your voice counts as the first."
    else:
        text = f"{name} for {role} is now credited to a colleague who vouches too. Your words stay."
    blocks = [
        section(text),
        section(f"The reason: {labels.lower_first(REASON_TEXTS[page.reason])}."),
    ]
    if page.bonus is not None:
        blocks.append(context(clock_sentences(page.bonus, advocate_page.viewer)))
    return message(*blocks, context("You don't need to do anything now."), text=text)
