"""A post about a role for a channel: the draft, and whether it names the candidate.

The whole channel reads it, so who was put forward must not be in it.
"""

from __future__ import annotations

import re

from domain.graphemes import shorten
from domain.openings import Opening
from domain.referrals import Candidate

BRIEF = 600
LONGEST = 2000  # characters; a post that is longer is not read
_LEAST_LETTERS = 3  # of a part of a name that is looked for on its own
_LEAST_SLUG = 5


def draft(opening: Opening) -> str:
    """What the role is, what a strong person looks like, and whom it may bring to mind."""
    parts = [f"We are looking for a {opening.title} ({opening.team}, {opening.place})."]
    if opening.fit_brief:
        parts.append(f"A strong fit: {shorten(opening.fit_brief, BRIEF)}")
    prompt = next(iter(opening.recall_prompts), "Who comes to mind?")
    parts.append(prompt.strip())
    return "\n\n".join(parts)


def names_candidate(text: str, called: str, candidate: Candidate) -> str | None:
    """What in the text tells who was put forward, None where nothing does.

    The name in full, each part of it with its capital ("Grace", not "grace"), the address, the
    profile. A part that is also a word is refused as well: rather that than a name in a channel.
    """
    folded = " ".join(text.casefold().split())
    for name in (called, candidate.name):
        whole = " ".join(name.split())
        if whole and _stands(whole.casefold(), folded):
            return whole
        for part in whole.split():
            if len(part) >= _LEAST_LETTERS and part[0].isupper() and _stands(part, text):
                return part
    if candidate.email and candidate.email.casefold() in folded:
        return candidate.email
    if candidate.profile_url:
        address = re.sub(r"^https?://(www\.)?", "", candidate.profile_url.casefold()).rstrip("/")
        slug = address.rpartition("/")[2]
        if address in folded or (len(slug) >= _LEAST_SLUG and _stands(slug, folded)):
            return candidate.profile_url
    return None


def _stands(words: str, text: str) -> bool:
    """As words of their own, not inside another one."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
