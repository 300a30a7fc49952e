"""Asks somebody who may see two candidates whether they are one person."""

from __future__ import annotations

from domain.referrals import Referral
from views import labels
from views.formatting import escape, mention, web_link


def same_person_question(similar: Referral, reader: str) -> str:
    """`reader` is a user id. Names the other referral, and by which address it is known."""
    candidate = similar.candidate
    known_by = [escape(candidate.email, 254)] if candidate.email else []
    if candidate.profile_url:
        known_by.append(web_link(candidate.profile_url, "profile"))
    giver = "you" if similar.advocate == reader else mention(similar.advocate)
    known = f" ({' · '.join(known_by)})" if known_by else ""
    return (
        f"Is this the same person as *{escape(candidate.name, 200)}*{known}, whom {giver} put "
        f"forward for {labels.role_name(similar)}? I've kept them as two, so you may want to "
        "answer both together."
    )
