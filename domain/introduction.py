"""A draft that introduces a candidate to who decides, from what the advocate has said already.

Pure: the advocate must make it their own before it counts as sent.
"""

from __future__ import annotations

from domain.graphemes import shorten
from domain.referrals import Evidence, Relationship

AIM = 400  # characters; PRODUCT.md: shorter ones are answered more
WARN = 800
NAME = 60
LEAST = 40  # fewer characters of somebody's words say nothing; of how long, this many are enough

_HOW: dict[Relationship, str] = {
    Relationship.WORKED_TOGETHER: "We worked together",
    Relationship.MANAGED: "I led the team that {called} worked in",
    Relationship.MANAGED_BY: "I worked for {called}",
    Relationship.STUDIED: "We studied together",
    Relationship.COMMUNITY: "We know each other from a community",
    Relationship.KNOW_OF: "I know the work of {called}",
}


def draft(
    *,
    called: str,
    whom: str,
    advocate: str,
    relationship: Relationship,
    evidence: Evidence,
    title: str | None,
) -> str:
    """To the candidate (`called`) and to `whom` at once, about `title` (None: no role yet).

    At most `AIM` characters where names and title are of ordinary length, never above `WARN`; the
    advocate's own words are shortened for it, at the end of a word.
    """
    called, whom = shorten(in_a_letter(called), NAME), shorten(in_a_letter(whom), NAME)
    role = f"about the role “{shorten(title, NAME)}”" if title else "for a role that may come"
    how = _HOW[relationship].format(called=called)
    if evidence.how_long:
        how += f" ({shorten(evidence.how_long, LEAST)})"
    before = f"Hello {called}, hello {whom},\n\nyou two should meet, {role}. {how}."
    after = f"\n\nI leave it to the two of you.\n{shorten(in_a_letter(advocate), NAME)}"
    room = AIM - len(before) - len(after)
    parts = [before]
    for label, words, share in (
        ("What I saw: ", evidence.saw, 2 if evidence.why else 1),
        ("Why this role: ", evidence.why, 1),
    ):
        said = " ".join(words.split())
        space = room * share // (share + 1) if share > 1 else room
        space = max(space, LEAST + len(label)) - len(label) - 3
        if said:
            parts.append(f" {label}“{shorten(said, space)}”")
            room -= len(parts[-1])
    return "".join(parts) + after


def is_unchanged(text: str, drafted: str) -> bool:
    """Whether it still says what the draft says; white space and capitals do not count."""
    return " ".join(text.split()).casefold() == " ".join(drafted.split()).casefold()


def in_a_letter(name: str) -> str:
    """A name as a letter has it: in one line, and with capitals where it is a handle."""
    flat = " ".join(name.split())
    return flat.title() if flat.islower() else flat
