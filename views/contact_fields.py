"""The two form fields that identify a candidate: an e-mail address and a profile link."""

from __future__ import annotations

from typing import Final

from domain.contact import ContactError, Email, Profile, list_contacts, parse_contact
from domain.contact.errors import Reason
from domain.errors import FieldError
from views.block_kit import Block
from views.form_state import State, text_value
from views.inputs import text_input

# Why a link is not the link of a profile. In the field for an e-mail address, the difference does
# not matter: any link is answered with "not_email".
_REASONS_AGAINST_LINKS: Final = frozenset({
    "bad_link", "scheme", "credentials", "not_profile", "short_link",
})  # fmt: skip


def contact_inputs(email: str, profile_url: str, *, hint: str = "") -> list[Block]:
    """Both fields, filled in with the given values. `hint` is shown under the e-mail address."""
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
    """Returns the normalised (e-mail address, profile link), None for an empty or invalid field.

    Adds an error for each invalid field to `errors`.
    """
    return (
        parse_contact_field(state, "email", Email, errors),
        parse_contact_field(state, "profile", Profile, errors),
    )


def parse_contact_field(
    state: State, field: str, expected: type[Email | Profile], errors: list[FieldError]
) -> str | None:
    """Returns the normalised value, or None if the field is empty or invalid.

    The field may hold more text, such as "Ada's profile: https://…", if exactly one contact of the
    expected kind is in the text. An error for an invalid value is added to `errors`.
    """
    text = text_value(state, field)
    if not text:
        return None
    try:
        contacts: list[Email | Profile] = [parse_contact(text)]
        problem = "not_email" if expected is Email else "not_profile"  # It is the other kind.
    except ContactError as error:
        contacts = list_contacts(text)
        problem = contact_problem(expected, error.reason)
    values = [contact.value for contact in contacts if isinstance(contact, expected)]
    if len(values) == 1:
        return values[0]
    if len(values) > 1:
        problem = contact_problem(expected, "several")
    errors.append(FieldError(field, problem))
    return None


def contact_problem(expected: type[Email | Profile], reason: Reason) -> str:
    """Returns the `FieldError.problem` of a text that is no contact of the expected kind."""
    if expected is Profile:
        return f"profile_{reason}"
    return "not_email" if reason in _REASONS_AGAINST_LINKS else f"email_{reason}"
