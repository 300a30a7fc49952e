"""The two fields that say who is meant: an e-mail address and a profile link."""

from __future__ import annotations

from domain.contact import ContactError, Email, Profile, parse_contact
from domain.errors import FieldError
from views.form_state import State, text_value


def parse_contacts(state: State, errors: list[FieldError]) -> tuple[str | None, str | None]:
    """(e-mail, profile link) as normalised; what cannot be read is added to `bad`."""
    email = profile_url = None
    for field, expected_type in (("email", Email), ("profile", Profile)):
        text = text_value(state, field)
        if not text:
            continue
        try:
            contact = parse_contact(text)
        except ContactError:
            errors.append(FieldError(field, f"bad_{field}"))
            continue
        if not isinstance(contact, expected_type):
            errors.append(FieldError(field, f"not_{field}"))
        elif isinstance(contact, Email):
            email = contact.value
        else:
            profile_url = contact.value
    return email, profile_url
