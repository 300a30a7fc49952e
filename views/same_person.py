"""Asks somebody who may see two candidates whether they are one person."""

from __future__ import annotations

from domain.endorsements import Endorsement
from domain.referrals import Referral
from views import labels
from views.formatting import escape, mention, web_link


def same_person_question(similar: Referral, reader: str) -> str:
    """For those who answer. `reader` is a user id; the other referral and its contact are named."""
    candidate = similar.candidate
    giver = "you" if similar.advocate == reader else mention(similar.advocate)
    return (
        f"{_question(candidate.name, candidate.email, candidate.profile_url)}, whom {giver} put "
        f"forward for {labels.role_name(similar)}? I've kept them as two, so you may want to "
        "answer both together."
    )


def own_same_person_question(similar: Referral, endorsement: Endorsement) -> str:
    """For the advocate of both, by the name and the contact that they gave themselves."""
    known = _question(endorsement.candidate_name, endorsement.email, endorsement.profile_url)
    return (
        f"{known}, whom you put forward for {labels.role_name(similar)}? If so, tell "
        f"{mention(similar.owner)}: I've kept them as two."
    )


def _question(name: str, email: str | None, profile_url: str | None) -> str:
    known_by = [escape(email, 254)] if email else []
    if profile_url:
        known_by.append(web_link(profile_url, "profile"))
    known = f" ({' · '.join(known_by)})" if known_by else ""
    return f"Is this the same person as *{escape(name, 200)}*{known}"
