"""Turns the text of a Slack message into plain text, and finds the contacts in it."""

from __future__ import annotations

import re

from domain.contact import ContactError, Email, parse_contact

_LINK = re.compile(r"<(?:mailto:)?([^<>|@#!][^<>|]*)(?:\|([^<>]*))?>")
_REFERENCE = re.compile(r"<([@#!])[^<>|]*(?:\|([^<>]*))?>")
_WORDS = re.compile(r"[^\s<>|]+")
_SURROUNDING_MARKS = ".,:;()*_~`"


def plain_text(text: str) -> str:
    """The text without Slack's markup: a link becomes its label, and a mention becomes its name.

    A link without a label becomes its address, and a mention without a name becomes "somebody".
    """
    plain = _LINK.sub(lambda match: match[2] or match[1], text)
    return _REFERENCE.sub(lambda match: match[2] or "somebody", plain).strip()


def find_contacts(text: str) -> tuple[str | None, str | None]:
    """The first e-mail address and the first profile link in the text: (email, profile).

    Only LinkedIn and GitHub links count as profiles, as any other link may be about anything.
    """
    email = profile = None
    for word in _WORDS.findall(text):
        if "@" not in word and "/" not in word:
            continue
        try:
            contact = parse_contact(word.strip(_SURROUNDING_MARKS))
        except ContactError:
            continue
        if isinstance(contact, Email):
            email = email or contact.value
        elif "linkedin.com/" in contact.value or "github.com/" in contact.value:
            profile = profile or contact.value
    return email, profile
