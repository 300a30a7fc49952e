"""Whether two candidates may be one person, who was referred under two addresses or links.

If so, Vouch asks people who can see both candidates. It merges nothing before they answer.
"""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final, NamedTuple, Protocol
from urllib.parse import unquote

# Gmail ignores full stops before the @, and both domains lead to the same mailbox
# (https://support.google.com/mail/answer/7436150).
_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})


class Named(Protocol):
    """Anything with the name and contact of a person, such as a candidate."""

    @property
    def name(self) -> str: ...
    @property
    def email(self) -> str | None: ...
    @property
    def profile_url(self) -> str | None: ...


class LikenessKeys(NamedTuple):
    """Keys that are equal for different spellings of one name, address or link.

    A key is None if the value is missing or too common to identify anyone. Otherwise it is a digest
    of 32 characters, because a long value might not fit into a database index.
    """

    name_key: str | None
    email_key: str | None
    profile_key: str | None


def likeness_keys(candidate: Named) -> LikenessKeys:
    return LikenessKeys(
        _digest(_name_key(candidate.name)),
        _digest(_email_key(candidate.email)),
        _digest(_profile_key(candidate.profile_url)),
    )


def may_be_same_person(one: Named, other: Named) -> bool:
    """Whether the full names, the addresses or the links are equal, apart from their spelling."""
    pairs = zip(likeness_keys(one), likeness_keys(other), strict=True)
    return any(key is not None and key == other_key for key, other_key in pairs)


def _digest(key: str | None) -> str | None:
    return hashlib.sha256(key.encode()).hexdigest()[:32] if key is not None else None


def _email_key(email: str | None) -> str | None:
    """The address without `+tag`. Earlier releases stored "ß" as "ss", so the two are equal."""
    if email is None:
        return None
    mailbox, _, domain = email.rpartition("@")
    mailbox = mailbox.partition("+")[0] or mailbox  # "+tag@…" has nothing before its tag.
    if domain in _GMAIL:
        return f"{mailbox.replace('.', '').casefold()}@gmail.com"
    return f"{mailbox.casefold()}@{'.'.join(map(_fold_label, domain.split('.')))}"


def _fold_label(label: str) -> str:
    """Decodes a part of a domain from punycode (`xn--…`). Leaves any other part as it is."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode").casefold()
    except UnicodeError:
        return label


def _profile_key(link: str | None) -> str | None:
    return _fold(unquote(link)) if link else None


def _name_key(name: str) -> str | None:
    """The sorted words of a full name. None for a single word, which many people share."""
    parts = sorted(_fold(name).replace(",", " ").split())
    return " ".join(parts) if len(parts) > 1 else None


def _fold(text: str) -> str:
    """The text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
