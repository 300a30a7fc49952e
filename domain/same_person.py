"""Whether two candidates may be one person, who is known by two addresses or two profile links.

It is only a reason to ask those who may see both: nobody is merged by a likeness.
"""

from __future__ import annotations

import unicodedata
from typing import Final
from urllib.parse import unquote

from domain.referrals import Candidate

# Gmail ignores full stops, and both domains are one (https://support.google.com/mail/answer/7436150).
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})


def may_be_same_person(one: Candidate, other: Candidate) -> bool:
    """Whether the addresses, the profile links or the full names differ in their form only."""
    pairs = (
        (_address_key(one.email), _address_key(other.email)),
        (_link_key(one.profile_url), _link_key(other.profile_url)),
        (_name_key(one.name), _name_key(other.name)),
    )
    return any(first is not None and first == second for first, second in pairs)


def compact_mailbox(email: str) -> str:
    """What stands before the @, without `+tag` and full stops."""
    mailbox = email.rpartition("@")[0]
    return (mailbox.partition("+")[0] or mailbox).replace(".", "")


def _address_key(email: str | None) -> str | None:
    """An address without `+tag`, and with ß as ss, as versions before stored it."""
    if email is None:
        return None
    mailbox, _, domain = email.rpartition("@")
    if domain in _GMAIL:
        return f"{compact_mailbox(email).casefold()}@gmail.com"
    mailbox = mailbox.partition("+")[0] or mailbox
    return f"{mailbox.casefold()}@{'.'.join(map(_fold_label, domain.split('.')))}"


def _fold_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _link_key(link: str | None) -> str | None:
    return _fold(unquote(link)) if link else None


def _name_key(name: str) -> str | None:
    """The parts of a full name in any order. A first name alone is no likeness."""
    parts = sorted(_fold(name).replace(",", " ").split())
    return " ".join(parts) if len(parts) > 1 else None


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
