"""The two fields that say who is meant: an e-mail address and a profile link."""

from __future__ import annotations

from domain.contact import ContactError, Email, Profile, parse_contact
from domain.errors import FieldError
from views import form_state
from views.form_state import State


def parse_contacts(state: State, bad: list[FieldError]) -> tuple[str | None, str | None]:
    """(e-mail, profile link) as normalised; what cannot be read is added to `bad`."""
    email = profile = None
    for field, wanted in (("email", Email), ("profile", Profile)):
        text = form_state.text_value(state, field)
        if not text:
            continue
        try:
            contact = parse_contact(text)
        except ContactError:
            bad.append(FieldError(field, f"bad_{field}"))
            continue
        if not isinstance(contact, wanted):
            bad.append(FieldError(field, f"not_{field}"))
        elif isinstance(contact, Email):
            email = contact.value
        else:
            profile = contact.value
    return email, profile
