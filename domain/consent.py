"""The candidate's agreement: when it is decided by, who sees them before, what is left after.

One agreement for each candidate, however many advocates and openings: agreed by one is agreed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from domain.policy import Policy
from domain.referrals import Candidate, Referral, Stage

# What stands where a person's words or name stood; a text that was empty stays empty, so that the
# depth of an endorsement (was anything said?) is still known.
ERASED: Final = "[erased]"
SOMEBODY: Final = "somebody"

# Who comes to an interview has agreed by coming.
TAKES_PART: Final = frozenset({Stage.INTERVIEWING, Stage.OFFER, Stage.HIRED})
# Where a referral may go while those who answer it do not know who it is.
WHILE_HIDDEN: Final = frozenset({Stage.IN_REVIEW, Stage.NOT_NOW, Stage.WITHDRAWN})


def decide_by(now: datetime, policy: Policy) -> datetime:
    """When the data of somebody referred now is erased unless they agree: calendar days, UTC."""
    return now + timedelta(days=policy.consent_days)


def is_hidden(candidate: Candidate, hides: bool) -> bool:
    """Whether those who answer may know only that the advocate has somebody in mind.

    `hides`: whether the workspace chose so (`Policy.hide_until_agreed`).
    """
    return hides and candidate.undecided


def as_answered(referral: Referral, hides: bool) -> Referral:
    """The referral as those who answer it may see it: without who it is, while that is hidden."""
    if not is_hidden(referral.candidate, hides):
        return referral
    nobody = replace(referral.candidate, name=SOMEBODY, email=None, profile_url=None, hidden=True)
    return replace(referral, candidate=nobody)
