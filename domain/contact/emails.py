"""Normalises e-mail addresses and domain names."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from domain.contact.errors import ContactError

# RFC 5321, 4.5.3.1.3: a path has at most 256 octets with its brackets, so an address has 254.
MAX_EMAIL: Final = 254
# RFC 5321, 4.5.3.1.1: octets before the @.
_MAX_MAILBOX: Final = 64
_MAX_DOMAIN: Final = 253
# The dot-atom of RFC 5322 without "/", which only links have, and with all letters (RFC 6531).
_MAILBOX = re.compile(r"[\w!#$%&'*+=?^`{|}~-]+(?:\.[\w!#$%&'*+=?^`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def normalise_email(text: str) -> str:
    """The address in lower case, with its domain in ASCII. Raises ContactError."""
    if len(text) > MAX_EMAIL:
        raise ContactError("too_long")
    mailbox, at, domain = text.rpartition("@")
    mailbox = unicodedata.normalize("NFKC", mailbox).casefold()
    if not at or not _MAILBOX.fullmatch(mailbox):
        raise ContactError("bad_email")
    address = f"{mailbox}@{normalise_domain(domain)}"
    if len(mailbox.encode()) > _MAX_MAILBOX or len(address.encode()) > MAX_EMAIL:
        raise ContactError("too_long")
    return address


def normalise_domain(text: str) -> str:
    """A public domain in lower-case ASCII (punycode). Raises ContactError, also for an IP."""
    try:
        # The standard library implements IDNA 2003, which is enough to unify two spellings.
        name = text.casefold().encode("idna").decode("ascii").casefold()
    except UnicodeError:
        raise ContactError("bad_domain") from None
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(name) > _MAX_DOMAIN:
        raise ContactError("bad_domain")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ContactError("bad_domain")
    return name
