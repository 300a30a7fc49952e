"""Asks someone who may see two candidates whether they are one person."""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.referrals import Referral
from views import labels
from views.block_kit import Block, actions, button, confirm_dialog, section
from views.button_values import parse_id
from views.formatting import escape, mention, web_link

# The value is as `_buttons` writes it.
SAY_SAME = "same_person.yes"
SAY_DIFFERENT = "same_person.no"


@dataclass(frozen=True, slots=True)
class SamePersonValue:
    """The referrals of the two candidates."""

    referral_id: int
    other_id: int


def parse_answer(value: str) -> SamePersonValue:
    referral_id, _, other_id = value.partition(":")
    return SamePersonValue(parse_id(referral_id), parse_id(other_id))


def same_person_question(referral: Referral, similar: Referral, reader: str) -> list[Block]:
    """For those who answer. `reader` is a user id; the other referral and its contact are named."""
    candidate = similar.candidate
    giver = "you" if similar.advocate == reader else mention(similar.advocate)
    question = (
        f"{_question(candidate.name, candidate.email, candidate.profile_url)}, who {giver} put "
        f"forward for {labels.role_name(similar)}? Until you say, I keep them as two."
    )
    return [section(question), _buttons(referral, similar)]


def own_same_person_question(
    referral: Referral, similar: Referral, endorsement: Endorsement
) -> list[Block]:
    """For the advocate of both, by the name and the contact that they gave themselves."""
    known = _question(endorsement.candidate_name, endorsement.email, endorsement.profile_url)
    question = (
        f"{known}, who you put forward for {labels.role_name(similar)}? Until you say, I keep "
        "them as two."
    )
    return [section(question), _buttons(referral, similar)]


def _question(name: str, email: str | None, profile_url: str | None) -> str:
    known_by = [escape(email, 254)] if email else []
    if profile_url:
        known_by.append(web_link(profile_url, "profile"))
    known = f" ({' · '.join(known_by)})" if known_by else ""
    return f"Is this the same person as *{escape(name, 200)}*{known}"


def _buttons(referral: Referral, similar: Referral) -> Block:
    value = f"{referral.id}:{similar.id}"
    explanation = (
        "I'll keep everything said about both as about one person, and two referrals for one role "
        "become one, with the first voice first. This can't be undone."
    )
    dialog = confirm_dialog("Same person?", explanation, "Yes, same person")
    return actions(
        button("Yes, same person", SAY_SAME, value, confirm=dialog),
        button("No, different people", SAY_DIFFERENT, value),
    )
