"""Contacts: the e-mail address or profile link that identifies a candidate.

`parse_contact` turns what a person typed or pasted into an Email or a Profile in one normal form,
so that two spellings of one address give the same candidate.
"""

from domain.contact.emails import MAX_EMAIL, address_to_compare
from domain.contact.errors import ContactError
from domain.contact.links import MAX_LINK
from domain.contact.parse import Email, Profile, list_contacts, parse_contact

__all__ = [
    "MAX_EMAIL",
    "MAX_LINK",
    "ContactError",
    "Email",
    "Profile",
    "address_to_compare",
    "list_contacts",
    "parse_contact",
]
