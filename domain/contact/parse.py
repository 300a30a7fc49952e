"""Turns text that a person typed or pasted into an `Email` or a `Profile`."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from domain.contact.emails import normalise_email
from domain.contact.errors import ContactError
from domain.contact.links import normalise_link
from domain.contact.profile_pages import TRAILING_MARKS
from domain.typed_text import remove_unseen

# The address is between these brackets: "Ada <a@b.c>", and Slack's "<mailto:a@b.c|a@b.c>".
_BRACKETED = re.compile(r"[^<>]*<([^<>|]+)(?:\|[^<>]*)?>")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_LINK_WITHOUT_SCHEME = re.compile(
    r"(?:(?:[a-z0-9-]+\.)*(?:linkedin|github|xing)\.com|lnkd\.in)(?:[/?#]|$)", re.IGNORECASE
)
_WORDS = re.compile(r"[^\s<>|]+")
_MARKS_AROUND_A_WORD = ".,:;!?()[]*_~`\"'"
# Much longer than a stored link, because copied links have long tracking parameters.
_TYPED_MAX: Final = 4096
_SURROUNDING_CHARACTERS = " \t\r\n\u00a0\u202f\u3000"


@dataclass(frozen=True, slots=True)
class Email:
    """An address in lower case with its domain in ASCII.

    A `+tag` is kept: the address without it may belong to another person.
    """

    value: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A normalised http(s) link to a person's page, ASCII only."""

    value: str


def parse_contact(text: str) -> Email | Profile:
    """The contact in `text`, in its normal form. Parsing the result again changes nothing.

    Accepts an address alone, as `Ada <a@b.c>` or with `mailto:`; every http(s) link; and LinkedIn,
    Xing and GitHub links without a scheme. A full stop, comma or semicolon at the end is dropped.
    Raises ContactError with the first reason found.
    """
    text = _strip_wrapping(remove_unseen(text))  # addresses contain no invisible characters
    if not text:
        raise ContactError("empty")
    if len(text) > _TYPED_MAX:
        raise ContactError("too_long")
    # Two addresses have a separator between their "@"s.
    if any(re.search(r"[\s,;]", between) for between in text.split("@")[1:-1]):
        raise ContactError("several")
    if any(char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Cs"} for char in text):
        raise ContactError("spaces")
    if _LINK_WITHOUT_SCHEME.match(text):
        return Profile(_repeat_until_stable(normalise_link, f"https://{text}"))
    scheme = _SCHEME.match(text)
    if scheme is None:
        if "@" not in text:
            raise ContactError("unclear")
        return Email(_repeat_until_stable(normalise_email, text))
    match scheme[1].lower():
        case "http" | "https":
            return Profile(_repeat_until_stable(normalise_link, text))
        case "mailto":
            address = unquote(text[scheme.end() :].partition("?")[0])
            if ":" in address:
                raise ContactError("bad_email")
            return Email(_repeat_until_stable(normalise_email, address.strip()))
        case _:
            raise ContactError("scheme")


def list_contacts(text: str) -> list[Email | Profile]:
    """The contacts among the words of a longer text, each once, in the order of the text."""
    found: dict[Email | Profile, None] = {}
    for word in _WORDS.findall(text):
        if "@" not in word and "/" not in word:
            continue
        with contextlib.suppress(ContactError):
            found[parse_contact(word.strip(_MARKS_AROUND_A_WORD))] = None
    return list(found)


def _strip_wrapping(text: str) -> str:
    """The text without surrounding white space, brackets and punctuation."""
    text = text.strip(_SURROUNDING_CHARACTERS)
    bracketed = _BRACKETED.fullmatch(text.rstrip(TRAILING_MARKS))
    if bracketed:
        text = bracketed[1].strip(_SURROUNDING_CHARACTERS)
    return text.rstrip(TRAILING_MARKS + _SURROUNDING_CHARACTERS)


def _repeat_until_stable(normalise: Callable[[str], str], text: str) -> str:
    """Normalises until nothing changes, because one pass may leave punctuation at the end."""
    while (normalised := normalise(text)) != text:
        text = normalised
    return text
