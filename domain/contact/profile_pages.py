"""Brings links to a person's page on LinkedIn, Xing or GitHub into one normal form.

So two links to the same person are equal. A link to another page of these sites is refused.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import parse_qs, quote, unquote

from domain.contact.errors import ContactError

# At the end of a link, this punctuation belongs to the sentence around it.
TRAILING_MARKS: Final = ".,;"
UNRESERVED: Final = "-._~"  # characters of a URL that need no escape (RFC 3986)

# An id of a member, where case matters. LinkedIn's apps for sales and recruiting use it in links.
# Links to /in/ work with ids of two kinds only (jackwener/OpenCLI, pull request 1640).
_MEMBER_ID = re.compile(r"A[A-Z][A-Za-z]AA[\w-]{8,}", re.ASCII)
_ID_FOR_IN = re.compile(r"AC[ow]AA[\w-]{8,}", re.ASCII)
# LinkedIn's mobile site and its mails put one of these before the same path.
_PREFIXES: Final = frozenset({"mwlite", "comm", "m"})
# A user name on GitHub has at most 39 letters, digits and hyphens. One that a company manages ends
# in "_company".
_GITHUB_USER = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
# First parts of the paths of GitHub's own pages: no user has such a name.
_GITHUB_PAGES: Final = frozenset({
    "about", "account", "apps", "blog", "careers", "codespaces", "collections", "contact",
    "copilot", "customer-stories", "dashboard", "enterprise", "enterprises", "events",
    "explore", "features", "gist", "home", "issues", "join", "login", "logout", "marketplace",
    "mobile", "models", "new", "notifications", "organizations", "orgs", "pricing", "pulls",
    "readme", "resources", "search", "security", "sessions", "settings", "signup", "site",
    "solutions", "sponsors", "stars", "team", "topics", "trending", "users", "watching",
})  # fmt: skip


def normalise_linkedin_page(path: str, query: str) -> str:
    """The link to a person's page on LinkedIn. Raises `ContactError` for other pages.

    LinkedIn's apps for recruiting and sales have their own page about a person. Its link becomes
    that of the public page if the id works there.
    """
    parts = _split_path(path)
    while parts and parts[0].lower() in _PREFIXES:
        del parts[0]
    folder = parts[0].lower() if parts else ""
    if folder == "in" and len(parts) > 1:
        return _public_page(parts[1])
    if folder == "pub" and len(parts) > 1:
        return _public_page(_new_name(parts[1:]))
    if folder in {"talent", "recruiter"} and "profile" in parts[1:-1]:
        return _member_page(f"{folder}/profile/", parts[parts.index("profile", 1) + 1])
    if folder == "sales" and len(parts) > 2 and parts[1].lower() in {"lead", "people", "profile"}:
        return _member_page("sales/lead/", parts[2])
    if folder == "profile" and (member_id := parse_qs(query).get("id")):
        return _member_page("profile/view?id=", member_id[0])
    raise ContactError("not_profile")


def _new_name(parts: list[str]) -> str:
    """The name under /in/ of an old page under /pub/.

    LinkedIn redirects /pub/grace/a7/576/b50 to /in/grace-b50576a7
    (https://www.npmjs.com/package/linkedin-canonical-url). Raises `ContactError` for a list.
    """
    if parts[0].lower() == "dir":  # /pub/dir lists all people of one name
        raise ContactError("not_profile")
    if len(parts) < 4:
        return parts[0]
    name, last, middle, first = parts[:4]
    return f"{name}-{first.rjust(3, '0')}{middle.rjust(3, '0')}{last}"


def _public_page(name: str) -> str:
    """The link to the public page of a name, or of an id that works there."""
    if not _MEMBER_ID.fullmatch(name):
        # Lower case, not case-folded: on LinkedIn, "straße" and "strasse" are two people.
        name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    return f"https://www.linkedin.com/in/{_escape_name(name)}"


def _member_page(before_id: str, text: str) -> str:
    """The public page if the id works there, else the page whose path begins with `before_id`.

    `text` is the id, perhaps with a comma and LinkedIn's note on how someone came to the page.
    """
    member_id = text.partition(",")[0]
    if _ID_FOR_IN.fullmatch(member_id):
        return _public_page(member_id)
    return f"https://www.linkedin.com/{before_id}{_escape_name(member_id)}"


def normalise_xing_page(path: str) -> str:
    """The link to a person's page on Xing, also from one of its tabs. Raises `ContactError`."""
    parts = _split_path(path)
    if len(parts) < 2 or parts[0].lower() != "profile":
        raise ContactError("not_profile")
    return f"https://www.xing.com/profile/{_escape_name(unicodedata.normalize('NFC', parts[1]))}"


def normalise_github_page(path: str) -> str:
    """The link to a user on GitHub, also from their repositories. Raises `ContactError`."""
    parts = _split_path(path)
    name = parts[0].lower().rstrip(TRAILING_MARKS) if parts else ""
    if not _GITHUB_USER.fullmatch(name) or name in _GITHUB_PAGES:
        raise ContactError("not_profile")
    return f"https://github.com/{name}"


def _split_path(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _escape_name(name: str) -> str:
    """Escapes a name for use in a link. Raises `ContactError` if it is empty or no such name."""
    if any(char in '/?#%\\<>"&|@�' or not char.isprintable() or char.isspace() for char in name):
        raise ContactError("bad_link")
    escaped = quote(name.rstrip(TRAILING_MARKS), safe=UNRESERVED)
    if not escaped:
        raise ContactError("not_profile")
    return escaped
