"""Asks whether the candidates of two referrals are the same person."""

from __future__ import annotations

from dataclasses import dataclass

from domain.endorsements import Endorsement
from domain.referrals import Referral
from views import labels
from views.block_kit import Block, actions, button, confirm_dialog, section
from views.button_values import parse_id
from views.formatting import escape, mention, web_link

# The buttons' value has the ids of both referrals, as `parse_referral_pair` reads them: "12:7".
SAY_SAME = "same_person.yes"
SAY_DIFFERENT = "same_person.no"


@dataclass(frozen=True, slots=True)
class ReferralPair:
    """The ids of the two referrals: the one whose card has the question, and the similar one."""

    referral_id: int
    similar_id: int


def parse_referral_pair(value: str) -> ReferralPair:
    referral_id, _, similar_id = value.partition(":")
    return ReferralPair(parse_id(referral_id), parse_id(similar_id))


def same_person_question(referral: Referral, similar: Referral, reader: str) -> list[Block]:
    """The question for someone who answers referrals, and may see both candidates' contacts.

    `reader` is their user id.
    """
    candidate = similar.candidate
    advocate = "you" if similar.advocate == reader else mention(similar.advocate)
    beginning = _begin_question(candidate.name, candidate.email, candidate.profile_url)
    question = (
        f"{beginning}, who {advocate} put forward for {labels.role_name(similar)}? Until you say, "
        "I keep them as two."
    )
    return [section(question), _buttons(referral, similar)]


def own_same_person_question(
    referral: Referral, similar: Referral, endorsement: Endorsement
) -> list[Block]:
    """The question for the advocate of both referrals.

    `endorsement` is the advocate's endorsement on the similar referral. The question shows its name
    and contact, which are what the advocate typed themselves.
    """
    beginning = _begin_question(
        endorsement.candidate_name, endorsement.email, endorsement.profile_url
    )
    question = (
        f"{beginning}, who you put forward for {labels.role_name(similar)}? Until you say, I keep "
        "them as two."
    )
    return [section(question), _buttons(referral, similar)]


def _begin_question(name: str, email: str | None, profile_url: str | None) -> str:
    contacts = [escape(email, 254)] if email else []
    if profile_url:
        contacts.append(web_link(profile_url, "profile"))
    in_brackets = f" ({' · '.join(contacts)})" if contacts else ""
    return f"Is this the same person as *{escape(name, 200)}*{in_brackets}"


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
