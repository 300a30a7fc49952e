"""The draft of a message that introduces a candidate to the hiring manager.

It quotes the advocate's endorsement. The advocate has to edit the draft before it counts as sent
(docs/decisions/024).
"""

from __future__ import annotations

from domain.endorsements import Evidence, Relationship
from domain.graphemes import shorten, truncate

TARGET_LENGTH = 400  # characters; shorter messages are answered more often
WARNING_LENGTH = 800  # above this, the form warns that the message is long
MAX_NAME_LENGTH = 60
MIN_QUOTE_LENGTH = 40  # a quotation is not cut to less, because it would say nothing

_RELATIONSHIP_SENTENCES: dict[Relationship, str] = {
    Relationship.WORKED_TOGETHER: "{candidate} and I worked together",
    Relationship.MANAGED: "I managed {candidate}",
    Relationship.MANAGED_BY: "I worked for {candidate}",
    Relationship.STUDIED: "{candidate} and I studied together",
    Relationship.COMMUNITY: "{candidate} and I know each other from a community",
    Relationship.KNOW_OF: "I know {candidate}'s work",
    Relationship.FRIEND_OR_FAMILY: "{candidate} and I are close",
    Relationship.OTHER: "I know {candidate}",
}


def draft_introduction(
    *,
    candidate_name: str,
    recipient: str,
    advocate: str,
    relationship: Relationship,
    evidence: Evidence,
    title: str | None,
) -> str:
    """A message to the candidate and to `recipient`. `title` is the role, or None without one.

    With names and titles of ordinary length it has at most `TARGET_LENGTH` characters, and never
    more than `WARNING_LENGTH`. The advocate's own words are shortened to fit.
    """
    candidate, recipient = first_name(candidate_name), first_name(recipient)
    role = (
        f"about the {shorten(title, MAX_NAME_LENGTH)} role" if title else "before a role comes up"
    )
    relation = _RELATIONSHIP_SENTENCES[relationship].format(candidate=candidate)
    if evidence.how_long:
        relation += f" ({shorten(evidence.how_long, MIN_QUOTE_LENGTH)})"
    opening = f"Hi {candidate}, hi {recipient},\n\nI'd love you two to meet {role}. {relation}."
    closing = f"\n\nI'll leave it to you two.\n{shorten(format_name(advocate), MAX_NAME_LENGTH)}"
    remaining = TARGET_LENGTH - len(opening) - len(closing)
    parts, saw, why = [opening], evidence.saw.strip(), evidence.why.strip()
    # If there are two quotations, the first gets at most two thirds of the space.
    space_for_first = remaining * 2 // 3 if why else remaining
    if saw:
        parts.append(_quotation("What I saw: ", saw, space_for_first))
        remaining -= len(parts[-1])
    if why:
        parts.append(_quotation("Why this role: ", why, remaining))
    return "".join(parts) + closing


def _quotation(label: str, words: str, space: int) -> str:
    """The label and the quoted words. Long words are shortened to fit both into `space` characters.

    At least `MIN_QUOTE_LENGTH` characters are left for the quotation.
    """
    space = max(space, len(label) + MIN_QUOTE_LENGTH)
    limit = space - len(label) - 3  # for a space and two quotation marks
    return f" {label}“{shorten(words, limit)}”"


def is_same_text(text: str, drafted: str) -> bool:
    """Whether the texts differ at most in white space and in upper and lower case."""
    return " ".join(text.split()).casefold() == " ".join(drafted.split()).casefold()


def first_name(name: str) -> str:
    """The first word of a name, of at most `MAX_NAME_LENGTH` characters."""
    flat = format_name(name)
    return truncate(flat.split(" ")[0] or flat, MAX_NAME_LENGTH)


def format_name(name: str) -> str:
    """A name on one line, capitalised if it is all in lower case like a Slack handle."""
    flat = " ".join(name.split())
    return flat.title() if flat.islower() else flat
