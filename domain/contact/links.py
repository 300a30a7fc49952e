"""Normalises links to a person's page, so that every spelling of a link gives the same text."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, quote, urlsplit

from domain.contact.emails import normalise_domain
from domain.contact.errors import ContactError
from domain.contact.profile_pages import (
    TRAILING_MARKS,
    UNRESERVED,
    normalise_github_page,
    normalise_linkedin_page,
    normalise_xing_page,
)

# The length of the database's columns for links.
MAX_LINK: Final = 512
# Hosts of short links. Only opening such a link shows where it leads.
_SHORT_LINK_HOSTS: Final = frozenset({"lnkd.in", "xing.to"})
_TRACKING_PARAMETER = re.compile(
    r"(?:utm_[^=]*|gclid|fbclid|mc_cid|mc_eid|igshid)(?:=|$)", re.IGNORECASE
)
_SAFE_IN_PATH = UNRESERVED + "!$&'()*+,;=:@/"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


def normalise_link(text: str) -> str:
    """The http(s) link in its normal form, ASCII only. Raises ContactError."""
    # Browsers treat a backslash as a slash, so they would open another host than `urlsplit` finds.
    if "\\" in text:
        raise ContactError("bad_link")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ContactError("bad_link") from None
    if "@" in parts.netloc:
        raise ContactError("credentials")
    if not parts.hostname:
        raise ContactError("bad_link")
    host = normalise_domain(parts.hostname.removesuffix("."))
    link = _normalise_by_host(parts, host, port)
    if len(link) > MAX_LINK:
        raise ContactError("too_long")
    return link


def _normalise_by_host(parts: SplitResult, host: str, port: int | None) -> str:
    if host in _SHORT_LINK_HOSTS:
        raise ContactError("short_link")
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        return normalise_linkedin_page(parts.path, parts.query)
    if host == "xing.com" or host.endswith(".xing.com"):
        return normalise_xing_page(parts.path)
    if host in {"github.com", "www.github.com", "m.github.com"}:
        return normalise_github_page(parts.path)
    return _normalise_other_link(parts, host, port)


def _normalise_other_link(parts: SplitResult, host: str, port: int | None) -> str:
    scheme = parts.scheme.lower()
    default_port = {"http": 80, "https": 443}[scheme]
    authority = host if port in (None, default_port) else f"{host}:{port}"
    path = _normalise_escapes(parts.path, _SAFE_IN_PATH)
    parameters = [
        parameter
        for parameter in parts.query.split("&")
        if parameter and not _TRACKING_PARAMETER.match(parameter)
    ]
    query = _normalise_escapes("&".join(parameters), _SAFE_IN_QUERY)
    path_part = "" if path == "/" else path
    query_part = f"?{query}" if query else ""
    return f"{scheme}://{authority}{path_part}{query_part}".rstrip(TRAILING_MARKS)


def _normalise_escapes(text: str, safe: str) -> str:
    """The text with only those characters percent-encoded (in upper case) that need it."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", unicodedata.normalize("NFC", text))
    return "".join(
        # Every second piece is an escape, because `re.split` keeps what it splits at.
        _normalise_escape(piece) if index % 2 else quote(piece, safe=safe)
        for index, piece in enumerate(pieces)
    )


def _normalise_escape(escape: str) -> str:
    """The character of an escape such as `%41` if it needs no escape, else the escape."""
    char = chr(int(escape[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in UNRESERVED) else escape.upper()
