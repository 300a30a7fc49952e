"""A Slack message's text as a person reads it, and whom it names by address or profile."""

from __future__ import annotations

import re

from domain.contact import ContactError, Email, parse_contact

_LINK = re.compile(r"<(?:mailto:)?([^<>|@#!][^<>|]*)(?:\|([^<>]*))?>")
_REFERENCE = re.compile(r"<([@#!])[^<>|]*(?:\|([^<>]*))?>")
_WORDS = re.compile(r"[^\s<>|]+")
_MARKS = ".,:;()*_~`"


def readable(text: str) -> str:
    """Without Slack's brackets: links by their label, people and channels by the name in them."""
    plain = _LINK.sub(lambda found: found[2] or found[1], text)
    return _REFERENCE.sub(lambda found: found[2] or "somebody", plain).strip()


def contacts_in(text: str) -> tuple[str | None, str | None]:
    """(e-mail, profile link): the first of each that the text holds. Only profiles that name a
    person are taken, so that any other link in a message is left alone."""
    email = profile = None
    for word in _WORDS.findall(text):
        if "@" not in word and "/" not in word:
            continue
        try:
            contact = parse_contact(word.strip(_MARKS))
        except ContactError:
            continue
        if isinstance(contact, Email):
            email = email or contact.value
        elif "linkedin.com/" in contact.value or "github.com/" in contact.value:
            profile = profile or contact.value
    return email, profile
