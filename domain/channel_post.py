"""A post about an opening that an advocate shares in a channel.

This file drafts the post, and checks that it does not identify the candidate, because everybody in
the channel reads it.
"""

from __future__ import annotations

import re

from domain.graphemes import shorten
from domain.openings import Opening
from domain.referrals import Candidate

MAX_BRIEF_LENGTH = 600
# Shorter parts of a name or of a profile link are common words and are not searched for alone.
_MIN_NAME_PART_LENGTH = 3
_MIN_SLUG_LENGTH = 5


def draft_channel_post(opening: Opening) -> str:
    """The role, what a strong candidate looks like, and one recall prompt."""
    parts = [f"We are looking for a {opening.title} ({opening.team}, {opening.place})."]
    if opening.fit_brief:
        parts.append(f"A strong fit: {shorten(opening.fit_brief, MAX_BRIEF_LENGTH)}")
    prompt = next(iter(opening.recall_prompts), "Who comes to mind?")
    parts.append(prompt.strip())
    return "\n\n".join(parts)


def find_candidate_mention(text: str, advocates_name: str, candidate: Candidate) -> str | None:
    """The first part of `text` that identifies the candidate, or None.

    `advocates_name` is the candidate's name as the advocate wrote it. The function looks for the
    whole name, each capitalised part of it ("Grace", not "grace"), the e-mail address and the
    profile link. It also finds a part of a name that is an ordinary word: a false alarm does less
    harm than a name in a channel.
    """
    folded = " ".join(text.casefold().split())
    for name in (advocates_name, candidate.name):
        full_name = " ".join(name.split())
        if full_name and _contains_words(full_name.casefold(), folded):
            return full_name
        for part in full_name.split():
            if (
                len(part) >= _MIN_NAME_PART_LENGTH
                and part[0].isupper()
                and _contains_words(part, text)
            ):
                return part
    if candidate.email and candidate.email.casefold() in folded:
        return candidate.email
    if candidate.profile_url:
        address = re.sub(r"^https?://(www\.)?", "", candidate.profile_url.casefold()).rstrip("/")
        slug = address.rpartition("/")[2]
        if address in folded or (len(slug) >= _MIN_SLUG_LENGTH and _contains_words(slug, folded)):
            return candidate.profile_url
    return None


def _contains_words(words: str, text: str) -> bool:
    """Whether `words` occurs in `text` as whole words, not inside another word."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
