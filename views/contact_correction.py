"""The form in which a wrong address or profile link of a candidate is corrected."""

from __future__ import annotations

from domain.errors import FieldError, FormError
from domain.referrals import Referral
from views import labels
from views.block_kit import Block, context, modal, section
from views.contact_fields import contact_inputs, parse_contacts
from views.form_state import State

# A choice of the advocate's overflow menu; value: the referral's id.
OPEN_OWN_FORM = "contact.own"
# The action id of the desk's button; the value is the referral's id.
OPEN_FORM = "contact.desk"
# Callback ids; private metadata: the referral's id.
OWN_FORM = "contact.own_form"
FORM = "contact.desk_form"


def contact_form(
    referral: Referral, contact: tuple[str | None, str | None], *, is_own: bool
) -> Block:
    """The form, with the present `contact`. `is_own` is true if the reader gave that contact."""
    email, profile_url = contact
    whose = "you gave" if is_own else "the card shows"
    return modal(
        OWN_FORM if is_own else FORM,
        "Correct the contact",
        [
            section(f"This is what {whose} for *{labels.candidate_name(referral)}*."),
            *contact_inputs(email or "", profile_url or ""),
            context("The card will show the new one, and the history that it was corrected."),
        ],
        submit="Correct",
        close="Cancel",
        private=str(referral.id),
    )


def parse_contact_form(state: State) -> tuple[str | None, str | None]:
    """The address and the profile link. Raises `FormError`."""
    errors: list[FieldError] = []
    contact = parse_contacts(state, errors)
    if errors:
        raise FormError(tuple(errors))
    return contact
