"""Finds out which pages of LinkedIn, Xing and GitHub are one person's, and their normal form."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import parse_qs, quote, unquote

from domain.contact.errors import ContactError

# Punctuation that ends a sentence, not a link.
TRAILING_MARKS: Final = ".,;"
UNRESERVED: Final = "-._~"

# The id of a member in links of LinkedIn's apps for sales and recruiting, where case matters. The
# page /in/ accepts ids that begin with ACoAA or ACwAA (jackwener/OpenCLI, pull request 1640).
_MEMBER_ID = re.compile(r"A[A-Z][A-Za-z]AA[\w-]{8,}", re.ASCII)
_ID_FOR_IN = re.compile(r"AC[ow]AA[\w-]{8,}", re.ASCII)
# Folders in front of the same pages: the mobile site, and links in LinkedIn's mails.
_PREFIXES: Final = frozenset({"mwlite", "comm", "m"})
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


def normalise_linkedin_page(path: str, query: str) -> str:
    """The link to a person's page on LinkedIn. Raises ContactError.

    The apps for recruiting and sales have their own pages of a person. Such a page becomes the one
    that everybody can open, if its id allows it.
    """
    parts = _split_path(path)
    while parts and parts[0].lower() in _PREFIXES:
        del parts[0]
    folder = parts[0].lower() if parts else ""
    if folder == "in" and len(parts) > 1:
        return _public_page(parts[1])
    if folder == "pub" and len(parts) > 1:
        return _public_page(_name_in_old_page(parts[1:]))
    if folder in {"talent", "recruiter"} and "profile" in parts[1:-1]:
        return _member_page(f"{folder}/profile/", parts[parts.index("profile", 1) + 1])
    if folder == "sales" and len(parts) > 2 and parts[1].lower() in {"lead", "people", "profile"}:
        return _member_page("sales/lead/", parts[2])
    if folder == "profile" and (member_id := parse_qs(query).get("id")):
        return _member_page("profile/view?id=", member_id[0])
    raise ContactError("not_profile")


def _name_in_old_page(parts: list[str]) -> str:
    """The present name of a page under /pub/: `grace/a7/576/b50` is `grace-b50576a7` today.

    LinkedIn redirects to that page (https://www.npmjs.com/package/linkedin-canonical-url).
    """
    if parts[0].lower() == "dir":  # a list of all people of this name
        raise ContactError("not_profile")
    if len(parts) < 4:
        return parts[0]
    name, last, middle, first = parts[:4]
    return f"{name}-{first.rjust(3, '0')}{middle.rjust(3, '0')}{last}"


def _public_page(name: str) -> str:
    """The page under /in/, without the parts after the name (a locale, an overlay)."""
    if not _MEMBER_ID.fullmatch(name):
        # Lower case, not case-folded: on LinkedIn, "straße" and "strasse" are two people.
        name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())
    return f"https://www.linkedin.com/in/{_escape_name(name)}"


def _member_page(before_id: str, text: str) -> str:
    """The page of a member by id. After a comma, LinkedIn adds how someone came to the page."""
    member_id = text.partition(",")[0]
    if _ID_FOR_IN.fullmatch(member_id):
        return _public_page(member_id)
    return f"https://www.linkedin.com/{before_id}{_escape_name(member_id)}"


def normalise_xing_page(path: str) -> str:
    """The link to a person's page on Xing, without its tabs. Raises ContactError."""
    parts = _split_path(path)
    if len(parts) < 2 or parts[0].lower() != "profile":
        raise ContactError("not_profile")
    return f"https://www.xing.com/profile/{_escape_name(unicodedata.normalize('NFC', parts[1]))}"


def normalise_github_page(path: str) -> str:
    """The link to a user on GitHub, also from one of their repositories. Raises ContactError."""
    parts = _split_path(path)
    name = parts[0].lower().rstrip(TRAILING_MARKS) if parts else ""
    if not _GITHUB_USER.fullmatch(name) or name in _GITHUB_PAGES:
        raise ContactError("not_profile")
    return f"https://github.com/{name}"


def _split_path(path: str) -> list[str]:
    return [unquote(part) for part in path.split("/") if part]


def _escape_name(name: str) -> str:
    """The name of a page as a part of a link. Raises ContactError."""
    if any(char in '/?#%\\<>"&|@�' or not char.isprintable() or char.isspace() for char in name):
        raise ContactError("bad_link")
    escaped = quote(name.rstrip(TRAILING_MARKS), safe=UNRESERVED)
    if not escaped:
        raise ContactError("not_profile")
    return escaped
