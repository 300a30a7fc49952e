"""Normalises e-mail addresses and domain names, so that equal ones can be found by comparison."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.contact.errors import ContactError

# RFC 5321, 4.5.3.1.3: a path has at most 256 octets with its brackets, so an address has 254.
MAX_EMAIL: Final = 254
_MAX_MAILBOX: Final = 64  # octets before the @ (RFC 5321, 4.5.3.1.1)
_MAX_DOMAIN: Final = 253  # octets without the last dot (RFC 1035, 2.3.4)
# The dot-atom of RFC 5322 with the letters of all scripts (RFC 6531). It has no "/", because a text
# with "/" is a link.
_MAILBOX = re.compile(r"[\w!#$%&'*+=?^`{|}~-]+(?:\.[\w!#$%&'*+=?^`{|}~-]+)*")
# A part of a domain between two dots, of at most 63 octets.
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# RFC 3490 accepts each of these as the full stop between two labels.
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
# "ß" and "ς": IDNA 2008 keeps them in a domain, and IDNA 2003 writes "ss" and "σ" instead.
_KEPT_LETTERS: Final = frozenset("\u00df\u03c2")


def normalise_email(text: str) -> str:
    """The address in lower case, with its domain in ASCII (punycode). Raises `ContactError`."""
    if len(text) > MAX_EMAIL:
        raise ContactError("too_long")
    mailbox, at, domain = text.rpartition("@")
    mailbox = _lower(unicodedata.normalize("NFKC", mailbox))
    if not at or not _MAILBOX.fullmatch(mailbox):
        raise ContactError("bad_email")
    address = f"{mailbox}@{normalise_domain(domain)}"
    if len(mailbox.encode()) > _MAX_MAILBOX or len(address.encode()) > MAX_EMAIL:
        raise ContactError("too_long")
    return address


def normalise_domain(text: str) -> str:
    """A public domain in lower-case ASCII (punycode). Raises `ContactError`.

    An IP address and a name without a dot are refused.
    """
    try:
        name = ".".join(_to_ascii(_lower(label)) for label in _DOTS.split(text)).lower()
    except UnicodeError:
        raise ContactError("bad_domain") from None
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(name) > _MAX_DOMAIN:
        raise ContactError("bad_domain")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ContactError("bad_domain")
    return name


def address_to_compare(text: str | None) -> str | None:
    """The address of a Slack profile, normalised as a typed address is. None without an address.

    An address that `normalise_email` refuses is only put into lower case.
    """
    if not text:
        return None
    try:
        return normalise_email(text)
    except ContactError:
        return text.lower()


def _lower(text: str) -> str:
    """The text in lower case. `casefold` would make "straße" and "strasse" the same name.

    Each letter is converted alone, because `str.lower` writes a last sigma of a word as "ς".
    """
    return "".join(char.lower() for char in text)


def _to_ascii(label: str) -> str:
    """A label of a domain in ASCII by IDNA 2008 (https://www.unicode.org/reports/tr46/).

    The standard library implements IDNA 2003. Its result is the same, unless the label has one of
    `_KEPT_LETTERS`. Raises UnicodeError.
    """
    if not _KEPT_LETTERS & set(label):
        return label.encode("idna").decode("ascii")
    label = unicodedata.normalize("NFKC", label)
    if not all(char == "-" or unicodedata.category(char)[0] in "LMN" for char in label):
        raise UnicodeError("not a letter, a digit or a hyphen")
    return f"xn--{label.encode('punycode').decode('ascii')}"
