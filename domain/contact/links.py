"""Normalises links to the page of a person: LinkedIn, GitHub and any other web page."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from domain.contact.emails import normalise_domain
from domain.contact.errors import ContactError

# Longer than the profile links that people paste, and short enough for an index of the database.
MAX_LINK: Final = 2048
# Punctuation that ends a sentence, not a link.
TRAILING_MARKS: Final = ".,;"

# User names on GitHub have at most 39 letters, digits and hyphens; managed ones end in "_company".
_GITHUB_USER = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
# Pages of github.com itself, which are no user names.
_GITHUB_PAGES: Final = frozenset({
    "about", "account", "apps", "blog", "careers", "codespaces", "collections", "contact",
    "copilot", "customer-stories", "dashboard", "enterprise", "enterprises", "events",
    "explore", "features", "gist", "home", "issues", "join", "login", "logout", "marketplace",
    "mobile", "models", "new", "notifications", "organizations", "orgs", "pricing", "pulls",
    "readme", "resources", "search", "security", "sessions", "settings", "signup", "site",
    "solutions", "sponsors", "stars", "team", "topics", "trending", "users", "watching",
})  # fmt: skip
_TRACKING_PARAMETER = re.compile(
    r"(?:utm_[^=]*|gclid|fbclid|mc_cid|mc_eid|igshid)(?:=|$)", re.IGNORECASE
)
_UNRESERVED = "-._~"
_SAFE_IN_PATH = _UNRESERVED + "!$&'()*+,;=:@/"
_SAFE_IN_QUERY = _SAFE_IN_PATH + "?"


def normalise_link(text: str) -> str:
    """The http(s) link in its normal form, ASCII only. Raises ContactError."""
    if "\\" in text:
        raise ContactError("bad_link")  # browsers treat it as a slash, which changes the host
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
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        link = f"https://www.linkedin.com/in/{_linkedin_name(parts.path)}"
    elif host in {"github.com", "www.github.com", "m.github.com"}:
        link = f"https://github.com/{_github_name(parts.path)}"
    else:
        link = _normalise_other_link(parts, host, port)
    if len(link) > MAX_LINK:
        raise ContactError("too_long")
    return link


def _linkedin_name(path: str) -> str:
    """The name in /in/<name>/..., without the parts after it (a locale, an overlay)."""
    parts = [unquote(part) for part in path.split("/") if part]
    if parts[:1] == ["mwlite"]:  # the prefix of the mobile site
        del parts[0]
    if len(parts) < 2 or parts[0].casefold() != "in":
        raise ContactError("not_profile")
    # Lower case, not case-folded: on LinkedIn, "straße" and "strasse" are two people.
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", parts[1]).lower())
    if any(char in '/?#%\\<>"&|@�' or not char.isprintable() or char.isspace() for char in name):
        raise ContactError("bad_link")
    escaped = quote(name.rstrip(TRAILING_MARKS), safe=_UNRESERVED)
    if not escaped:
        raise ContactError("not_profile")
    return escaped


def _github_name(path: str) -> str:
    """The user of the page, also when the link leads to one of their repositories."""
    parts = [unquote(part) for part in path.split("/") if part]
    name = parts[0].lower().rstrip(TRAILING_MARKS) if parts else ""
    if not _GITHUB_USER.fullmatch(name) or name in _GITHUB_PAGES:
        raise ContactError("not_profile")
    return name


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
    link = f"{scheme}://{authority}{'' if path == '/' else path}{'?' if query else ''}{query}"
    return link.rstrip(TRAILING_MARKS)


def _normalise_escapes(text: str, safe: str) -> str:
    """Percent-encoding in upper case, and only for characters that need it."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", unicodedata.normalize("NFC", text))
    return "".join(
        # Every second piece is an escape, because `re.split` keeps what it splits at.
        _normalise_escape(piece) if index % 2 else quote(piece, safe=safe)
        for index, piece in enumerate(pieces)
    )


def _normalise_escape(escape: str) -> str:
    """The character of an escape such as `%41` if it needs no escape, else the escape."""
    char = chr(int(escape[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in _UNRESERVED) else escape.upper()
