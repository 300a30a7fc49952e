"""Why a text is not a contact."""

from __future__ import annotations

from typing import Literal

Reason = Literal[
    "empty",  # nothing was typed
    "too_long",  # longer than an address or a link may be
    "unclear",  # neither an e-mail address nor a link
    "spaces",  # contains a space or a control character
    "several",  # more than one address
    "bad_email",  # the part before the @ is not a mailbox
    "bad_domain",  # the part after the @, or the host of the link, is not a domain
    "bad_link",  # cannot be parsed as a link
    "scheme",  # neither http nor https, but for example javascript: or file:
    "credentials",  # the link contains a user name or a password
    "not_profile",  # on LinkedIn, Xing or GitHub, but not the page of one person
    "short_link",  # leads to a page that is known only after opening it
]


class ContactError(ValueError):
    """The text is not a contact. `reason` says why, and contains nothing of what was typed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
