"""A post about an opening that an advocate shares in a channel.

This file drafts the post, and checks that it does not identify the candidate, because everybody in
the channel reads it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from urllib.parse import unquote

from domain.contact import list_contacts
from domain.graphemes import shorten
from domain.openings import Opening
from domain.referrals import Candidate
from domain.typed_text import remove_unseen

MAX_BRIEF_LENGTH = 600
# Shorter parts of a name or of a profile link are common words and are not searched for alone.
_MIN_NAME_PART_LENGTH = 3
_MIN_SLUG_LENGTH = 5


def draft_channel_post(opening: Opening) -> str:
    """A draft with the role, what a strong candidate looks like, and one recall prompt."""
    parts = [f"We're looking for a {opening.title} ({opening.team}, {opening.place})."]
    if opening.fit_brief:
        parts.append(f"A strong fit: {shorten(opening.fit_brief, MAX_BRIEF_LENGTH)}")
    prompt = next(iter(opening.recall_prompts), "Who comes to mind?")
    parts.append(prompt.strip())
    return "\n\n".join(parts)


def find_candidate_mention(
    text: str,
    name_by_advocate: str,
    candidate: Candidate,
    contacts: Collection[tuple[str | None, str | None]] = (),
) -> str | None:
    """The first part of `text` that identifies the candidate, or None.

    `name_by_advocate` is the candidate's name as the advocate wrote it. `contacts` are further
    pairs of an e-mail address and a profile link that advocates gave. The function looks for the
    whole name, each of its parts with three letters or more, the e-mail addresses and the profile
    links. Case, accents and hyphens make no difference. A part of a name is found even if it is an
    ordinary word, because a false alarm does less harm than a name in a channel.
    """
    for email, profile_url in ((candidate.email, candidate.profile_url), *contacts):
        if contact := _find_contact(text, email, profile_url):
            return contact
    typed_words = _fold(_letters_only(text)).split()
    typed_text = " ".join(typed_words)
    names = (name_by_advocate, candidate.name)
    for name in names:
        whole_name = " ".join(_fold(_letters_only(name)).split())
        if whole_name and f" {whole_name} " in f" {typed_text} ":
            return " ".join(name.split())
    for part in " ".join(map(_letters_only, names)).split():
        if len(part) >= _MIN_NAME_PART_LENGTH and _fold(part) in typed_words:
            return part
    return None


def _find_contact(text: str, email: str | None, profile_url: str | None) -> str | None:
    for contact in list_contacts(text):  # in normal form, whatever spelling was typed
        if contact.value in (email, profile_url):
            return contact.value
    folded = " ".join(_fold(text).split())
    if email and _fold(email) in folded:
        return email
    if profile_url:
        url = _fold(unquote(profile_url))
        address = re.sub(r"^https?://(www\.)?", "", url).rstrip("/")
        slug = address.rpartition("/")[2]  # the last part of the address, often a user name
        unquoted_text = _fold(unquote(folded))
        is_slug_named = len(slug) >= _MIN_SLUG_LENGTH and _contains_words(slug, unquoted_text)
        if address in unquoted_text or is_slug_named:
            return profile_url
    return None


def _letters_only(text: str) -> str:
    """The text with a space in place of everything but letters (L) and the marks on them (M)."""
    composed = unicodedata.normalize("NFC", remove_unseen(text))
    return "".join(char if unicodedata.category(char)[0] in "LM" else " " for char in composed)


def _fold(text: str) -> str:
    """The text in lower case and in plain letters, without accents and invisible characters."""
    decomposed = unicodedata.normalize("NFKD", remove_unseen(text).casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char)).casefold()


def _contains_words(words: str, text: str) -> bool:
    """Whether `words` occurs in `text` as whole words, not inside another word."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
