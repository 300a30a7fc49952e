"""Contact: the e-mail address or profile link by which a candidate is known, in one spelling.

Starts from what a person typed or pasted, ends with Email or Profile, or with BadContact and its
reason. Two spellings of one address give the same value, so that one candidate stays one.
Normalising a value again changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit

Reason = Literal[
    "empty",  # nothing was typed
    "too_long",  # longer than an address or link may be
    "unclear",  # neither an e-mail address nor a link
    "spaces",  # a space or control character inside
    "several",  # more than one address
    "bad_email",  # the part before the @ is no mailbox
    "bad_domain",  # the part after the @, or the link's host, is no domain
    "bad_link",  # cannot be read as a link
    "scheme",  # neither http nor https: javascript:, data:, file:...
    "credentials",  # a user name or password inside the link
    "not_profile",  # on LinkedIn or GitHub, but not the page of one person
]

# RFC 5321, 4.5.3.1.3: a path is 256 octets with its brackets, which leaves 254 for the address.
MAX_EMAIL: Final = 254
# RFC 5321, 4.5.3.1.1: octets before the @.
_MAX_MAILBOX: Final = 64
# Ours: longer than any profile link that people paste, and short enough for an index.
MAX_LINK: Final = 2048

# Between these marks stands the address: "Ada <a@b.c>", and Slack's own "<mailto:a@b.c|a@b.c>".
_BRACKETED = re.compile(r"[^<>]*<([^<>|]+)(?:\|[^<>]*)?>")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_BARE = re.compile(r"(?:[a-z0-9-]+\.)*(?:linkedin|github)\.com(?:[/?#]|$)", re.IGNORECASE)
# RFC 5322's dot-atom without "/" (which only links have), with letters of every script (RFC 6531).
_MAILBOX = re.compile(r"[\w!#$%&'*+=?^`{|}~-]+(?:\.[\w!#$%&'*+=?^`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# GitHub's names: letters, digits, hyphens, 39 at most; managed users end in "_company".
_GITHUB_USER = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
_GITHUB_PAGES = frozenset(
    [
        "about",
        "account",
        "apps",
        "blog",
        "careers",
        "codespaces",
        "collections",
        "contact",
        "copilot",
        "customer-stories",
        "dashboard",
        "enterprise",
        "enterprises",
        "events",
        "explore",
        "features",
        "gist",
        "home",
        "issues",
        "join",
        "login",
        "logout",
        "marketplace",
        "mobile",
        "models",
        "new",
        "notifications",
        "organizations",
        "orgs",
        "pricing",
        "pulls",
        "readme",
        "resources",
        "search",
        "security",
        "sessions",
        "settings",
        "signup",
        "site",
        "solutions",
        "sponsors",
        "stars",
        "team",
        "topics",
        "trending",
        "users",
        "watching",
    ]
)
_TRACKING = re.compile(r"(?:utm_[^=]*|gclid|fbclid|mc_cid|mc_eid|igshid)(?:=|$)", re.IGNORECASE)
_TAIL = ".,;"
# Marks that nobody sees and that come along when text is copied.
_INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_AROUND = _INVISIBLE + " \t\r\n\u00a0\u202f\u3000"
_UNRESERVED = "-._~"
_IN_PATH = _UNRESERVED + "!$&'()*+,;=:@/"
_IN_QUERY = _IN_PATH + "?"


class ContactError(ValueError):
    """The text is no contact; `reason` says why, and holds nothing of what was typed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Email:
    """An address in lower case, its domain in ASCII. `+tag` stays: it may be another mailbox."""

    value: str

    @property
    def without_tag(self) -> str:
        """The address without its `+tag`: a hint that two may be one person, never a proof."""
        mailbox, _, domain = self.value.rpartition("@")
        return f"{mailbox.partition('+')[0] or mailbox}@{domain}"


@dataclass(frozen=True, slots=True)
class Profile:
    """A canonical http(s) link to a person's page, ASCII only."""

    value: str


def parse_contact(text: str) -> Email | Profile:
    """The contact in `text`, in its one spelling.

    Accepts an address alone, as `Ada <a@b.c>` or with `mailto:`; any http(s) link; LinkedIn and
    GitHub pages without a scheme as well. A point, comma or semicolon at the end is dropped.
    Raises BadContact, with the first reason found.
    """
    text = _unwrapped(text)
    if not text:
        raise ContactError("empty")
    if len(text) > MAX_LINK:
        raise ContactError("too_long")
    if text.count("@") > 1 and re.search(r"@[^@]*[\s,;][^@]*@", text):
        raise ContactError("several")
    if any(c.isspace() or unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in text):
        raise ContactError("spaces")
    if _BARE.match(text):
        return Profile(_settled(_link, f"https://{text}"))
    scheme = _SCHEME.match(text)
    if scheme is None:
        if "@" not in text:
            raise ContactError("unclear")
        return Email(_settled(_address, text))
    match scheme[1].lower():
        case "http" | "https":
            return Profile(_settled(_link, text))
        case "mailto":
            address = unquote(text[scheme.end() :].partition("?")[0])
            if ":" in address:
                raise ContactError("bad_email")
            return Email(_settled(_address, address.strip()))
        case _:
            raise ContactError("scheme")


def _unwrapped(text: str) -> str:
    text = text.strip(_AROUND)
    bracketed = _BRACKETED.fullmatch(text.rstrip(_TAIL))
    if bracketed:
        text = bracketed[1].strip(_AROUND)
    return text.rstrip(_TAIL + _AROUND)


def _settled(step: Callable[[str], str], text: str) -> str:
    """Repeats the step until nothing changes: a dropped part can leave a new ending behind."""
    while True:
        again = step(text)
        if again == text:
            return text
        text = again


def _address(text: str) -> str:
    if len(text) > MAX_EMAIL:
        raise ContactError("too_long")
    mailbox, at, domain = text.rpartition("@")
    mailbox = unicodedata.normalize("NFKC", mailbox).casefold()
    if not at or not _MAILBOX.fullmatch(mailbox):
        raise ContactError("bad_email")
    address = f"{mailbox}@{_domain(domain)}"
    if len(mailbox.encode()) > _MAX_MAILBOX or len(address.encode()) > MAX_EMAIL:
        raise ContactError("too_long")
    return address


def _domain(text: str) -> str:
    """A public domain in lower-case ASCII (punycode), without an address of four numbers."""
    try:
        # The standard library knows IDNA 2003; it is enough to make two spellings one.
        name = text.casefold().encode("idna").decode("ascii").casefold()
    except UnicodeError:
        raise ContactError("bad_domain") from None
    labels = name.split(".")
    if len(labels) < 2 or labels[-1].isdigit() or len(name) > 253:
        raise ContactError("bad_domain")
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise ContactError("bad_domain")
    return name


def _link(text: str) -> str:
    if "\\" in text:
        raise ContactError("bad_link")  # browsers read it as a slash, and so see another host
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ContactError("bad_link") from None
    if "@" in parts.netloc:
        raise ContactError("credentials")
    if not parts.hostname:
        raise ContactError("bad_link")
    host = _domain(parts.hostname.removesuffix("."))
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        link = f"https://www.linkedin.com/in/{_linkedin_name(parts.path)}"
    elif host in {"github.com", "www.github.com", "m.github.com"}:
        link = f"https://github.com/{_github_name(parts.path)}"
    else:
        link = _other(parts, host, port)
    if len(link) > MAX_LINK:
        raise ContactError("too_long")
    return link


def _linkedin_name(path: str) -> str:
    """The name in /in/<name>/..., whatever page of that profile follows (a locale, an overlay)."""
    steps = [unquote(step) for step in path.split("/") if step]
    if steps[:1] == ["mwlite"]:  # the mobile site's own prefix
        del steps[0]
    if len(steps) < 2 or steps[0].casefold() != "in":
        raise ContactError("not_profile")
    # Lower case and not case-folded: "straße" and "strasse" are two people there.
    name = unicodedata.normalize("NFC", unicodedata.normalize("NFC", steps[1]).lower())
    if any(c in '/?#%\\<>"&|@�' or not c.isprintable() or c.isspace() for c in name):
        raise ContactError("bad_link")
    return _nonempty(quote(name.rstrip(_TAIL), safe=_UNRESERVED))


def _github_name(path: str) -> str:
    """The owner of the page: the user, or whose repository it is."""
    steps = [unquote(step) for step in path.split("/") if step]
    name = steps[0].lower().rstrip(_TAIL) if steps else ""
    if not _GITHUB_USER.fullmatch(name) or name in _GITHUB_PAGES:
        raise ContactError("not_profile")
    return name


def _nonempty(name: str) -> str:
    if not name:
        raise ContactError("not_profile")
    return name


def _other(parts: SplitResult, host: str, port: int | None) -> str:
    scheme = parts.scheme.lower()
    default = {"http": 80, "https": 443}[scheme]
    where = host if port in (None, default) else f"{host}:{port}"
    path = _tidy(parts.path, _IN_PATH)
    kept = [part for part in parts.query.split("&") if part and not _TRACKING.match(part)]
    query = _tidy("&".join(kept), _IN_QUERY)
    link = f"{scheme}://{where}{'' if path == '/' else path}{'?' if query else ''}{query}"
    return link.rstrip(_TAIL)


def _tidy(text: str, safe: str) -> str:
    """One spelling of percent-encoding: upper-case digits, and only where it is needed."""
    pieces = re.split(r"(%[0-9A-Fa-f]{2})", unicodedata.normalize("NFC", text))
    return "".join(
        _one_escape(piece) if at % 2 else quote(piece, safe=safe) for at, piece in enumerate(pieces)
    )


def _one_escape(escape: str) -> str:
    char = chr(int(escape[1:], 16))
    return char if char.isascii() and (char.isalnum() or char in _UNRESERVED) else escape.upper()
