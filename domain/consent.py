"""The candidate's agreement to being referred.

This file computes the deadline for the agreement, and removes the candidate's identity from a
referral until then if the workspace wants that. Each candidate agrees once, for all advocates and
openings (docs/decisions/046).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.policy import Policy
from domain.referrals import Candidate, Referral
from domain.stages import Stage

# Replaces names and texts when a candidate is erased. Empty texts stay empty, so that the depth of
# an endorsement can still be computed.
ERASED_TEXT: Final = "[erased]"
HIDDEN_NAME: Final = "someone"

# A candidate at one of these stages takes part, so Vouch no longer waits for their agreement.
STAGES_OF_TAKING_PART: Final = frozenset({Stage.INTERVIEWING, Stage.OFFER, Stage.HIRED})
# The stages that a referral may enter while the desk does not know who the candidate is.
STAGES_WHILE_HIDDEN: Final = frozenset({Stage.IN_REVIEW, Stage.NOT_NOW, Stage.WITHDRAWN})


def consent_deadline(now: datetime, policy: Policy) -> datetime:
    """The time (UTC) at which the data of a candidate referred at `now` is erased.

    The data is kept if the candidate agrees before that time.
    """
    return now + timedelta(days=policy.consent_days)


def is_candidate_hidden(candidate: Candidate, hide_until_agreed: bool) -> bool:
    """Whether recruiters and hiring managers may not know yet who the candidate is.

    `hide_until_agreed` is the workspace's setting `Policy.hide_until_agreed`.
    """
    return hide_until_agreed and candidate.awaits_agreement


def redact_for_desk(referral: Referral, hide_until_agreed: bool) -> Referral:
    """The referral without the candidate's identity, while the desk may not know it."""
    if not is_candidate_hidden(referral.candidate, hide_until_agreed):
        return referral
    return redact(referral)


def redact(referral: Referral) -> Referral:
    """The referral without the candidate's identity."""
    redacted = replace(
        referral.candidate, name=HIDDEN_NAME, email=None, profile_url=None, hidden=True
    )
    return replace(referral, candidate=redacted)
