"""The two fields that identify a candidate: an e-mail address and a profile link."""

from __future__ import annotations

from domain.contact import ContactError, Email, Profile, parse_contact
from domain.errors import FieldError
from views.block_kit import Block
from views.form_state import State, text_value
from views.inputs import text_input


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

    An invalid value is added to `errors`.
    """
    text = text_value(state, field)
    if not text:
        return None
    kind = "email" if expected is Email else "profile"
    try:
        contact = parse_contact(text)
    except ContactError:
        errors.append(FieldError(field, f"bad_{kind}"))
        return None
    if not isinstance(contact, expected):
        errors.append(FieldError(field, f"not_{kind}"))
        return None
    return contact.value
