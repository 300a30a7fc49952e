"""The two fields that identify a candidate: an e-mail address and a profile link."""

from __future__ import annotations

from typing import Final

from domain.contact import ContactError, Email, Profile, list_contacts, parse_contact
from domain.contact.errors import Reason
from domain.errors import FieldError
from views.block_kit import Block
from views.form_state import State, text_value
from views.inputs import text_input

# Reasons for which a text is a link, but not a profile. In the field for an address they all mean
# the same: this is no address.
_REASONS_OF_LINKS: Final = frozenset({
    "bad_link", "scheme", "credentials", "not_profile", "short_link",
})  # fmt: skip


def contact_inputs(email: str, profile_url: str, *, hint: str = "") -> list[Block]:
    """Both fields with the known values. `hint` is shown under the address."""
    return [
        text_input("email", "E-mail", initial=email, optional=True, hint=hint),
        text_input(
            "profile",
            "Profile link",
            initial=profile_url,
            optional=True,
            placeholder="linkedin.com/in/… or github.com/…",
        ),
    ]


def parse_contacts(state: State, errors: list[FieldError]) -> tuple[str | None, str | None]:
    """The normalised (e-mail address, profile link). Invalid values are added to `errors`."""
    return (
        parse_contact_field(state, "email", Email, errors),
        parse_contact_field(state, "profile", Profile, errors),
    )


def parse_contact_field(
    state: State, field: str, expected: type[Email | Profile], errors: list[FieldError]
) -> str | None:
    """The normalised value, or None if the field is empty or invalid.

    A longer text counts if exactly one contact of the kind is in it, such as the text that an app
    shares. An invalid value is added to `errors`.
    """
    text = text_value(state, field)
    if not text:
        return None
    try:
        found: list[Email | Profile] = [parse_contact(text)]
        problem = "not_email" if expected is Email else "not_profile"
    except ContactError as error:
        found, problem = list_contacts(text), contact_problem(expected, error.reason)
    values = [contact.value for contact in found if isinstance(contact, expected)]
    if len(values) == 1:
        return values[0]
    if values:
        problem = contact_problem(expected, "several")
    errors.append(FieldError(field, problem))
    return None


def contact_problem(expected: type[Email | Profile], reason: Reason) -> str:
    """The key of the sentence that says why a text is not a contact of the expected kind."""
    if expected is Profile:
        return f"profile_{reason}"
    return "not_email" if reason in _REASONS_OF_LINKS else f"email_{reason}"
