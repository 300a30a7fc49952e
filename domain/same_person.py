"""Whether two candidates may be one person, known by two addresses or two profile links.

If they may, people who can see both are asked. Nothing is merged without an answer.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final, NamedTuple, Protocol
from urllib.parse import unquote

# Gmail ignores full stops, and both domains are one (https://support.google.com/mail/answer/7436150).
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})


class Named(Protocol):
    """A candidate, or a lead."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def profile_url(self) -> str | None: ...


class LikenessKeys(NamedTuple):
    """Keys that are equal for different spellings of one name, address or link.

    A key is None if the value is missing or identifies nobody. Otherwise it is a digest, whose
    length fits into an index whatever the script.
    """

    name_key: str | None
    email_key: str | None
    profile_key: str | None


def likeness_keys(candidate: Named) -> LikenessKeys:
    return LikenessKeys(
        _digest(_name_key(candidate.name)),
        _digest(_address_key(candidate.email)),
        _digest(_link_key(candidate.profile_url)),
    )


def may_be_same_person(one: Named, other: Named) -> bool:
    """Whether the addresses, the profile links or the full names differ only in their spelling."""
    pairs = zip(likeness_keys(one), likeness_keys(other), strict=True)
    return any(first is not None and first == second for first, second in pairs)


def _digest(key: str | None) -> str | None:
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key is not None else None


def _address_key(email: str | None) -> str | None:
    """An address without `+tag`. "ß" equals "ss", because earlier releases stored it as that."""
    if email is None:
        return None
    mailbox, _, domain = email.rpartition("@")
    mailbox = mailbox.partition("+")[0] or mailbox
    if domain in _GMAIL:
        return f"{mailbox.replace('.', '').casefold()}@gmail.com"
    return f"{mailbox.casefold()}@{'.'.join(map(_fold_label, domain.split('.')))}"


def _fold_label(label: str) -> str:
    """A part of a domain in Unicode and without case, if it is in punycode."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _link_key(link: str | None) -> str | None:
    return _fold(unquote(link)) if link else None


def _name_key(name: str) -> str | None:
    """The parts of a full name, sorted. None for a single name, which many people share."""
    parts = sorted(_fold(name).replace(",", " ").split())
    return " ".join(parts) if len(parts) > 1 else None


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
