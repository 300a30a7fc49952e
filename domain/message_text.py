"""Turns the text of a Slack message into plain text, and finds the contacts in it."""

from __future__ import annotations

import re

from domain.contact import Email, list_contacts

_LINK = re.compile(r"<(?:mailto:)?([^<>|@#!][^<>|]*)(?:\|([^<>]*))?>")
_REFERENCE = re.compile(r"<([@#!])[^<>|]*(?:\|([^<>]*))?>")
_PROFILE_HOSTS = ("linkedin.com/", "github.com/", "xing.com/")


def plain_text(text: str) -> str:
    """The text without Slack's markup: a link becomes its label, and a mention becomes its name.

    A link without a label becomes its address, and a mention without a name becomes "someone".
    """
    plain = _LINK.sub(lambda match: match[2] or match[1], text)
    return _REFERENCE.sub(lambda match: match[2] or "someone", plain).strip()


def find_contacts(text: str) -> tuple[str | None, str | None]:
    """The first e-mail address and the first profile link in the text, each None if there is none.

    Only links to LinkedIn, GitHub and Xing count as profiles; other pages may be about anything.
    """
    contacts = list_contacts(text)
    emails = (each.value for each in contacts if isinstance(each, Email))
    profiles = (
        each.value for each in contacts if any(host in each.value for host in _PROFILE_HOSTS)
    )
    return next(emails, None), next(profiles, None)


def name_beside_contacts(text: str) -> str:
    """The words of a command that are not a contact: `Ada Park` in `Ada Park ada@example.com`."""
    names = [word for word in plain_text(text).split() if not list_contacts(word)]
    return " ".join(names).strip(",;")
