"""Tells by its domain whether an e-mail address is a work address of a colleague's company."""

from __future__ import annotations

from typing import Final

# Everybody can have an address at these domains, so it says nothing about where they work.
_OPEN_TO_ALL: Final = frozenset(
    {
        *("aol.com", "fastmail.com", "gmail.com", "gmx.de", "gmx.net", "googlemail.com"),
        *("hotmail.com", "icloud.com", "live.com", "mac.com", "mail.com", "mail.ru", "me.com"),
        *("msn.com", "naver.com", "outlook.com", "pm.me", "posteo.de", "proton.me"),
        *("protonmail.com", "qq.com", "163.com", "t-online.de", "web.de", "yahoo.co.jp"),
        *("yahoo.co.uk", "yahoo.com", "yandex.ru", "zoho.com"),
    }
)


def is_of_same_company(email: str, own: str | None) -> bool:
    """Whether `email` is at the same company as the address of a colleague, both normalised."""
    domain = email.rpartition("@")[2]
    return own is not None and domain == own.rpartition("@")[2] and domain not in _OPEN_TO_ALL
